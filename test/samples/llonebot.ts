import { text } from '../../src/protocol/build-segment.js'
import { group, me, other, type Sample, user, written } from './sample.js'

const rawInfo = [
  { type: 'qq', uid: String(user) },
  { type: 'nor', txt: '戳了戳' },
]

const privateText = {
  user_id: user,
  message_id: -1042917133,
  message_seq: 77,
  sender: { user_id: user, nickname: '小明', card: '' },
  raw_message: 'Hello!',
  font: 14,
  sub_type: 'friend',
  message: [text('Hello!')],
  message_format: 'array',
}

const groupText = {
  ...privateText,
  message_seq: 6001,
  sender: { user_id: user, nickname: '小明', card: '群里的小明', role: 'owner', level: '10', title: '' },
  sub_type: 'normal',
  group_id: group,
  group_name: '测试群',
}

const self = { user_id: me, nickname: 'bot', card: '' }

/** LLOneBot 7 and 8: compact JSON, sent by fetch. */
export const llonebot: readonly Sample[] = [
  written('private-friend', 'message.private', privateText, { becomes: { text: 'Hello!' } }),
  written(
    'private-temp',
    'message.private',
    { ...privateText, sub_type: 'group', sender: { ...privateText.sender, group_id: group }, temp_source: 0 },
    { becomes: { text: 'Hello!', group_id: group } },
  ),
  written('group-text', 'message.group', groupText, { becomes: { text: 'Hello!' } }),
  written(
    'message-sent-private',
    'message_sent.private',
    { ...privateText, user_id: me, sender: self, target_id: user },
    { becomes: { text: 'Hello!' } },
  ),
  written(
    'message-sent-group',
    'message_sent.group',
    { ...groupText, user_id: me, sender: { ...self, role: 'admin' }, target_id: group },
    { becomes: { text: 'Hello!' } },
  ),
  written('group-upload', 'notice.group_upload', {
    group_id: group,
    user_id: user,
    file: { id: '/a1b2c3', name: '说明.pdf', size: 48213, busid: 102 },
  }),
  written('group-admin', 'notice.group_admin', { group_id: group, user_id: user, sub_type: 'unset' }),
  written('group-decrease', 'notice.group_decrease', {
    group_id: group,
    user_id: other,
    operator_id: other,
    sub_type: 'leave',
  }),
  written('group-increase', 'notice.group_increase', {
    group_id: group,
    user_id: other,
    operator_id: user,
    sub_type: 'invite',
  }),
  written(
    'group-ban',
    'notice.group_ban',
    { group_id: group, user_id: other, operator_id: user, duration: 600, sub_type: 'ban' },
    { becomes: { wholeGroup: false } },
  ),
  written(
    'group-ban-all-lifted',
    'notice.group_ban',
    { group_id: group, user_id: 0, operator_id: user, duration: 0, sub_type: 'lift_ban' },
    { becomes: { wholeGroup: true } },
  ),
  written('group-recall', 'notice.group_recall', {
    group_id: group,
    user_id: other,
    operator_id: other,
    message_id: -1042917133,
  }),
  written('group-card', 'notice.group_card', {
    group_id: group,
    user_id: user,
    card_new: '新名片',
    card_old: '旧名片',
  }),
  written('essence', 'notice.essence', {
    group_id: group,
    user_id: user,
    sender_id: user,
    operator_id: other,
    message_id: 5,
    sub_type: 'delete',
  }),
  written('emoji-like', 'notice.group_msg_emoji_like', {
    group_id: group,
    user_id: user,
    message_id: -1042917133,
    likes: [{ emoji_id: '128516', count: 2 }],
    is_add: false,
  }),
  written(
    'group-dismiss',
    'notice.group_dismiss',
    { group_id: group, user_id: user },
    { becomes: { operator_id: user, sub_type: 'disband' } },
  ),
  written('friend-add', 'notice.friend_add', { user_id: user }),
  written('friend-recall', 'notice.friend_recall', { user_id: user, message_id: -1042917133 }),
  written('flash-file', 'notice.flash_file', {
    sub_type: 'downloaded',
    title: '照片',
    share_link: 'https://qfile.qq.com/q/abc',
    file_set_id: '0d1e2f',
    files: [{ name: '照片.zip', size: '48213', save_path: '/tmp/照片.zip' }],
  }),
  written('group-poke', 'notice.notify.poke', {
    group_id: group,
    user_id: user,
    target_id: me,
    raw_info: rawInfo,
  }),
  written('private-poke', 'notice.notify.poke', { user_id: user, target_id: me, raw_info: rawInfo }),
  written('poke-recall', 'notice.notify.poke_recall', {
    group_id: group,
    user_id: user,
    target_id: me,
    raw_info: rawInfo,
  }),
  written('private-poke-recall', 'notice.notify.poke_recall', { user_id: user, target_id: me }),
  written('title', 'notice.notify.title', { group_id: group, user_id: user, title: '龙王' }),
  written('profile-like', 'notice.notify.profile_like', {
    operator_id: user,
    operator_nick: '小明',
    times: 1,
  }),
  written('friend-request', 'request.friend', {
    user_id: user,
    comment: '我是小明',
    flag: 'u_xxxxxxxxxxxxxxxxxxxxxx',
    via: 'QQ群-测试群',
  }),
  written(
    'group-request',
    'request.group',
    {
      group_id: group,
      user_id: other,
      invitor_id: 0,
      comment: '暗号：猫',
      flag: `${group}|1763650802000000|7|0`,
      sub_type: 'add',
    },
    { gone: ['invitor_id'] },
  ),
  written('heartbeat', 'meta_event.heartbeat', { status: { online: null, good: true }, interval: 60000 }),
]
