import type { Period, Survey } from '../replay/selection.js'
import type { Report } from './replay-report.js'

export interface ReplayOptions extends Period {
  readonly config?: string
  readonly to?: string
  readonly token?: string
  /** How many times as fast as it was. Missing: as fast as it goes. */
  readonly speed?: number
  readonly dryRun?: boolean
  readonly diff?: boolean
  readonly json?: boolean
}

/** What is replayed, and how. */
export interface Replay {
  readonly file: string
  readonly found: Survey
  readonly options: ReplayOptions
  readonly report: Report
}
