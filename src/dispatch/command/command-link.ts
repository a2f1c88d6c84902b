import type { AnyEvent, MessageEvent } from '../../protocol/event.js'
import type { LooseLink, Run, TurnedDown } from '../chain.js'
import { isMessage } from '../is-message.js'
import type { Judge } from '../matcher.js'
import { type Command, shownName } from './command.js'
import type { Cooldowns } from './cooldown.js'
import { showDuration } from './duration.js'
import type { Texts } from './language.js'
import { openingOf } from './opening.js'
import { type Parsed, parseArgs } from './parse.js'
import { hasRole } from './role.js'
import type { Switches } from './switches.js'
import { showProblem, showUsage } from './usage.js'
import { Words } from './words.js'

/** What commands need to be run. */
export interface Desk {
  readonly texts: Texts
  readonly superusers: ReadonlySet<number>
  readonly switches: Switches
  readonly cooldowns: Cooldowns
  readonly judge: Judge
}

/** The group of a message, to look up a switch. */
export const placeOf = (event: MessageEvent): { readonly group?: number } =>
  event.message_type === 'group' ? { group: event.group_id } : {}

const parse = (command: Command, event: MessageEvent): Parsed =>
  parseArgs(command.spec, new Words(openingOf(event)?.rest ?? []))

const needsRole = ({ role }: Command, { texts }: Desk): string => texts.needsRole(texts.roles[role])

/** Answers that a command gives by itself. */
const usageOf = (command: Command, problem: string, { texts }: Desk): string =>
  `${problem}\n${texts.usage(showUsage(command.spec, shownName(command), texts))}`

/** A link that takes the messages that begin with a command, whether its handler answers or not. */
export const commandLink = (command: Command, desk: Desk): LooseLink => {
  const { spec, options, cooldown, handler, role } = command
  const { texts, superusers, switches, cooldowns } = desk
  const { concurrency = Number.POSITIVE_INFINITY } = options
  let atWork = 0

  const runOnce = async (event: MessageEvent): Promise<unknown> => {
    if (!hasRole(event, role, superusers)) return needsRole(command, desk)
    const parsed = parse(command, event)
    if ('problem' in parsed) return usageOf(command, showProblem(parsed.problem, texts), desk)
    if (atWork >= concurrency) return texts.busy
    atWork += 1
    try {
      const left =
        cooldown === undefined || superusers.has(event.user_id)
          ? undefined
          : await cooldowns.begin(spec.name, cooldown.rest, event)
      if (left === undefined) return await handler(event, parsed.args)
      return cooldown?.quiet ? undefined : texts.coolingDown(showDuration(left / 1000, texts.units))
    } finally {
      atWork -= 1
    }
  }

  const concerns = (event: AnyEvent): Run | string => {
    if (!isMessage(event)) return 'it is no message'
    const word = openingOf(event)?.word.toLowerCase() ?? ''
    if (!command.words.includes(word)) return `it does not begin with ${command.words.join(' or ')}`
    if (options.in !== undefined && options.in !== event.message_type) return `it is in ${event.message_type}`
    const verdict = options.when === undefined || desk.judge(options.when, event)
    if (verdict !== true) return `${options.when?.name}: ${verdict}`
    return async (next) => ((await switches.isOn(spec.name, placeOf(event))) ? runOnce(event) : next())
  }

  const declines = async (event: MessageEvent): Promise<string | undefined> => {
    if (!hasRole(event, role, superusers)) return `it is only for ${role}`
    const parsed = parse(command, event)
    if ('problem' in parsed) return showProblem(parsed.problem, texts)
    const left = cooldown && (await cooldowns.left(spec.name, cooldown.rest, event))
    return left === undefined || superusers.has(event.user_id) ? undefined : `it rests for ${left} ms`
  }

  const refuses = async (event: AnyEvent): Promise<TurnedDown | undefined> => {
    if (!isMessage(event)) return undefined
    if (!(await switches.isOn(spec.name, placeOf(event))))
      return { because: 'it is switched off here', passesBy: true }
    const because = await declines(event)
    return because === undefined ? undefined : { because, passesBy: false }
  }

  const keys = { words: command.words.map((word) => word.toLowerCase()) }
  const matcher = options.when?.name
  return { name: `command ${spec.name}`, keys, concerns, refuses, takes: 'always', matcher }
}
