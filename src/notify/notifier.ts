import { Alerts, type AlertsOptions } from './alerts.js'
import { forgiving } from './forgiving-state.js'
import { Gatherings, type GatheringsOptions } from './gatherings.js'
import { onOccasion } from './on-occasion.js'
import { Once, type OnceOptions } from './once.js'
import type { TargetOptions, To } from './target.js'
import { createTo } from './targets.js'

export type NotifierOptions = AlertsOptions & GatheringsOptions & OnceOptions

/** Writes to groups and people without an event. */
export interface Notifier {
  readonly to: To
  /** The same with other options where the caller names none. */
  readonly toWith: (usual: TargetOptions) => To
  /**
   * The same for a handler that runs again when the process ends before it does: what it says is said once on one
   * occasion, such as the id of a delivery.
   */
  readonly toOn: (occasion: string) => To
  /** Goes on with what an earlier process has gathered and not sent. */
  resume(): Promise<void>
  /** Sends what is gathered now; `background` has the work. */
  close(): void
}

/** Needs nothing running: `resume` it when calls can be made, `close` it while they still can. */
export const createNotifier = (given: NotifierOptions): Notifier => {
  const options = { ...given, state: forgiving(given.state, given.failed) }
  const gatherings = new Gatherings(options)
  const once = new Once(options)
  const parts = { ...options, gatherings, alerts: new Alerts(options) }
  return {
    to: createTo(parts),
    toWith: (usual) => createTo(parts, { usual }),
    toOn: (occasion) =>
      createTo(parts, { dress: (target, address) => onOccasion(once, occasion, target, address) }),
    resume: () => gatherings.resume(),
    close: () => gatherings.close(),
  }
}
