import { ApiError } from '../errors.js'
import type { Api } from '../protocol/action.js'
import type { PlannedCall } from './planned-call.js'

/** What became of a call. */
export type Outcome =
  | { readonly kind: 'done'; readonly data: unknown }
  /** It was not carried out. */
  | { readonly kind: 'refused'; readonly error: unknown }
  /** It may have been carried out all the same, so it is never made again. */
  | { readonly kind: 'unknown'; readonly error: unknown }

const isRefusal = (error: unknown): boolean => error instanceof ApiError && !error.maybeDone

/** Makes one call, once. */
export const carryOut = async (api: Api, { action, params }: PlannedCall): Promise<Outcome> => {
  try {
    return { kind: 'done', data: await api.call(action, params) }
  } catch (error) {
    return { kind: isRefusal(error) ? 'refused' : 'unknown', error }
  }
}
