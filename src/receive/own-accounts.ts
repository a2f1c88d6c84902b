import type { CountingLog } from '../log.js'
import { toAccountNumber } from '../protocol/account.js'
import type { Delivery } from '../protocol/delivery.js'

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

/** Whether another account of this bot wrote it: two of them in one chat would answer each other for ever. */
export const isOwnMessage = (delivery: Delivery, accounts: OwnAccounts, say: CountingLog): boolean => {
  const { raw, naming, selfId } = delivery
  accounts.add(selfId)
  const sender = toAccountNumber(raw.user_id)
  const isMessage = naming.lineage.includes('message')
  if (!isMessage || sender === undefined || sender === selfId || !accounts.has(sender)) return false
  say.say({
    key: 'own message',
    level: 'info',
    fields: { selfId, sender },
    message: `a message of ${sender}, another account of this bot, reaches no handler: they would answer each other`,
  })
  return true
}
