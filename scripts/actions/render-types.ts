import { type Action, type ActionTable, labelsOf, type NamedParam, paramsOf } from './table.js'

const head = `// Generated from scripts/actions/actions.json: change that file, then run \`npm run -s actions\`.
import type { Implementation } from './implementation.js'
import type { Reply, Segment } from './message.js'

/** The number of an account, a group or a message; a string where it is too long for a number. */
export type Id = number | string

/** A message to send. A string is plain text: nothing in it can become a CQ code. */
export type Message = Reply

/** A message that is made of segments only, such as the nodes of a forward. */
export type Segments = Segment | readonly Segment[]

/** The content of a message as it was stored: CQ codes in a string, or segments. */
export type Content = string | Segment[]

/** An action without parameters. */
export type NoParams = Record<string, never>

/** At least one of these fields. */
type OneOf<Fields> = { [Name in keyof Fields]: Pick<Fields, Name> & Partial<Fields> }[keyof Fields]
`

/** The source of `src/protocol/action-map.ts`, not yet formatted. */
export const renderTypes = ({ types, actions }: ActionTable): string => {
  const known = Object.entries(actions).filter(([, action]) => action.on.length > 0)
  return [
    head,
    ...Object.entries(types).map(([name, fields]) => `export interface ${name} ${block(fields)}\n`),
    '/** Every action: its parameters and the `data` of its answer. `void`: there is none to look at. */',
    `export interface ActionMap {\n${known.map(entry).join('\n')}\n}\n`,
    rowHead,
    `export const actions: Readonly<Record<keyof ActionMap, ActionRow>> = {\n${known.map(row).join(',\n')}\n}`,
  ].join('\n')
}

const block = (fields: Readonly<Record<string, string>>): string =>
  `{\n${Object.entries(fields)
    .map(([name, type]) => `${name}: ${type}`)
    .join('\n')}\n}`

const entry = ([name, action]: [string, Action]): string => {
  const shape =
    action.aliasOf === undefined
      ? `{ params: ${paramsType(action)}; result: ${action.result ?? 'void'} }`
      : `ActionMap['${action.aliasOf}']`
  return `/** ${labelsOf(action.on)}. */\n'${name}': ${shape}`
}

const paramsType = (action: Action): string => {
  const params = paramsOf(action)
  if (params.length === 0) return 'NoParams'
  const { oneOf = [] } = action
  const plain = params.filter(({ name }) => !oneOf.includes(name))
  const parts = plain.length === 0 ? [] : [`{ ${plain.map(field).join('; ')} }`]
  if (oneOf.length > 0) {
    const choice = params.filter(({ name }) => oneOf.includes(name))
    parts.push(`OneOf<{ ${choice.map((param) => field({ ...param, optional: false })).join('; ')} }>`)
  }
  return parts.join(' & ')
}

const field = ({ name, optional, type }: NamedParam): string => `${name}${optional ? '?' : ''}: ${type}`

const rowHead = `/** What the client needs to know of an action while it runs. */
export interface ActionRow {
  /** The standard and the implementations that are known to have it. */
  readonly on: readonly ('onebot' | Implementation)[]
  /** It changes nothing, so that it may be called again when an answer is lost. */
  readonly read?: true
  /** NapCat answers it in packets. */
  readonly stream?: true
  /** NapCat passes on what QQ says: a \`result\` in its data that is not 0 is a refusal. */
  readonly uncertain?: true
  /** The same under another name. */
  readonly aliasOf?: keyof ActionMap
  /** Its parameters that hold a message. */
  readonly messages?: readonly string[]
  /** What is written when the caller leaves it out: implementations disagree on what that means. */
  readonly explicit?: Readonly<Record<string, number | boolean>>
}
`

const row = ([name, action]: [string, Action], _: number, all: [string, Action][]): string => {
  const own = all.find(([other]) => other === action.aliasOf)?.[1] ?? action
  const params = paramsOf(own)
  const messages = params
    .filter(({ type }) => ['Message', 'Segments'].includes(type))
    .map((param) => param.name)
  const explicit = params.flatMap((param) =>
    param.explicit === undefined ? [] : [[param.name, param.explicit]],
  )
  return `'${name}': ${JSON.stringify({
    on: action.on,
    read: own.read,
    stream: own.stream,
    uncertain: own.uncertain,
    aliasOf: action.aliasOf,
    messages: messages.length === 0 ? undefined : messages,
    explicit: explicit.length === 0 ? undefined : Object.fromEntries(explicit),
  })}`
}
