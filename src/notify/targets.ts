import type { CountingLog } from '../log.js'
import type { Api } from '../protocol/action.js'
import type { SentMessage } from '../protocol/sent-message.js'
import { parseTarget, type TargetPlace, targetName } from '../protocol/target-name.js'
import type { Alerts } from './alerts.js'
import type { Gatherings } from './gatherings.js'
import { type Address, sendTo } from './send.js'
import type { AllOptions, Sent, Target, TargetOptions, Targets, To } from './target.js'

export interface ToOptions {
  /** The calls of the account that writes there. */
  readonly speakerAt: (place: TargetPlace, from?: number) => Api
  readonly gatherings: Pick<Gatherings, 'add'>
  readonly alerts: Pick<Alerts, 'tell'>
  readonly say: CountingLog
}

/** What a caller may change of the targets that he hands out. */
export interface ToDefaults {
  /** What holds where nobody says anything else. */
  readonly usual?: TargetOptions
  readonly dress?: (target: Target, address: () => Address) => Target
}

/** `bot.to`. */
export const createTo = (
  { speakerAt, gatherings, alerts, say }: ToOptions,
  { usual = {}, dress = (target) => target }: ToDefaults = {},
): To => {
  const targetAt = (place: TargetPlace, options: TargetOptions = {}): Target => {
    const { from, forwardBeyond } = { ...usual, ...options }
    const address = () => ({ api: speakerAt(place, from), place, forwardBeyond })
    const target: Target = {
      name: targetName(place),
      send: async (content) => sendTo(address(), content),
      gather: async (key, line, options) => gatherings.add(address(), key, line, options),
      alert: (key, state, content, options) =>
        alerts.tell({ place, from, forwardBeyond }, key, state, content, options),
    }
    return dress(target, address)
  }
  const severalAt = (places: readonly TargetPlace[], options?: AllOptions): Targets => {
    const targets = new Map(places.map((place) => [targetName(place), targetAt(place, options)]))
    const each = (act: (target: Target) => Promise<SentMessage | void>): Promise<readonly Sent[]> => {
      if (targets.size === 0) warnOfNobody(say, options?.of)
      return inTurn([...targets.values()], act, say)
    }
    return {
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
  say: CountingLog,
): Promise<readonly Sent[]> => {
  const sent: Sent[] = []
  for (const target of targets) {
    const became = await act(target).catch((error: unknown) => ({ error: told(say, target, error) }))
    sent.push({ target: target.name, ...became })
  }
  return sent
}

/** Whoever wrote to several may not look at what became of it. */
const told = (say: CountingLog, { name }: Target, err: unknown): unknown => {
  const message = `${name} was not written to, or perhaps not`
  say.say({ key: 'target', detail: name, level: 'error', fields: { target: name, err }, message })
  return err
}

const warnOfNobody = (say: CountingLog, of = 'bot.to.all'): void =>
  say.say({
    key: 'no targets',
    detail: of,
    level: 'warn',
    fields: {},
    message: `${of} has no targets, so nobody is told; name some, such as ["group:456789012", "user:87654321"]`,
  })
