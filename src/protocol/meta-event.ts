import type { BaseEvent } from './base-event.js'

/** A sign of life (go-cqhttp and Lagrange every 5 s, LLOneBot when it is switched on). Not from NapCat. */
export interface Heartbeat extends BaseEvent<'meta_event.heartbeat'> {
  readonly post_type: 'meta_event'
  readonly meta_event_type: 'heartbeat'
  readonly status: {
    /** LLOneBot: `null` when it does not know. */
    readonly online?: boolean | null
    readonly good?: boolean
    readonly [field: string]: unknown
  }
  /** Milliseconds. */
  readonly interval: number
}

/** The implementation has started (Lagrange, `connect`, once). */
export interface Lifecycle extends BaseEvent<'meta_event.lifecycle'> {
  readonly post_type: 'meta_event'
  readonly meta_event_type: 'lifecycle'
  readonly sub_type: 'enable' | 'disable' | 'connect'
}
