import { Agent } from 'node:http'
import { type PostResponse, post } from '../replay/post.js'
import { isFailure } from './api-rules.js'
import type { Dialect } from './dialect.js'
import type { Faults } from './faults.js'
import { runAction } from './run-action.js'
import { headersOf, writeBody } from './wire.js'
import type { World } from './world.js'
import { type Change, type Delivered, type Fields, Refusal } from './world-types.js'

const unheard: Delivered = { status: undefined, body: '', effects: [] }

interface PosterOptions {
  readonly dialect: Dialect
  readonly world: World
  readonly faults: Faults
  readonly selfId: number
  readonly token: string
  readonly chunkBytes: number
}

/** Posts events and does what is answered. */
export class Poster {
  readonly #options: PosterOptions
  readonly #agent = new Agent({ keepAlive: true })
  #count = 0
  #closed = false

  constructor(options: PosterOptions) {
    this.#options = options
  }

  async deliver(event: Fields, target: URL | undefined): Promise<Delivered> {
    if (target === undefined) return unheard
    const first = await this.#deliverOnce(event, target)
    if (!this.#options.faults.duplicateEvents) return first
    const second = await this.#deliverOnce(event, target)
    return { ...first, effects: [...first.effects, ...second.effects] }
  }

  close(): void {
    this.#closed = true
    this.#agent.destroy()
  }

  async #deliverOnce(event: Fields, target: URL): Promise<Delivered> {
    const { dialect, token, selfId } = this.#options
    this.#count += 1
    const bytes = Buffer.from(writeBody(dialect.name, event, `event ${this.#count}`))
    const headers = headersOf(dialect.name, bytes, { selfId, token, host: target.host })
    const response = await this.#post(() => post(target, headers, bytes, this.#agent), dialect.resends)
    if (response === undefined) return unheard
    const { status, body } = response
    return { status, body: body.toString(), effects: this.#act(event, response) }
  }

  /** The response, or nothing where none came although the event was sent again as often as it is. */
  async #post(send: () => Promise<PostResponse>, resends: number): Promise<PostResponse | undefined> {
    const response = await send().catch(() => undefined)
    if (response !== undefined && !this.#options.faults.dropResponse) return response
    return resends > 0 && !this.#closed ? this.#post(send, resends - 1) : undefined
  }

  /** What the implementation does because of a response. All of it happens at once: nothing comes between. */
  #act(event: Fields, { status, body }: PostResponse): readonly Change[] {
    const { dialect, world, chunkBytes } = this.#options
    const before = world.changes.length
    if (dialect.answers === undefined) return []
    try {
      const answer = dialect.answers.read(status, body, chunkBytes)
      const run = (action: string, params: Fields): void => {
        const outcome = runAction(dialect, world, action, params)
        if (isFailure(outcome)) world.changes.push({ did: 'fail', what: action, why: outcome.message })
      }
      if (answer !== undefined) dialect.answers.act({ world, event, answer, run })
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof SyntaxError)) throw error
      world.changes.push({ did: 'fail', what: 'answer', why: error.message })
    }
    return world.changes.slice(before)
  }
}
