import { readFileSync } from 'node:fs'

/** The version of this package. Read when it is asked for: somebody's own bundle has no package.json above it. */
export const readVersion = (): string => {
  try {
    const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
    return (JSON.parse(manifest) as { readonly version: string }).version
  } catch {
    return 'unknown'
  }
}
