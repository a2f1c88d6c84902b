import type { World } from './world.js'
import type { Fields, Message } from './world-types.js'

/** The `sender` of a message event: its number, its nickname, and these of its other fields. */
export const senderOf = (world: World, message: Message, fields: readonly string[]): Fields => {
  const { chat, from } = message
  const group = world.groups.get(chat.group ?? chat.via ?? 0)
  const member = group?.members.get(from)
  const nickname = from === world.selfId ? 'bot' : (world.friends.get(from)?.nickname ?? `user ${from}`)
  const known: Fields = {
    card: member?.card ?? '',
    ...(chat.group !== undefined && member && { role: member.role, title: '', level: '1', area: '' }),
    group_id: chat.group === undefined ? chat.via : undefined,
    sex: 'unknown',
    age: 0,
  }
  const chosen = fields.filter((field) => known[field] !== undefined).map((field) => [field, known[field]])
  return { user_id: from, nickname: member?.nickname ?? nickname, ...Object.fromEntries(chosen) }
}
