/** Without a list of accounts anybody who may post can name new ones. */
const maxAccounts = 10_000

/** The outcomes of a call that say nobody is there. */
const silent: readonly string[] = ['unreachable', 'timeout']

/** The accounts whose API did not answer when it was last called. */
export class Reachability {
  readonly #unreachable = new Set<number>()

  called(selfId: number, outcome: string): void {
    if (!silent.includes(outcome)) this.#unreachable.delete(selfId)
    else if (this.#unreachable.size < maxAccounts) this.#unreachable.add(selfId)
  }

  get unreachable(): readonly number[] {
    return [...this.#unreachable]
  }
}
