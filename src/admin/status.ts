import type { AccountState } from '../protocol/account-event.js'
import type { JournalSize } from '../protocol/journal.js'

/** Sends that wait for their turn. */
export interface WaitingSends {
  readonly answers: number
  readonly broadcasts: number
}

export interface AccountStatus {
  readonly selfId: number
  readonly state: AccountState
  /** Since when it is in that state; missing while that is unknown. Times are ISO 8601. */
  readonly since?: string
  /** When it last posted something; missing: not since the start. */
  readonly heardAt?: string
  readonly hasApi: boolean
  /** Missing: nobody has asked yet, or it does not say. */
  readonly implementation?: string
  readonly version?: string | undefined
  readonly sends: WaitingSends
}

/** How a bot that runs is doing: what `/status` says. */
export interface Status {
  readonly version: string
  readonly upSince: string
  readonly endpoints: readonly { readonly name: string; readonly url: string }[]
  readonly accounts: readonly AccountStatus[]
  readonly events: { readonly atWork: number; readonly waiting: number }
  readonly sends: WaitingSends
  /** Missing: it could not be opened. */
  readonly journal?: JournalSize & {
    /** Empty: it is in memory. */
    readonly file: string
    readonly isWritable: boolean
  }
}
