import { decodeCqString, encodeCqString } from '../protocol/cq-code.js'
import type { Kind, Pseudonyms } from './pseudonyms.js'

/**
 * What a field holds. `keep`: words of the protocol; `count`: a number that is no QQ number; `text`: what people
 * write, with names in it; `message`: the same, with CQ codes; `id`: digits are an id of a message, anything else
 * of a file; the rest are the kinds of pseudonyms.
 */
type Content = Kind | 'keep' | 'count' | 'text' | 'message' | 'id'

const fieldsOf: Readonly<Record<Content, string>> = {
  keep: `post_type message_type sub_type notice_type request_type meta_event_type message_sent_type
    message_format type role sex honor_type app_name app_version protocol_version status device_kind
    channel_type data_type subtype`,
  count: `time duration message_id message_seq real_id real_seq font size file_size busid busi_id busiId
    temp_source interval count times expire emoji_id emoji_type faceIndex faceType code app_id event_type
    packet_sent packet_received packet_lost last_message_time join_time last_sent_time shut_up_timestamp
    level retcode width height seq random chunk_size`,
  text: `text comment action suffix status_text tip tip_text txt tag reason summary emoji_name faceText
    content prompt wording msg`,
  message: 'message raw_message reply',
  name: `nickname card card_new card_old group_name operator_nick from_nick name_new channel_name guild_name
    title remark group_remark user_name nick sendNickName sendMemberName peerName via area device_name`,
  number: `user_id group_id self_id target_id operator_id sender_id invitor_id peer_id guild_id channel_id
    tiny_id self_tiny_id owner_guild_id qq uin owner_id author_id requester_uin actor`,
  url: 'url avatar rank_img action_img_url share_link image jump_url audio',
  file: 'name file_name filename',
  id: 'id',
  opaque: `file file_id file_unique flag uid user_uid target_uid operator_uid hash sub_id file_set_id path
    save_path md5 sha sha256 rkey res_id resid fileid file_uuid`,
}

const contents: ReadonlyMap<string, Content> = new Map(
  Object.entries(fieldsOf).flatMap(([content, fields]) =>
    fields.split(/\s+/).map((field): [string, Content] => [field, content as Content]),
  ),
)

/** Whose names are looked for in texts: those of people and groups, not the title of a song. */
const learnt: ReadonlySet<string> = new Set(
  `nickname card card_new card_old group_name operator_nick from_nick name_new channel_name guild_name remark
   nick sendNickName sendMemberName peerName`.split(/\s+/),
)

/** What an implementation adds of its own insides when it is told to debug: nothing that a handler needs. */
const insides: ReadonlySet<string> = new Set(['raw', 'raw_pb', 'raw_info'])

/** Deeper than anybody nests forwards; the rest is left out. */
const maxDepth = 100

/** Meets every value that is no object, with the name of its field. */
type Visit = (value: unknown, field: string, depth: number) => unknown

const walk = (value: unknown, field: string, visit: Visit, depth = 0): unknown => {
  if (depth > maxDepth) return null
  if (Array.isArray(value)) return value.map((item) => walk(item, field, visit, depth + 1))
  if (typeof value !== 'object' || value === null) return visit(value, field, depth)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !insides.has(key))
      .map(([key, item]) => [key, walk(item, fieldIn(value, key), visit, depth + 1)]),
  )
}

/** A contact is the one segment whose `id` is a QQ number. */
const fieldIn = (parent: object, key: string): string =>
  key === 'id' && 'type' in parent && (parent.type === 'qq' || parent.type === 'group') ? 'uin' : key

const parsed = (text: string): unknown => {
  if (!/^\s*[{[]/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : undefined
  } catch {
    return undefined
  }
}

const isDigits = (text: string): boolean => /^-?\d+$/.test(text)

/** Finds out what names and numbers a value holds. */
export const learn = (value: unknown, pseudonyms: Pseudonyms): void => {
  const visit: Visit = (item, field, depth) => {
    if (typeof item === 'number') pseudonyms.learnNumber(String(item))
    if (typeof item !== 'string') return undefined
    for (const [digits] of item.matchAll(/\d{5,20}/g)) pseudonyms.learnNumber(digits)
    if (learnt.has(field)) pseudonyms.learnName(item)
    const inner = parsed(item)
    if (inner !== undefined) walk(inner, field, visit, depth + 1)
    else if (item.includes('[CQ:')) walk(decodeCqString(item), field, visit, depth + 1)
    return undefined
  }
  walk(value, '', visit)
}

/** The same value with everything that tells who or where replaced. What is not known is replaced, not kept. */
export const disguise = (value: unknown, pseudonyms: Pseudonyms): unknown => {
  const string = (text: string, field: string, depth: number): string => {
    const inner = parsed(text)
    if (inner !== undefined) return JSON.stringify(walk(inner, field, visit, depth + 1))
    const content = contents.get(field)
    switch (content) {
      case 'keep':
      case 'text':
        return pseudonyms.inText(text)
      case 'message':
        return message(text, depth)
      case 'count':
      case 'id':
        return isDigits(text) ? text : pseudonyms.of('opaque', text)
      case 'number':
      case undefined:
        return text === 'all' ? text : pseudonyms.of(isDigits(text) ? 'number' : 'opaque', text)
      case 'file':
        return pseudonyms.of(/\.\w{1,5}$/.test(text) ? 'file' : 'name', text)
      default:
        return pseudonyms.of(content, text)
    }
  }
  const message = (text: string, depth: number): string => {
    if (!text.includes('[CQ:')) return pseudonyms.inText(text)
    const segments = decodeCqString(text).map(({ type, data }) => ({
      type,
      data: walk(data, 'message', visit, depth + 1) as typeof data,
    }))
    return encodeCqString(segments)
  }
  const number = (item: number, field: string): number => {
    const content = contents.get(field)
    if (content === 'count' || content === 'id' || !Number.isInteger(item)) return item
    return Number(pseudonyms.of('number', String(item)))
  }
  const visit: Visit = (item, field, depth) => {
    if (typeof item === 'string') return string(item, field, depth)
    return typeof item === 'number' ? number(item, field) : item
  }
  return walk(value, '', visit)
}
