import type { AccountApis } from '../api/accounts.js'
import type { Presence } from '../api/presence.js'
import type { CronHandler } from '../bot-interface.js'
import type { ErrorReport } from '../dispatch/error-report.js'
import type { Log } from '../log.js'
import type { Notifier } from '../notify/notifier.js'
import type { AtWork } from '../protocol/at-work.js'
import { type CronOptions, type Due, defaultWaitMs } from '../schedule/cron.js'

export interface OwnWorkOptions {
  readonly presence: Pick<Presence, 'online'>
  readonly apis: Pick<AccountApis, 'of'>
  readonly notifier: Pick<Notifier, 'toWith'>
  readonly errors: Pick<ErrorReport, 'tell'>
  /** What a bot waits for before it ends. */
  readonly afterwards: AtWork
  readonly log: Log
}

/** Work that no event has begun. */
export class OwnWork {
  readonly #options: OwnWorkOptions

  constructor(options: OwnWorkOptions) {
    this.#options = options
  }

  /** Never rejects: what it fails with is told. */
  async guarded(where: string, work: () => unknown): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#options.errors.tell(error, undefined, where)
    }
  }

  /** A scheduled job, when its account is online. Never rejects. */
  async runJob(
    where: string,
    { from, waitMs = defaultWaitMs }: CronOptions,
    handler: CronHandler,
    { at, signal }: Due,
  ): Promise<void> {
    const { presence, apis, notifier, afterwards, log } = this.#options
    const selfId = await presence.online(from, waitMs, signal)
    if (signal.aborted) return
    if (selfId === undefined) {
      log.warn({ at, from }, `${where} is left out: its account was not online within ${waitMs} ms`)
      return
    }
    const work = this.guarded(where, () =>
      handler({ at, signal, api: apis.of(selfId), to: notifier.toWith(from === undefined ? {} : { from }) }),
    )
    afterwards.add(work)
    await work
  }
}
