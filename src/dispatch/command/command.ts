import type { GroupMessage, MessageEvent, PrivateMessage } from '../../protocol/event.js'
import type { Awaitable, MessageAnswer } from '../handler.js'
import type { Matcher, NarrowOf } from '../matcher.js'
import type { ArgsOf } from './args.js'
import { type Cooldown, type Rest, toRest } from './cooldown.js'
import type { Args } from './parse.js'
import { type Role, roles } from './role.js'
import { type Spec, toSpec } from './spec.js'

/** How a command is used, besides its arguments. */
export interface CommandOptions {
  /** For the help. */
  readonly description?: string
  /** Other names: `['封禁']`. */
  readonly aliases?: readonly string[]
  /** What stands in front of the name, instead of the bot's. `''`: nothing. */
  readonly prefix?: string | readonly string[]
  /** Only there; its event is one of there. Default: in groups and in private. */
  readonly in?: 'group' | 'private'
  /** The least that the sender has to be. Superusers may use every command. Default `member`. */
  readonly role?: Role
  /** A message that does not fit is none for this command. */
  readonly when?: Matcher
  /** How long it rests: `'30s/user'`, `'10s/group'`, `'1m'`. Superusers do not wait. `quiet`: without an answer. */
  readonly cooldown?: Cooldown | { readonly every: Cooldown; readonly quiet: boolean }
  /** How many may be at work at once; who comes too many is told so. Default: any number. */
  readonly concurrency?: number
  /** Not in the help, and never suggested. */
  readonly hidden?: boolean
  /** For the help: `['ban @小明 1h 刷屏']`, without prefix. */
  readonly examples?: readonly string[]
}

type PlaceOf<Options> = Options extends { readonly in: 'group' }
  ? GroupMessage
  : Options extends { readonly in: 'private' }
    ? PrivateMessage
    : MessageEvent

/** The event that a command with these options receives. */
export type CommandEvent<Options = unknown> = PlaceOf<Options> &
  (Options extends { readonly when: infer When } ? NarrowOf<When> : unknown)

/** A handler of a command. The message is taken, whether it answers or not. */
export type CommandHandler<Written extends string = string, Options = unknown> = (
  event: CommandEvent<Options>,
  args: ArgsOf<Written>,
) => Awaitable<MessageAnswer<CommandEvent<Options>>>

/** A handler as commands keep it: its types were checked where it was registered. */
export type AnyCommandHandler = (event: MessageEvent, args: Args) => unknown

/** A registered command. */
export interface Command {
  readonly spec: Spec
  readonly options: CommandOptions
  readonly prefixes: readonly string[]
  /** What it begins with, each prefix with each name, in small letters. */
  readonly words: readonly string[]
  readonly role: Role
  readonly cooldown: { readonly rest: Rest; readonly quiet: boolean } | undefined
  readonly handler: AnyCommandHandler
}

const asList = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value

const refuse = (why: string): never => {
  throw new TypeError(why)
}

const toCooldown = (cooldown: CommandOptions['cooldown']): Command['cooldown'] => {
  if (cooldown === undefined) return undefined
  const { every, quiet } = typeof cooldown === 'string' ? { every: cooldown, quiet: false } : cooldown
  return { rest: toRest(every), quiet }
}

/** Throws `TypeError` where something is wrong with it. */
export const toCommand = (
  written: string,
  options: CommandOptions,
  handler: AnyCommandHandler,
  prefixesOfBot: string | readonly string[],
): Command => {
  const spec = toSpec(written)
  const prefixes = asList(options.prefix ?? prefixesOfBot)
  const { aliases = [], role = 'member', concurrency = 1 } = options
  if (prefixes.length === 0) refuse(`${spec.name} has no prefix; for none at all write ''`)
  const names = [spec.name, ...aliases]
  if ([...prefixes, ...aliases].some((part) => /\s/.test(part)) || aliases.includes(''))
    refuse(`a prefix or an alias of ${spec.name} has space in it or is empty`)
  if (!roles.includes(role)) refuse(`${spec.name}: there is no role ${role}; there are ${roles.join(', ')}`)
  if (!Number.isInteger(concurrency) || concurrency < 1) refuse(`${spec.name}: concurrency is 1 or more`)
  const words = prefixes.flatMap((prefix) => names.map((name) => `${prefix}${name}`.toLowerCase()))
  const cooldown = toCooldown(options.cooldown)
  return { spec, options, prefixes, words: [...new Set(words)], role, cooldown, handler }
}

/** How a command is called in answers: `/ban`. */
export const shownName = ({ prefixes, spec }: Command): string => `${prefixes[0] ?? ''}${spec.name}`
