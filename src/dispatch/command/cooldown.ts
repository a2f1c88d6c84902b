import type { MessageEvent } from '../../protocol/event.js'
import type { State } from '../../protocol/state.js'
import { parseDuration } from './duration.js'

type Span = `${number}${'s' | 'm' | 'h' | 'd'}`

/** How long a command rests after it was used: for this user, for this chat, or for everybody. */
export type Cooldown = Span | `${Span}/user` | `${Span}/group`

/** A cooldown as it is counted. */
export interface Rest {
  readonly ms: number
  readonly per: 'user' | 'group' | 'all'
}

/** Throws `TypeError` where it is none. */
export const toRest = (cooldown: Cooldown): Rest => {
  const [span = '', per = 'all'] = cooldown.split('/')
  const seconds = parseDuration(span)
  if (seconds === undefined || seconds === 0 || (per !== 'user' && per !== 'group' && per !== 'all'))
    throw new TypeError(`${cooldown} is no cooldown; write 30s/user, 10s/group or 1m`)
  return { ms: seconds * 1000, per }
}

const whose = ({ per }: Rest, event: MessageEvent): string => {
  if (per === 'all') return 'all'
  return per === 'user' || event.message_type === 'private'
    ? `user:${event.user_id}`
    : `group:${event.group_id}`
}

/** When commands were used. */
export class Cooldowns {
  readonly #state: State
  readonly #now: () => number

  constructor(state: State, now: () => number) {
    this.#state = state
    this.#now = now
  }

  /** Begins one. Where one is running already: the milliseconds that are left, at least 1. */
  async begin(name: string, rest: Rest, event: MessageEvent): Promise<number | undefined> {
    const until = this.#now() + rest.ms
    const hasBegun = await this.#state.add(keyOf(name, rest, event), until, rest.ms)
    return hasBegun ? undefined : ((await this.left(name, rest, event)) ?? 1)
  }

  /** The milliseconds that are left, `undefined` where none is running. */
  async left(name: string, rest: Rest, event: MessageEvent): Promise<number | undefined> {
    const until = await this.#state.get(keyOf(name, rest, event))
    return typeof until === 'number' ? Math.max(1, until - this.#now()) : undefined
  }
}

const keyOf = (name: string, rest: Rest, event: MessageEvent): string =>
  `command-cooldown:${whose(rest, event)}:${name}`
