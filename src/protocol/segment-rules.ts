import type { SegmentMap } from './message.js'

/** What one value of a segment becomes. */
export interface FieldRule {
  /** `messages`: forwarded messages. `any`: as it came. */
  readonly kind: 'string' | 'number' | 'boolean' | 'messages' | 'any'
  /** Always there, empty where the sender left it out. */
  readonly required: boolean
  /** Other names of the same value, the likeliest first. */
  readonly aliases: readonly string[]
}

type KindOf<Value> = unknown extends Value
  ? 'any'
  : Value extends string
    ? 'string'
    : Value extends number
      ? 'number'
      : Value extends boolean
        ? 'boolean'
        : 'messages'

/** The rules have the fields of `SegmentMap` with its types, or do not compile. */
type RulesOf<Data> = {
  readonly [Field in keyof Data]-?: FieldRule & {
    readonly kind: KindOf<Exclude<Data[Field], undefined>>
    readonly required: Record<string, never> extends Pick<Data, Field> ? false : true
  }
}

const must = <Kind extends FieldRule['kind']>(kind: Kind, ...aliases: string[]) =>
  ({ kind, required: true, aliases }) as const

const may = <Kind extends FieldRule['kind']>(kind: Kind, ...aliases: string[]) =>
  ({ kind, required: false, aliases }) as const

/** Segments that an implementation sends under another type. */
export const typeAliases: Readonly<Record<string, keyof SegmentMap>> = {
  shake: 'poke',
  new_dice: 'dice',
  new_rps: 'rps',
  flashtransfer: 'flash_file',
}

/** Which value of a received segment has which name and type. `docs/messages.md` is compared with it. */
export const segmentRules: { readonly [Type in keyof SegmentMap]: RulesOf<SegmentMap[Type]> } = {
  text: { text: must('string') },
  at: { qq: must('string'), name: may('string') },
  face: {
    id: must('string'),
    sub_type: may('number', 'subType'),
    large: may('boolean', 'big'),
    type: may('string'),
    resultId: may('string', 'result'),
    chainCount: may('number'),
    raw: may('any'),
  },
  image: {
    file: must('string'),
    url: may('string'),
    summary: may('string'),
    sub_type: may('number', 'subType'),
    file_size: may('string'),
    filename: may('string'),
    path: may('string'),
    type: may('string'),
    id: may('string'),
  },
  mface: {
    emoji_id: must('string', 'id'),
    emoji_package_id: may('number'),
    key: may('string'),
    summary: may('string'),
    url: may('string'),
  },
  record: { file: must('string'), url: may('string'), path: may('string'), file_size: may('string') },
  video: { file: must('string'), url: may('string'), path: may('string'), file_size: may('string') },
  file: {
    file: must('string', 'file_name', 'name'),
    file_id: may('string', 'id'),
    file_size: may('string', 'size'),
    url: may('string'),
    path: may('string'),
    file_hash: may('string'),
    busid: may('number'),
  },
  reply: {
    id: must('string'),
    seq: may('string'),
    qq: may('string'),
    time: may('number'),
    text: may('string'),
  },
  forward: {
    id: must('string'),
    content: may('messages'),
    filename: may('string'),
    summary: may('string'),
    desc: may('string'),
  },
  json: { data: must('string'), resid: may('string') },
  xml: { data: must('string'), service_id: may('number'), resid: may('string') },
  dice: { result: may('string', 'value', 'id') },
  rps: { result: may('string', 'value', 'id') },
  basketball: { id: must('string') },
  poke: { type: must('string'), id: must('string'), strength: may('number') },
  markdown: { content: must('string') },
  keyboard: { rows: may('any'), content: may('any') },
  flash_file: {
    file_set_id: must('string', 'fileSetId'),
    title: may('string'),
    scene_type: may('number'),
  },
  onlinefile: {
    msgId: must('string'),
    elementId: must('string'),
    fileName: must('string'),
    fileSize: must('string'),
    isDir: must('boolean'),
  },
  contact: { type: must('string'), id: must('string') },
  location: { lat: must('string'), lon: must('string'), title: may('string'), content: may('string') },
  longmsg: { id: must('string') },
  redbag: { title: must('string') },
}
