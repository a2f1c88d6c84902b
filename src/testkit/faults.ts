/** A call that waits. */
export interface Gate {
  /** Resolves when a call has come to it. */
  readonly arrived: Promise<void>
  /** Lets it through, and all that come after it. */
  readonly release: () => void
}

/**
 * What becomes of an answer: nothing comes, a page of a proxy, half of it, or the connection ends, as a whole or
 * only in this direction.
 */
export type Spoil = 'silence' | 'page' | 'broken' | 'drop' | 'half-close'

/**
 * What goes wrong, until `clear`. Actions are those that are called; without a name all are meant. What QQ refuses
 * either way is a matter of the world: roles, mutes, `offline`.
 */
export class Faults {
  /** QQ does not talk to the account: nothing can be done, calls are answered. */
  offline = false
  /** Every event is posted twice. */
  duplicateEvents = false
  /** What a bot answers to an event never arrives. */
  dropResponse = false
  readonly #refused = new Map<string, string>()
  readonly #spoilt = new Map<string, Spoil>()
  readonly #gates = new Map<string, { readonly opened: Promise<void>; readonly arrive: () => void }>()

  /** The action is done, and nobody is told. */
  timeoutButSent(action = '*'): void {
    this.spoil('silence', action)
  }

  /** The action is done, and this becomes of the answer. */
  spoil(how: Spoil, action = '*'): void {
    this.#spoilt.set(action, how)
  }

  /** The action is refused and not done. */
  refuse(action: string, why = 'no rights'): void {
    this.#refused.set(action, why)
  }

  /** The action waits until the gate is released. */
  slow(action = '*'): Gate {
    let [arrive, release] = [(): void => {}, (): void => {}]
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve
    })
    const opened = new Promise<void>((resolve) => {
      release = resolve
    })
    this.#gates.set(action, { opened, arrive })
    return { arrived, release: () => release() }
  }

  /** Everything works again; what waits at a gate still waits for its release. */
  clear(): void {
    this.offline = false
    this.duplicateEvents = false
    this.dropResponse = false
    this.#refused.clear()
    this.#spoilt.clear()
    this.#gates.clear()
  }

  /** Why this action is refused; `undefined`: it is not. */
  refusalOf(action: string): string | undefined {
    return this.#refused.get(action) ?? this.#refused.get('*')
  }

  /** What becomes of the answer to this action; `undefined`: it arrives. */
  spoilOf(action: string): Spoil | undefined {
    return this.#spoilt.get(action) ?? this.#spoilt.get('*')
  }

  /** Resolves when this action may go on. */
  async pass(action: string): Promise<void> {
    const gate = this.#gates.get(action) ?? this.#gates.get('*')
    gate?.arrive()
    await gate?.opened
  }
}
