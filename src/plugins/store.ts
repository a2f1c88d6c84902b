import { OneByOne } from '../protocol/one-by-one.js'
import type { State } from '../protocol/state.js'

/** What a plugin keeps under one name: values by key, such as `event.chat` or a user's number. Values are JSON. */
export interface Store<Value> {
  /** `undefined`: there is nothing, or no longer. */
  get(key: string | number): Promise<Value | undefined>
  /** `ttlMs`: milliseconds until it is forgotten; without it, it stays. */
  set(key: string | number, value: Value, ttlMs?: number): Promise<void>
  /** Replaces a value by what `change` makes of it, one change of a key after the other. Resolves to the new value. */
  update(key: string | number, change: (value: Value | undefined) => Value | Promise<Value>): Promise<Value>
  delete(key: string | number): Promise<void>
  keys(): Promise<readonly string[]>
}

/** A part of the state, under a prefix of its own. */
export const createStore = <Value>(state: State, path: readonly string[]): Store<Value> => {
  const prefix = `${['store', ...path].map(encodeURIComponent).join(':')}:`
  const keyOf = (key: string | number): string => `${prefix}${key}`
  const get = async (key: string | number): Promise<Value | undefined> =>
    (await state.get(keyOf(key))) as Value | undefined
  const changes = new OneByOne()
  return {
    get,
    set: (key, value, ttlMs) => state.set(keyOf(key), value, ttlMs),
    update: (key, change) =>
      changes.run(keyOf(key), async () => {
        const value = await change(await get(key))
        await state.set(keyOf(key), value)
        return value
      }),
    delete: (key) => state.delete(keyOf(key)),
    keys: async () => (await state.keys(prefix)).map((key) => key.slice(prefix.length)),
  }
}
