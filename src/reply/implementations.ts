import { type Host, type Implementation, implementations } from '../protocol/implementation.js'
import type { Answerable, WireField } from '../protocol/quick-action.js'

/** `true`: every version; otherwise the first version (`app_version`) that does. */
export type Since = true | `${number}.${number}.${number}`

/** What an implementation does with a response. */
export interface Reading {
  /** The fields that it executes; what is not here it ignores without a word. */
  readonly executes: { readonly [Kind in Answerable]: { readonly [Field in WireField]?: Since } }
  /** Whether a `reply` quotes the message by itself. */
  readonly quotes: { readonly 'message.group': boolean; readonly 'message.private': boolean }
  /** Whether a `ban_duration` of 0 lifts the ban; else it counts as the default, or as nothing. */
  readonly liftsBans: boolean
  /** The segments beside which it drops everything else from a `reply`. */
  readonly sendsAlone: readonly string[]
}

const moderation = { delete: true, kick: true, ban: true, ban_duration: true } as const

/** From the sources of the implementations. A mention inside a string breaks in go-cqhttp: none travels so. */
export const readings: Readonly<Record<Implementation, Reading>> = {
  napcat: {
    executes: {
      'message.private': { reply: true },
      'message.group': { reply: true, at_sender: true },
      'request.friend': { approve: true },
      'request.group': { approve: true, reason: true },
    },
    quotes: { 'message.group': true, 'message.private': false },
    liftsBans: false,
    sendsAlone: [],
  },
  llonebot: {
    executes: {
      'message.private': { reply: true },
      'message.group': { reply: true, at_sender: true, ...moderation },
      'request.friend': { approve: true, remark: true },
      'request.group': { approve: true, reason: true },
    },
    quotes: { 'message.group': true, 'message.private': true },
    liftsBans: false,
    sendsAlone: [],
  },
  'go-cqhttp': {
    executes: {
      'message.private': { reply: true },
      'message.group': { reply: true, at_sender: true, ...moderation },
      'request.friend': { approve: true },
      'request.group': { approve: true, reason: true },
    },
    quotes: { 'message.group': false, 'message.private': false },
    liftsBans: true,
    sendsAlone: [],
  },
  lagrange: {
    executes: { 'message.private': {}, 'message.group': {}, 'request.friend': {}, 'request.group': {} },
    quotes: { 'message.group': false, 'message.private': false },
    liftsBans: false,
    sendsAlone: [],
  },
  shamrock: {
    executes: {
      'message.private': { reply: true },
      'message.group': { reply: true, at_sender: true, ...moderation },
      'request.friend': {},
      'request.group': {},
    },
    quotes: { 'message.group': true, 'message.private': true },
    liftsBans: false,
    sendsAlone: ['record', 'voice', 'video', 'markdown'],
  },
}

/** Digits are compared as numbers; what is no version is older than every version. */
const isAtLeast = (version: string | undefined, since: string): boolean => {
  const parts =
    /\d+(\.\d+)*/
      .exec(version ?? '')?.[0]
      .split('.')
      .map(Number) ?? []
  for (const [index, wanted] of since.split('.').map(Number).entries()) {
    const part = parts[index] ?? 0
    if (part !== wanted) return part > wanted
  }
  return true
}

/** Whether an entry of the table holds for a version; an unknown version has only what every version has. */
export const holds = (since: Since | undefined, version: string | undefined): boolean =>
  since === true || (since !== undefined && isAtLeast(version, since))

/** Whether this host does what a field of a response says. */
export const executes = ({ implementation, version }: Host, kind: Answerable, field: WireField): boolean =>
  holds(readings[implementation].executes[kind][field], version)

/** Those that read answers to such an event, but not this field. */
export const ignorersOf = (kind: Answerable, field: WireField): readonly Implementation[] =>
  implementations.filter((name) => {
    const fields = readings[name].executes[kind]
    return Object.keys(fields).length > 0 && fields[field] !== true
  })
