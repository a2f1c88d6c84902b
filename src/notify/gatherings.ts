import { randomUUID } from 'node:crypto'
import { ApiError, ApiNotSent, ApiUnreachable } from '../errors.js'
import type { CountingLog } from '../log.js'
import type { Api } from '../protocol/action.js'
import type { Clock } from '../protocol/clock.js'
import type { State } from '../protocol/state.js'
import { parseTarget, type TargetPlace, targetName } from '../protocol/target-name.js'
import { type Draft, Drafts } from './drafts.js'
import { findOwn } from './find-own.js'
import { sayUnknown } from './once.js'
import { type Address, sendTo } from './send.js'

export interface GatherOptions {
  /** Milliseconds from the first line until the message is sent. Default 10 000. */
  readonly withinMs?: number
}

export interface GatheringsOptions {
  readonly state: State
  readonly speakerAt: (place: TargetPlace, from?: number) => Api
  readonly clock: Clock
  readonly say: CountingLog
  /** Is told what could not be sent. */
  readonly failed: (error: unknown, where: string) => void
  /** Takes work that goes on by itself and does not reject. */
  readonly background: (work: Promise<void>) => void
}

const defaultWithinMs = 10_000
/** A message with so many lines is sent at once. */
const maxLines = 200
/** So many are gathered at one time; beyond it the oldest is sent at once. */
const maxOpen = 1000
/** What could not be sent is tried again when it is twice as old, between these, until it is so old. */
const firstAgainMs = 30_000
const longestAgainMs = 5 * 60_000
const tooOldMs = 60 * 60_000

interface Open {
  readonly key: string
  readonly stop: () => void
  draft: Draft
}

/** Lines of one key that come within a short time are one message. They outlive the process where its state does. */
export class Gatherings {
  readonly #options: GatheringsOptions
  readonly #drafts: Drafts
  /** What waits for its time, by the id of its draft, the oldest first. */
  readonly #open = new Map<string, Open>()
  readonly #startedAt: number
  #isClosing = false

  constructor(options: GatheringsOptions) {
    this.#options = options
    this.#drafts = new Drafts(options.state)
    this.#startedAt = options.clock.now()
  }

  /** Resolves when the line is kept. A line that is there already is not added again. */
  async add(
    { api, place, forwardBeyond }: Address,
    key: string,
    line: string,
    { withinMs = defaultWithinMs }: GatherOptions = {},
  ): Promise<void> {
    const target = targetName(place)
    const id = `${target} ${api.selfId} ${key}`
    const dueAt = this.#options.clock.now() + withinMs
    const draft = { id, target, from: api.selfId, forwardBeyond, lines: [], dueAt }
    const open = this.#open.get(id) ?? this.#begin(randomUUID(), draft)
    if (!open.draft.lines.includes(line)) open.draft = { ...open.draft, lines: [...open.draft.lines, line] }
    await this.#drafts.keep(open.key, open.draft)
    if (this.#isClosing || open.draft.lines.length >= maxLines) this.#end(open)
  }

  /** Goes on with what an earlier process has left. */
  async resume(): Promise<void> {
    for (const [key, draft] of await this.#drafts.left()) {
      // What may have been sent takes no more lines.
      const isFinal = draft.sendingAt !== undefined || this.#open.has(draft.id)
      this.#begin(key, isFinal ? { ...draft, id: key } : draft)
    }
  }

  /** Sends everything now. */
  close(): void {
    this.#isClosing = true
    for (const open of [...this.#open.values()]) this.#end(open)
  }

  #begin(key: string, draft: Draft, at = draft.dueAt): Open {
    const { clock } = this.#options
    const open: Open = { key, draft, stop: clock.after(at - clock.now(), () => this.#end(open)) }
    this.#open.set(draft.id, open)
    const [oldest] = this.#open.values()
    if (this.#open.size > maxOpen && oldest !== undefined) this.#end(oldest)
    return open
  }

  #end(open: Open): void {
    if (this.#open.get(open.draft.id) !== open) return
    this.#open.delete(open.draft.id)
    open.stop()
    this.#options.background(this.#send(open.key, open.draft))
  }

  async #send(key: string, draft: Draft): Promise<void> {
    const { speakerAt, failed, clock } = this.#options
    const place = parseTarget(draft.target)
    const words = draft.lines.join('\n')
    let kept = draft
    try {
      const address = { api: speakerAt(place, draft.from), place, forwardBeyond: draft.forwardBeyond }
      if (await this.#isStillToSend(address, words, draft)) {
        kept = { ...draft, sendingAt: clock.now() }
        await this.#drafts.keep(key, kept)
        await sendTo(address, words)
      }
      await this.#drafts.forget(key)
    } catch (error) {
      if (isWorthAnotherTry(error) && this.#ageOf(draft) < tooOldMs) {
        await this.#again(key, error.maybeDone ? kept : draft, error)
        return
      }
      failed(error, `gather for ${draft.target}`)
      await this.#drafts.forget(key)
    }
  }

  /** In milliseconds; what an earlier process has left is as old as this one. */
  #ageOf({ dueAt }: Draft): number {
    return this.#options.clock.now() - Math.max(dueAt, this.#startedAt)
  }

  /** What was being sent once is looked for: nothing is sent twice. */
  async #isStillToSend(address: Address, words: string, { target, sendingAt }: Draft): Promise<boolean> {
    if (sendingAt === undefined) return true
    const trace = await findOwn(address, words, sendingAt)
    if (trace === 'unknown') sayUnknown(this.#options.say, target)
    return trace === 'not there'
  }

  /** Kept for the next attempt, or for the next process. */
  async #again(key: string, draft: Draft, err: ApiError): Promise<void> {
    const { clock, say } = this.#options
    await this.#drafts.keep(key, draft)
    if (this.#isClosing) return
    const inMs = Math.min(longestAgainMs, Math.max(firstAgainMs, this.#ageOf(draft)))
    say.say({
      key: 'gathered again',
      detail: draft.target,
      level: 'warn',
      fields: { target: draft.target, err },
      message: `${draft.target} cannot be written to; it is tried again in ${Math.round(inMs / 1000)} s`,
    })
    this.#begin(key, { ...draft, id: key }, clock.now() + inMs)
  }
}

/** Where nobody answered another attempt may succeed; a refusal stays one. */
const isWorthAnotherTry = (error: unknown): error is ApiError =>
  error instanceof ApiError &&
  (error.maybeDone || error instanceof ApiUnreachable || error instanceof ApiNotSent)
