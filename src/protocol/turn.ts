import type { NowOrLater } from './now-or-later.js'

/** The place of one event among those that wait for their handlers. */
export interface Turn {
  /** Begins the work when its turn has come, perhaps at once. Ends when it is done. The work must not fail. */
  run(work: () => NowOrLater<void>): NowOrLater<void>
  /** Gives the place up, unless there is work for it. */
  cancel(): void
}
