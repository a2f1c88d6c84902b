import { type Host, implementationTitles } from '../protocol/implementation.js'
import type { Answerable, WireField, WireQuickAction } from '../protocol/quick-action.js'
import { ignorersOf } from './implementations.js'
import type { AnsweredEvent, PlannedCall } from './planned-call.js'

/** Where a part of an answer can go. */
export interface Ways {
  readonly event: AnsweredEvent
  readonly host: Host | undefined
  readonly hasClient: boolean
  readonly isClientProven: boolean
  readonly quote: boolean
  /** What the response can carry; `undefined`: nothing. */
  readonly kind: Answerable | undefined
  readonly responseGone: boolean
}

/** What becomes of one part of an answer. */
export interface Part {
  readonly rides?: WireQuickAction
  readonly calls?: readonly PlannedCall[]
  readonly warnings?: readonly string[]
  readonly notes?: readonly string[]
}

export const remedy = 'set "api" of its endpoint or of its entry in "accounts"'

export const nothing: readonly never[] = []

/** Why a field takes no effect, and what helps. */
export const lost = (field: WireField, { event, kind, host, responseGone }: Ways): string => {
  if (responseGone) {
    return `"${field}" takes no effect, the response has gone; raise "answerWithinMs", or ${remedy}`
  }
  if (kind === undefined) {
    return `"${field}" takes no effect: OneBot carries no answer to ${event.name} in a response; ${remedy}`
  }
  if (host === undefined) {
    const names = ignorersOf(kind, field).map((name) => implementationTitles[name])
    return `"${field}" leaves with the response, and takes no effect on ${names.join(' and ')}; ${remedy}`
  }
  const name = implementationTitles[host.implementation]
  return `"${field}" takes no effect: ${name} does not execute it from a response; ${remedy}`
}
