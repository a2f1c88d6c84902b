import type { HookControl } from './hooks.js'

const nameIn = (input: unknown): string => {
  if (typeof input === 'object' && input !== null && 'name' in input && typeof input.name === 'string')
    return input.name
  throw new RangeError('expected {"name": "…"}')
}

/** What the owner may do with hooks over the admin listener, by path. */
export const hookActions = (
  hooks: HookControl,
): Readonly<Record<string, (input: unknown) => Promise<unknown>>> => ({
  '/hooks': () => hooks.list(),
  '/hooks/enable': async (input) => hooks.enable(nameIn(input)),
  '/hooks/disable': async (input) => hooks.disable(nameIn(input)),
})
