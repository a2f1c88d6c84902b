import type { EventMap } from './event.js'
import type { Implementation } from './implementation.js'

const everybody = ['napcat', 'llonebot', 'go-cqhttp', 'lagrange', 'shamrock'] as const
const newest = ['napcat', 'llonebot'] as const

/** Who POSTs which event under which name. Lagrange and Shamrock have own words for some, see `commonNames`. */
export const eventSenders = {
  'message.private': everybody,
  'message.group': everybody,
  'message.guild': ['go-cqhttp', 'shamrock'],
  'message_sent.private': everybody,
  'message_sent.group': everybody,
  'message_sent.guild': ['go-cqhttp'],
  'notice.group_upload': everybody,
  'notice.group_admin': everybody,
  'notice.group_decrease': everybody,
  'notice.group_increase': everybody,
  'notice.group_ban': everybody,
  'notice.group_recall': everybody,
  'notice.group_card': ['napcat', 'llonebot', 'go-cqhttp', 'shamrock'],
  'notice.essence': everybody,
  'notice.group_msg_emoji_like': newest,
  'notice.reaction': ['lagrange'],
  'notice.group_dismiss': ['llonebot'],
  'notice.group_name_change': ['lagrange'],
  'notice.friend_add': ['napcat', 'llonebot', 'go-cqhttp', 'lagrange'],
  'notice.friend_recall': everybody,
  'notice.offline_file': ['go-cqhttp', 'lagrange'],
  'notice.private_upload': ['shamrock'],
  'notice.online_file_send': ['napcat'],
  'notice.online_file_receive': ['napcat'],
  'notice.flash_file': ['llonebot'],
  'notice.bot_offline': ['napcat', 'lagrange'],
  'notice.bot_online': ['lagrange'],
  'notice.client_status': ['go-cqhttp'],
  'notice.notify.poke': everybody,
  'notice.notify.poke_recall': ['llonebot'],
  'notice.notify.lucky_king': ['go-cqhttp'],
  'notice.notify.honor': ['go-cqhttp'],
  'notice.notify.title': ['napcat', 'llonebot', 'go-cqhttp', 'shamrock'],
  'notice.notify.profile_like': newest,
  'notice.notify.input_status': ['napcat'],
  'notice.notify.gray_tip': ['napcat'],
  'notice.notify.group_name': ['napcat'],
  'notice.notify.sign': ['shamrock'],
  'notice.guild_channel_recall': ['go-cqhttp'],
  'notice.message_reactions_updated': ['go-cqhttp'],
  'notice.channel_created': ['go-cqhttp'],
  'notice.channel_updated': ['go-cqhttp'],
  'notice.channel_destroyed': ['go-cqhttp'],
  'request.friend': everybody,
  'request.group': everybody,
  'meta_event.heartbeat': ['llonebot', 'go-cqhttp', 'lagrange'],
  'meta_event.lifecycle': ['lagrange'],
} as const satisfies Record<keyof EventMap, readonly Implementation[]>

/** Every name in the table. */
export const eventNames = Object.keys(eventSenders) as readonly (keyof EventMap)[]
