import type { Readiness } from '../admin/server.js'
import type { AccountStatus, Status } from '../admin/status.js'
import type { AccountApis } from '../api/accounts.js'
import type { Hosts } from '../api/hosts.js'
import type { KnownAccount, Presence } from '../api/presence.js'
import type { Reachability } from '../api/reachability.js'
import type { Turns } from '../dispatch/turns.js'
import type { JournalKeeper } from '../journal/keeper.js'
import { readVersion } from '../version.js'

/** What of a bot is looked at from outside. */
export interface Shown {
  /** Whether it takes deliveries. */
  readonly isAccepting: () => boolean
  readonly journal: Pick<JournalKeeper, 'isWritable' | 'size'>
  /** Empty: the journal is in memory. */
  readonly journalFile: string
  readonly reachability: Pick<Reachability, 'unreachable'>
  readonly presence: Pick<Presence, 'accounts'>
  readonly hosts: Pick<Hosts, 'known'>
  readonly apis: Pick<AccountApis, 'pace' | 'paceOf'>
  readonly turns: Pick<Turns, 'atWork' | 'waiting'>
}

export const readinessOf = ({ isAccepting, journal, reachability }: Shown): Readiness => {
  const { unreachable } = reachability
  const checks = {
    accepting: isAccepting(),
    journal: journal.isWritable,
    accounts: unreachable.length === 0,
  }
  return { checks, unreachable }
}

const accountStatus = (
  { selfId, state, since, heardAt, hasApi }: KnownAccount,
  { hosts, apis }: Shown,
): AccountStatus => ({
  selfId,
  state,
  ...(since && { since: since.toISOString() }),
  ...(heardAt && { heardAt: heardAt.toISOString() }),
  hasApi,
  ...hosts.known(selfId),
  sends: apis.paceOf(selfId),
})

/** `upSince`: in ISO 8601. */
export const statusOf = async (
  shown: Shown,
  endpoints: Status['endpoints'],
  upSince: string,
): Promise<Status> => {
  const { journal, journalFile: file, presence, turns, apis } = shown
  const size = await journal.size()
  return {
    version: readVersion(),
    upSince,
    endpoints,
    accounts: presence.accounts.map((account) => accountStatus(account, shown)),
    events: { atWork: turns.atWork, waiting: turns.waiting },
    sends: apis.pace,
    ...(size && { journal: { file, isWritable: journal.isWritable, ...size } }),
  }
}
