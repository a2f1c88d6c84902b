import { type Clock, systemClock } from '../protocol/clock.js'

/**
 * Deadlines of many things with one timer, which keeps no process alive. Those of one duration are in order by
 * themselves: the first added ends first.
 */
export class Deadlines<Item extends object> {
  readonly #queues = new Map<number, Map<Item, number>>()
  readonly #expired: (item: Item) => void
  readonly #clock: Clock
  #stop = (): void => {}
  #firesAt = Number.POSITIVE_INFINITY

  constructor(expired: (item: Item) => void, clock: Clock = systemClock) {
    this.#expired = expired
    this.#clock = clock
  }

  add(item: Item, durationMs: number): void {
    const queue = this.#queues.get(durationMs) ?? new Map<Item, number>()
    this.#queues.set(durationMs, queue)
    const at = this.#clock.elapsed() + durationMs
    queue.set(item, at)
    if (at < this.#firesAt) this.#fireAt(at)
  }

  delete(item: Item, durationMs: number): void {
    const queue = this.#queues.get(durationMs)
    queue?.delete(item)
    if (queue?.size === 0) this.#queues.delete(durationMs)
    if (this.#queues.size === 0) this.#fireAt(Number.POSITIVE_INFINITY)
  }

  #fireAt(at: number): void {
    this.#stop()
    this.#firesAt = at
    if (at === Number.POSITIVE_INFINITY) return
    this.#stop = this.#clock.after(at - this.#clock.elapsed(), () => this.#expire())
  }

  #expire(): void {
    const now = this.#clock.elapsed()
    const due = [...this.#queues].flatMap(([durationMs, queue]) => dueOf(queue, now, durationMs))
    for (const { item, durationMs } of due) this.delete(item, durationMs)
    this.#fireAt(Math.min(...[...this.#queues.values()].flatMap((queue) => firstOf(queue))))
    for (const { item } of due) this.#expired(item)
  }
}

const dueOf = <Item>(queue: ReadonlyMap<Item, number>, now: number, durationMs: number) => {
  const due: { readonly item: Item; readonly durationMs: number }[] = []
  for (const [item, at] of queue) {
    if (at > now) break
    due.push({ item, durationMs })
  }
  return due
}

const firstOf = (queue: ReadonlyMap<unknown, number>): number[] => {
  const [first] = queue.values()
  return first === undefined ? [] : [first]
}
