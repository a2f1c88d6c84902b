/** The time in which wrong signatures are counted. */
const windowMs = 60_000
/** Addresses that are remembered; the oldest are forgotten first. */
const maxAddresses = 10_000

export interface LockOutOptions {
  /** Within a minute. 0: nobody is ever locked out. */
  readonly wrongSignatures: number
  readonly lockOutMs: number
  /** Addresses that many may share: this machine, a proxy. */
  readonly isExempt: (address: string) => boolean
  /** Is told when an address is locked out. */
  readonly lockedOut: (address: string) => void
  readonly now: () => number
}

interface Misses {
  failures: number
  readonly since: number
  until: number
}

/**
 * Addresses with many wrong signatures. Who has ever signed right is none of them: one of its accounts may be set
 * up wrongly, and the others must be heard.
 */
export class LockOut {
  readonly #options: LockOutOptions
  readonly #records = new Map<string, Misses>()
  readonly #trusted = new Set<string>()

  constructor(options: LockOutOptions) {
    this.#options = options
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.#records.size + this.#trusted.size
  }

  isLocked(address: string): boolean {
    const record = this.#records.get(address)
    return record !== undefined && this.#options.now() < record.until
  }

  /** It has signed right. */
  succeeded(address: string): void {
    if (this.#trusted.has(address)) return
    this.#records.delete(address)
    this.#trusted.add(address)
    dropOldest(this.#trusted)
  }

  /** It has signed wrongly. */
  failed(address: string): void {
    const { wrongSignatures, lockOutMs, isExempt, lockedOut, now } = this.#options
    if (wrongSignatures === 0 || this.#trusted.has(address) || isExempt(address)) return
    const record = this.#recordOf(address, now())
    record.failures += 1
    if (record.failures < wrongSignatures || now() < record.until) return
    record.until = now() + lockOutMs
    record.failures = 0
    lockedOut(address)
  }

  #recordOf(address: string, at: number): Misses {
    const known = this.#records.get(address)
    // What was already arriving when its address was locked out does not open the door again.
    if (known !== undefined && (at - known.since < windowMs || at < known.until)) return known
    const made: Misses = { failures: 0, since: at, until: 0 }
    this.#records.delete(address)
    this.#records.set(address, made)
    dropOldest(this.#records)
    return made
  }
}

const dropOldest = (table: Map<string, unknown> | Set<string>): void => {
  const [oldest] = table.keys()
  if (table.size > maxAddresses && oldest !== undefined) table.delete(oldest)
}
