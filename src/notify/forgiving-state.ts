import type { State } from '../protocol/state.js'

/** A state whose faults are told and keep nobody from writing: what cannot be kept is sent all the same. */
export const forgiving = (state: State, failed: (error: unknown, where: string) => void): State => {
  const or = async <Value>(work: Promise<Value>, instead: Value): Promise<Value> => {
    try {
      return await work
    } catch (error) {
      failed(error, 'what is remembered of messages')
      return instead
    }
  }
  return {
    get: (key) => or(state.get(key), undefined),
    set: (key, value, ttlMs) => or(state.set(key, value, ttlMs), undefined),
    add: (key, value, ttlMs) => or(state.add(key, value, ttlMs), true),
    delete: (key) => or(state.delete(key), undefined),
    keys: (prefix) => or(state.keys(prefix), []),
  }
}
