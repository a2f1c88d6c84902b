import { Alerts, type AlertsOptions } from './alerts.js'
import { Gatherings, type GatheringsOptions } from './gatherings.js'
import { createTo, type TargetOptions, type To } from './targets.js'

export type NotifierOptions = AlertsOptions & GatheringsOptions

/** Writes to groups and people without an event. */
export interface Notifier {
  readonly to: To
  /** The same with other options where the caller names none. */
  readonly toWith: (usual: TargetOptions) => To
  /** Goes on with what an earlier process has gathered and not sent. */
  resume(): Promise<void>
  /** Sends what is gathered now; `background` has the work. */
  close(): void
}

/** Needs nothing running: `resume` it when calls can be made, `close` it while they still can. */
export const createNotifier = (options: NotifierOptions): Notifier => {
  const gatherings = new Gatherings(options)
  const parts = { ...options, gatherings, alerts: new Alerts(options) }
  return {
    to: createTo(parts),
    toWith: (usual) => createTo(parts, usual),
    resume: () => gatherings.resume(),
    close: () => gatherings.close(),
  }
}
