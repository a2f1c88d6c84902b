import type { CountingLog } from '../log.js'
import { toAccountNumber } from '../protocol/account.js'
import type { Step } from './step.js'

/** Without a list of accounts anybody who may post can name new ones. */
const maxAccounts = 10_000

/** The accounts of this bot: those of the configuration and those that have posted. */
export class OwnAccounts {
  readonly #configured: ReadonlySet<number>
  readonly #seen = new Set<number>()

  constructor(configured: readonly number[]) {
    this.#configured = new Set(configured)
  }

  add(selfId: number): void {
    if (this.#seen.size < maxAccounts) this.#seen.add(selfId)
  }

  has(account: number): boolean {
    return this.#configured.has(account) || this.#seen.has(account)
  }
}

/** Two accounts of one bot in one chat would answer each other for ever. */
export function dropOwnMessages(accounts: OwnAccounts, say: CountingLog): Step {
  return async (ctx, next) => {
    const { raw, naming, selfId } = ctx.state
    accounts.add(selfId)
    const sender = toAccountNumber(raw.user_id)
    const isMessage = naming.lineage.includes('message')
    if (!isMessage || sender === undefined || sender === selfId || !accounts.has(sender)) return next()
    say.say({
      key: 'own message',
      level: 'info',
      fields: { selfId, sender },
      message: `a message of ${sender}, another account of this bot, reaches no handler: they would answer each other`,
    })
    ctx.body = null
    ctx.status = 204
    return undefined
  }
}
