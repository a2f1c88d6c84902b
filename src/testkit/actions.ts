import { botActs } from './bot-acts.js'
import { compose } from './compose.js'
import type { Dialect } from './dialect.js'
import { messageBody } from './events.js'
import type { Group, Member } from './group.js'
import type { ParamTable } from './params.js'
import { toList } from './show-message.js'
import type { World } from './world.js'
import { type Chat, type Fields, type Message, Refusal } from './world-types.js'

interface Scene {
  readonly world: World
  readonly dialect: Dialect
}

interface Action {
  readonly params: ParamTable
  /** The `data` of the answer. */
  readonly run: (scene: Scene, params: Fields) => unknown
}

const action = (params: ParamTable, run: Action['run']): Action => ({ params, run })

const send = ({ world, dialect }: Scene, chat: Chat, { message, auto_escape }: Fields): Fields => {
  const segments = toList(message, auto_escape === true)
  return { message_id: botActs.send(world, chat, compose(dialect.send, world, chat, segments)).message.id }
}

/** Where `send_msg` goes: as it says, or else to the group if there is one. */
const chatOf = ({ message_type, group_id, user_id }: Fields): Chat =>
  message_type === 'group' || (message_type !== 'private' && group_id !== undefined)
    ? { group: Number(group_id) }
    : privateChat(user_id, group_id)

/** A group beside the user is the one that both are in. */
const privateChat = (user: unknown, group: unknown): Chat =>
  group === undefined ? { user: Number(user) } : { user: Number(user), via: Number(group) }

const groupOf = (world: World, id: unknown): Group => {
  const group = world.groups.get(Number(id))
  if (group === undefined) throw new Refusal(`no member of group ${id}`)
  return group
}

const memberInfo = (world: World, group: Group, { id, nickname, card, role }: Member): Fields => ({
  group_id: group.id,
  user_id: id,
  nickname,
  card,
  role,
  shut_up_timestamp: group.muted.has(id) ? world.seconds + (group.muted.get(id) ?? 0) : 0,
})

const historyOf = ({ world, dialect }: Scene, messages: readonly Message[], count: unknown = 20): Fields => ({
  messages: messages
    .filter(({ recalled }) => !recalled)
    .slice(-Number(count))
    .map((message) => messageBody(dialect, world, message)),
})

const message = { message: 'message', auto_escape: 'boolean?' } as const
const group = { group_id: 'number' } as const
const member = { group_id: 'number', user_id: 'number' } as const

/** What changes the world. */
const acting: Readonly<Record<string, Action>> = {
  send_msg: action(
    { message_type: 'string?', group_id: 'number?', user_id: 'number?', ...message },
    (scene, params) => send(scene, chatOf(params), params),
  ),
  send_group_msg: action({ ...group, ...message }, (scene, params) =>
    send(scene, { group: Number(params.group_id) }, params),
  ),
  send_private_msg: action({ user_id: 'number', group_id: 'number?', ...message }, (scene, params) =>
    send(scene, privateChat(params.user_id, params.group_id), params),
  ),
  delete_msg: action({ message_id: 'number' }, ({ world }, { message_id }) => {
    botActs.recall(world, Number(message_id))
    return null
  }),
  set_group_kick: action({ ...member, reject_add_request: 'boolean?' }, ({ world }, params) => {
    botActs.kick(world, Number(params.group_id), Number(params.user_id), params.reject_add_request === true)
    return null
  }),
  set_group_ban: action({ ...member, duration: 'number?' }, ({ world, dialect }, params) => {
    const { group_id, user_id, duration = dialect.api.defaults.banDuration } = params
    botActs.mute(world, Number(group_id), Number(user_id), Number(duration))
    return null
  }),
  set_group_whole_ban: action({ ...group, enable: 'boolean?' }, ({ world, dialect }, params) => {
    const { group_id, enable = dialect.api.defaults.wholeBanEnable } = params
    botActs.muteAll(world, Number(group_id), enable === true)
    return null
  }),
  set_group_admin: action({ ...member, enable: 'boolean?' }, ({ world, dialect }, params) => {
    const { group_id, user_id, enable = dialect.api.defaults.adminEnable } = params
    botActs.setAdmin(world, Number(group_id), Number(user_id), enable === true)
    return null
  }),
  set_friend_add_request: action(
    { flag: 'string', approve: 'boolean?', remark: 'string?' },
    ({ world }, { flag, approve = true, remark = '' }) => {
      botActs.answerFriend(world, String(flag), approve === true, String(remark))
      return null
    },
  ),
  set_group_add_request: action(
    { flag: 'string', sub_type: 'string?', type: 'string?', approve: 'boolean?', reason: 'string?' },
    ({ world }, { flag, approve = true, reason = '' }) => {
      botActs.answerGroup(world, String(flag), approve === true, String(reason))
      return null
    },
  ),
  set_msg_emoji_like: action(
    { message_id: 'number', emoji_id: 'string', set: 'boolean?' },
    ({ world, dialect }, { message_id, emoji_id, set = true }) => {
      botActs.react(world, Number(message_id), String(emoji_id), set === true)
      // What QQ's own client said; NapCat answers ok whatever it was.
      return dialect.name === 'napcat' ? { result: 0, errMsg: '' } : null
    },
  ),
}

const asking: Readonly<Record<string, Action>> = {
  get_version_info: action({}, ({ dialect }) => dialect.api.versionInfo),
  get_login_info: action({}, ({ world }) => ({ user_id: world.selfId, nickname: 'bot' })),
  get_status: action({}, ({ world }) => ({ online: world.isOnline(), good: world.isOnline() })),
  get_msg: action({ message_id: 'number' }, ({ world, dialect }, { message_id }) => {
    const found = world.message(Number(message_id))
    if (found === undefined || found.recalled) throw new Refusal('消息不存在')
    return messageBody(dialect, world, found)
  }),
  get_group_member_list: action(group, ({ world }, { group_id }) => {
    const found = groupOf(world, group_id)
    return [...found.members.values()].map((one) => memberInfo(world, found, one))
  }),
  get_group_member_info: action(member, ({ world }, { group_id, user_id }) => {
    const found = groupOf(world, group_id)
    const one = found.members.get(Number(user_id))
    if (one === undefined) throw new Refusal(`${user_id} is no member of group ${group_id}`)
    return memberInfo(world, found, one)
  }),
  get_group_msg_history: action({ ...group, count: 'number?' }, (scene, { group_id, count }) =>
    historyOf(scene, groupOf(scene.world, group_id).messages, count),
  ),
  get_friend_msg_history: action({ user_id: 'number', count: 'number?' }, (scene, { user_id, count }) => {
    const friend = scene.world.friends.get(Number(user_id))
    if (friend === undefined) throw new Refusal(`${user_id} is no friend`)
    return historyOf(scene, friend.messages, count)
  }),
}

/** What the fake can be asked to do. */
export const actions: ReadonlyMap<string, Action> = new Map(Object.entries({ ...acting, ...asking }))
