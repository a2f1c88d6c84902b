import { readFileSync } from 'node:fs'
import type { Implementation } from '../../src/protocol/implementation.js'

/** Who describes an action: the OneBot 11 standard, or an implementation that is known to have it. */
export type Origin = 'onebot' | Implementation

type Scalar = string | number | boolean

/** What is known of a parameter beyond its type. */
export interface Param {
  readonly type: string
  /** Those of `on` that take it, where not all do. */
  readonly only?: readonly Origin[]
  /** Those that fail without it, although it may be left out elsewhere. */
  readonly neededBy?: readonly Origin[]
  /** Other names that some implementations take for it. They are documented, not typed. */
  readonly aliases?: readonly string[]
  /** What a missing one means: to everybody, or to each of them. */
  readonly default?: Scalar | Readonly<Partial<Record<Origin, Scalar>>>
  /** What the client writes when the caller leaves it out, because the defaults differ. */
  readonly explicit?: Scalar
}

/** An action as `actions.json` has it. */
export interface Action {
  /** Empty: an implementation declares the name, and nobody answers it. */
  readonly on: readonly Origin[]
  /** The same under another name, parameters and result included. */
  readonly aliasOf?: string
  /** It changes nothing, so that it may be called again when an answer is lost. */
  readonly read?: true
  /** It puts something before people's eyes, so that it is paced. */
  readonly send?: true
  /** NapCat answers it in packets. */
  readonly stream?: true
  /** The type of the packets before the last one, which is the result. */
  readonly packets?: string
  /** NapCat needs its packet backend for it. */
  readonly packetBackend?: true
  /** The newest NapCat that does not have it. */
  readonly newerThan?: string
  /** NapCat passes on what QQ says: `retcode` 0 is no proof of success, and the type is what others promise. */
  readonly uncertain?: true
  /** By name, with a `?` behind the name where it may be left out; the type alone where there is no more to say. */
  readonly params?: Readonly<Record<string, string | Param>>
  /** At least one of these parameters is needed. */
  readonly oneOf?: readonly string[]
  /** Missing: the action answers nothing. */
  readonly result?: string
}

/** The data file: what all actions are, and the types that several of them share. */
export interface ActionTable {
  readonly types: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly actions: Readonly<Record<string, Action>>
}

export const readTable = (): ActionTable =>
  JSON.parse(readFileSync(new URL('actions.json', import.meta.url), 'utf8')) as ActionTable

export interface NamedParam extends Param {
  readonly name: string
  readonly optional: boolean
}

export const paramsOf = (action: Action): NamedParam[] =>
  Object.entries(action.params ?? {}).map(([key, value]) => ({
    name: key.replace('?', ''),
    optional: key.endsWith('?'),
    ...(typeof value === 'string' ? { type: value } : value),
  }))

const labels: Readonly<Record<Origin, string>> = {
  onebot: 'OneBot',
  napcat: 'NapCat',
  'go-cqhttp': 'go-cqhttp',
  llonebot: 'LLOneBot',
  lagrange: 'Lagrange',
  shamrock: 'Shamrock',
}

/** `['onebot', 'napcat']` → `OneBot, NapCat` */
export const labelsOf = (origins: readonly Origin[]): string =>
  origins.map((origin) => labels[origin]).join(', ')
