import type { EventMap } from '../../src/protocol/event.js'

/** One delivery of one implementation, and what a handler gets of it. */
export interface Sample {
  /** The file under test/fixtures/<implementation>, without its ending. */
  readonly file: string
  /** The name that a handler of it may be registered under. */
  readonly of: keyof EventMap
  /** What is delivered; nothing where the file was recorded. */
  readonly body?: Readonly<Record<string, unknown>>
  /** The fields of the event that are not as delivered. */
  readonly becomes: Readonly<Record<string, unknown>>
  /** The fields that the event does not have any more. */
  readonly gone: readonly string[]
}

interface Expected<Name extends keyof EventMap> {
  readonly becomes?: { readonly [Field in keyof EventMap[Name]]?: EventMap[Name][Field] }
  readonly gone?: readonly string[]
}

export const me = 123456789
export const group = 456789012
export const user = 87654321
export const other = 555666777
const time = 1763650800

/** Ids of guilds, as strings; a number of go-cqhttp is `#` and its digits. */
export const guild = '18014398512345678'
export const channel = '4611686018427387905'
export const tiny = '144115218677760313'

/** A sample whose file the script writes. */
export const written = <Name extends keyof EventMap>(
  file: string,
  of: Name,
  fields: Readonly<Record<string, unknown>>,
  { becomes = {}, gone = [] }: Expected<Name> = {},
): Sample => {
  const [post = '', kind, sub] = of.split('.')
  const kindField = `${post === 'message_sent' ? 'message' : post}_type`
  const body = {
    time,
    self_id: me,
    post_type: post,
    [kindField]: kind,
    ...(sub && { sub_type: sub }),
    ...fields,
  }
  return { file, of, body, becomes, gone }
}

/** A sample whose file was recorded. */
export const recorded = <Name extends keyof EventMap>(
  file: string,
  of: Name,
  { becomes = {}, gone = [] }: Expected<Name> = {},
): Sample => ({ file, of, becomes, gone })
