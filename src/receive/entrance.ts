import type { AddressList } from './address-list.js'

/** What stands at a path, as refusals and the log name it. */
export type Place = { readonly endpoint: string } | { readonly hook: string }

/** What the steps need to know of it, whatever it is. */
export interface Entrance {
  readonly place: Place
  /** `undefined`: every address. */
  readonly allow: AddressList | undefined
  /** Bytes. */
  readonly bodyLimit: number
}
