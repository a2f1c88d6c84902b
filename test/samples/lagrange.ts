import { text } from '../../src/protocol/build-segment.js'
import { group, me, other, type Sample, user, written } from './sample.js'

const privateText = {
  sub_type: 'friend',
  message_id: -912837465,
  user_id: user,
  message: [text('你好 <b>')],
  raw_message: '你好 <b>',
  font: 0,
  sender: { user_id: user, nickname: '小明', sex: 'unknown' },
  target_id: me,
}

const groupText = {
  message_id: -912837465,
  sub_type: 'normal',
  group_id: group,
  user_id: user,
  anonymous: null,
  message: [text('你好 <b>')],
  raw_message: '你好 <b>',
  font: 0,
  sender: {
    user_id: user,
    nickname: '小明',
    card: '群里的小明',
    sex: 'unknown',
    age: 0,
    area: '',
    level: '10',
    role: 'unknown',
    title: '',
  },
  message_style: null,
}

const { role: _, ...withoutRole } = groupText.sender

const poke = { action: '拍了拍', suffix: '', action_img_url: '' }

/** Lagrange.OneBot of the branch v1: compact JSON in ASCII. */
export const lagrange: readonly Sample[] = [
  written('private-friend', 'message.private', privateText, { becomes: { text: '你好 <b>' } }),
  written(
    'private-temp',
    'message.private',
    { ...privateText, sub_type: 'group', target_id: 0 },
    { becomes: { text: '你好 <b>' } },
  ),
  written('group-text', 'message.group', groupText, {
    becomes: {
      text: '你好 <b>',
      sender: { ...withoutRole, sex: 'unknown' },
    },
    gone: ['anonymous', 'message_style'],
  }),
  written(
    'message-sent-private',
    'message_sent.private',
    {
      ...privateText,
      post_type: 'message',
      user_id: me,
      sender: { ...privateText.sender, user_id: me },
      target_id: user,
    },
    { becomes: { post_type: 'message_sent', text: '你好 <b>' } },
  ),
  written(
    'message-sent-group',
    'message_sent.group',
    {
      ...groupText,
      post_type: 'message',
      user_id: me,
      sender: { ...groupText.sender, user_id: me, role: 'admin' },
    },
    { becomes: { post_type: 'message_sent', text: '你好 <b>' }, gone: ['anonymous', 'message_style'] },
  ),
  written('group-upload', 'notice.group_upload', {
    group_id: group,
    user_id: user,
    file: {
      id: '/a1b2c3',
      name: '说明.pdf',
      size: 48213,
      busid: 102,
      url: 'https://127.0.0.1/ftn?fname=a&b=1',
    },
  }),
  written('group-admin', 'notice.group_admin', { group_id: group, user_id: user, sub_type: 'unset' }),
  written('group-decrease', 'notice.group_decrease', {
    group_id: group,
    user_id: other,
    operator_id: user,
    sub_type: 'kick',
  }),
  written('group-disband', 'notice.group_decrease', {
    group_id: group,
    user_id: me,
    operator_id: 0,
    sub_type: 'disband',
  }),
  written('group-increase', 'notice.group_increase', {
    group_id: group,
    user_id: other,
    operator_id: user,
    sub_type: 'invite',
  }),
  written(
    'group-ban-all',
    'notice.group_ban',
    { group_id: group, user_id: 0, operator_id: user, duration: -1, sub_type: 'ban' },
    { becomes: { wholeGroup: true } },
  ),
  written('group-recall', 'notice.group_recall', {
    group_id: group,
    user_id: other,
    operator_id: user,
    message_id: -912837465,
    tip: '撤回了一条消息',
  }),
  written(
    'essence',
    'notice.essence',
    { group_id: group, sender_id: user, operator_id: other, message_id: -912837465, sub_type: 'delete' },
    { becomes: { user_id: user } },
  ),
  written(
    'reaction',
    'notice.reaction',
    { group_id: group, message_id: -912837465, operator_id: user, code: '76', count: 1, sub_type: 'add' },
    { becomes: { user_id: user, likes: [{ emoji_id: '76', count: 1 }], is_add: true } },
  ),
  written(
    'reaction-removed',
    'notice.reaction',
    { group_id: group, message_id: -912837465, operator_id: user, code: '76', count: 0, sub_type: 'remove' },
    { becomes: { user_id: user, likes: [{ emoji_id: '76', count: 0 }], is_add: false } },
  ),
  written(
    'group-name-change',
    'notice.group_name_change',
    { group_id: group, name: '新群名' },
    { becomes: { name_new: '新群名', sub_type: 'group_name' } },
  ),
  written('friend-add', 'notice.friend_add', { user_id: user }),
  written('friend-recall', 'notice.friend_recall', {
    user_id: user,
    message_id: -912837465,
    tip: '撤回了一条消息',
  }),
  written('offline-file', 'notice.offline_file', {
    user_id: user,
    file: { id: 'a1b2c3', name: '说明.pdf', size: 48213, url: 'https://127.0.0.1/ftn?a=1', hash: 'd41d8cd9' },
  }),
  written(
    'bot-offline',
    'notice.bot_offline',
    { tag: '下线通知', message: '你的帐号在另一地点登录' },
    { becomes: { user_id: me } },
  ),
  written('bot-online', 'notice.bot_online', { reason: 'Reconnect' }),
  written('group-poke', 'notice.notify.poke', { group_id: group, user_id: user, target_id: me, ...poke }),
  written('private-poke', 'notice.notify.poke', {
    sender_id: user,
    user_id: user,
    target_id: me,
    ...poke,
  }),
  written(
    'friend-request',
    'request.friend',
    { user_id: user, comment: null, flag: 'u_xxxxxxxxxxxxxxxxxxxxxx' },
    { becomes: { comment: '' } },
  ),
  written(
    'group-request',
    'request.group',
    {
      group_id: group,
      user_id: other,
      invitor_id: 0,
      comment: '暗号：猫',
      flag: `1763650802000000-${group}-7`,
      sub_type: 'add',
    },
    { gone: ['invitor_id'] },
  ),
  written(
    'group-invite',
    'request.group',
    {
      group_id: group,
      user_id: user,
      invitor_id: user,
      comment: null,
      flag: `1763650803000000-${group}-2`,
      sub_type: 'invite',
    },
    { becomes: { comment: '' } },
  ),
  written('heartbeat', 'meta_event.heartbeat', {
    interval: 5000,
    status: { app_initialized: true, app_enabled: true, app_good: true, online: true, good: true },
  }),
  written('lifecycle', 'meta_event.lifecycle', { sub_type: 'connect' }),
]
