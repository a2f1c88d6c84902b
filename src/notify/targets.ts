import type { CountingLog } from '../log.js'
import type { Api } from '../protocol/action.js'
import type { Reply } from '../protocol/message.js'
import type { SentMessage } from '../protocol/sent-message.js'
import { parseTarget, type TargetName, type TargetPlace, targetName } from '../protocol/target-name.js'
import type { AlertOptions, AlertState, Alerts } from './alerts.js'
import type { Gatherings, GatherOptions } from './gatherings.js'
import { sendTo } from './send.js'

export interface TargetOptions {
  /** The account that sends. Default: that which was last seen there, else the only one. */
  readonly from?: number
  /** Characters beyond which a text is sent as a forward. Default 3000. */
  readonly forwardBeyond?: number
}

/** A group or a person to write to without an event. */
export interface Target {
  readonly name: TargetName
  /** Rejects like `api.call`, and with `AccountUnclear` where nobody knows which account should send. */
  send(content: Reply): Promise<SentMessage>
  /**
   * Lines of one key that come within a short time are sent as one message. Resolves when the line is kept: it is sent
   * though the process ends, where the bot's state outlives it. Rejects with `AccountUnclear`.
   */
  gather(key: string, line: string, options?: GatherOptions): Promise<void>
  /**
   * Sends an alert, paired with the message before of the same key: its end quotes it or takes its place. Rejects
   * like `send`.
   */
  alert(key: string, state: AlertState, content: Reply, options?: AlertOptions): Promise<SentMessage>
}

/** What became of a message to one of several targets. */
export interface Sent extends SentMessage {
  readonly target: TargetName
  /** Why it was not sent, or perhaps not. */
  readonly error?: unknown
}

/** Several groups and people, written to one after the other. One that cannot be reached keeps nothing from the others. */
export interface Targets {
  readonly names: readonly TargetName[]
  /** Never rejects. */
  send(content: Reply): Promise<readonly Sent[]>
  /** As that of one target; never rejects. */
  gather(key: string, line: string, options?: GatherOptions): Promise<readonly Sent[]>
  /** As that of one target; never rejects. */
  alert(key: string, state: AlertState, content: Reply, options?: AlertOptions): Promise<readonly Sent[]>
}

export interface AllOptions extends TargetOptions {
  /** What has these targets, for the warning where there are none: `the hook /github`. */
  readonly of?: string
}

export interface To {
  group(group_id: number, options?: TargetOptions): Target
  user(user_id: number, options?: TargetOptions): Target
  groups(group_ids: readonly number[], options?: TargetOptions): Targets
  /** Groups and people by name: `['group:456789012', 'user:87654321']`. Throws a `RangeError` for another name. */
  all(names: readonly string[], options?: AllOptions): Targets
}

export interface ToOptions {
  /** The calls of the account that writes there. */
  readonly speakerAt: (place: TargetPlace, from?: number) => Api
  readonly gatherings: Pick<Gatherings, 'add'>
  readonly alerts: Pick<Alerts, 'tell'>
  readonly say: CountingLog
}

/** `bot.to`. `usual`: what holds where the caller says nothing else. */
export const createTo = (
  { speakerAt, gatherings, alerts, say }: ToOptions,
  usual: TargetOptions = {},
): To => {
  const targetAt = (place: TargetPlace, options: TargetOptions = {}): Target => {
    const { from, forwardBeyond } = { ...usual, ...options }
    const address = () => ({ api: speakerAt(place, from), place, forwardBeyond })
    return {
      name: targetName(place),
      send: async (content) => sendTo(address(), content),
      gather: async (key, line, options) => gatherings.add(address(), key, line, options),
      alert: (key, state, content, options) =>
        alerts.tell({ place, from, forwardBeyond }, key, state, content, options),
    }
  }
  const severalAt = (places: readonly TargetPlace[], options?: AllOptions): Targets => {
    const targets = new Map(places.map((place) => [targetName(place), targetAt(place, options)]))
    const each = (act: (target: Target) => Promise<SentMessage | void>): Promise<readonly Sent[]> => {
      if (targets.size === 0) warnOfNobody(say, options?.of)
      return inTurn([...targets.values()], act)
    }
    return {
      names: [...targets.keys()],
      send: (content) => each((target) => target.send(content)),
      gather: (key, line, options) => each((target) => target.gather(key, line, options)),
      alert: (key, state, content, options) => each((target) => target.alert(key, state, content, options)),
    }
  }
  return {
    group: (group_id, options) => targetAt({ group_id }, options),
    user: (user_id, options) => targetAt({ user_id }, options),
    groups: (group_ids, options) =>
      severalAt(
        group_ids.map((group_id) => ({ group_id })),
        { of: 'bot.to.groups', ...options },
      ),
    all: (names, options) => severalAt(names.map(parseTarget), options),
  }
}

const inTurn = async (
  targets: readonly Target[],
  act: (target: Target) => Promise<SentMessage | void>,
): Promise<readonly Sent[]> => {
  const sent: Sent[] = []
  for (const target of targets) {
    const became = await act(target).catch((error: unknown) => ({ error }))
    sent.push({ target: target.name, ...became })
  }
  return sent
}

const warnOfNobody = (say: CountingLog, of = 'bot.to.all'): void =>
  say.say({
    key: 'no targets',
    detail: of,
    level: 'warn',
    fields: {},
    message: `${of} has no targets, so nobody is told; name some, such as ["group:456789012", "user:87654321"]`,
  })
