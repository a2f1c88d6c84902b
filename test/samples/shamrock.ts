import { text } from '../../src/protocol/build-segment.js'
import { channel, group, guild, me, other, type Sample, tiny, user, written } from './sample.js'

const privateText = {
  sub_type: 'friend',
  message_id: 1930412345,
  peer_id: me,
  user_id: user,
  message: [text('Hello!')],
  raw_message: 'Hello!',
  font: 0,
  sender: { user_id: user, nickname: '小明', card: '', role: 'stranger', title: '', level: '' },
}

const { role: _, ...stranger } = privateText.sender

const groupText = {
  ...privateText,
  sub_type: 'normal',
  group_id: group,
  sender: { ...privateText.sender, card: '群里的小明', role: 'member', level: '1' },
}

const uids = { user_uid: 'u_user', operator_uid: 'u_operator', target_uid: 'u_user' }

/** OpenShamrock 1.0.9: pretty-printed, never signed; what is 0 or empty by default is left out. */
export const shamrock: readonly Sample[] = [
  written('private-friend', 'message.private', privateText, {
    becomes: { text: 'Hello!', sender: stranger },
  }),
  written(
    'private-temp',
    'message.private',
    { ...privateText, group_id: group, temp_source: 0 },
    { becomes: { text: 'Hello!', sender: stranger, sub_type: 'group' } },
  ),
  written('group-text', 'message.group', groupText, { becomes: { text: 'Hello!' } }),
  written(
    'guild-text',
    'message.guild',
    {
      ...privateText,
      sub_type: 'channel',
      guild_id: guild,
      channel_id: channel,
      user_id: tiny,
      sender: { user_id: user, tiny_id: tiny, nickname: '小明', role: 'member' },
    },
    {
      becomes: {
        text: 'Hello!',
        message_id: '1930412345',
        sender: { user_id: tiny, tiny_id: tiny, nickname: '小明', role: 'member' },
      },
    },
  ),
  written(
    'message-sent-private',
    'message_sent.private',
    { ...privateText, user_id: me, target_id: user, sender: { ...privateText.sender, user_id: me } },
    { becomes: { text: 'Hello!', sender: { ...stranger, user_id: me } } },
  ),
  written(
    'message-sent-group',
    'message_sent.group',
    { ...groupText, user_id: me, sender: { ...groupText.sender, user_id: me } },
    { becomes: { text: 'Hello!' } },
  ),
  written('group-upload', 'notice.group_upload', {
    group_id: group,
    user_id: user,
    file: {
      id: '/a1b2c3',
      name: '说明.pdf',
      size: 48213,
      busid: 102,
      url: 'http://127.0.0.1/ftn_handler/a1',
    },
  }),
  written('group-admin', 'notice.group_admin', {
    group_id: group,
    user_id: user,
    operator_id: 0,
    target_id: user,
    sub_type: 'set',
    ...uids,
  }),
  written(
    'group-admin-unset',
    'notice.group_admin',
    { group_id: group, user_id: user, target_id: user, sub_type: 'un_set', ...uids },
    { becomes: { sub_type: 'unset' } },
  ),
  written('group-decrease', 'notice.group_decrease', {
    group_id: group,
    user_id: other,
    operator_id: user,
    target_id: other,
    sub_type: 'kick',
    ...uids,
  }),
  written(
    'group-increase',
    'notice.group_increase',
    { group_id: group, user_id: other, target_id: other, sub_type: 'approve', ...uids },
    { becomes: { operator_id: 0 } },
  ),
  written(
    'group-ban',
    'notice.group_ban',
    { group_id: group, user_id: other, operator_id: user, target_id: other, sub_type: 'lift_ban', ...uids },
    { becomes: { wholeGroup: false, duration: 0 } },
  ),
  written(
    'group-ban-all',
    'notice.group_ban',
    { group_id: group, operator_id: user, sub_type: 'ban', duration: 268435455 },
    { becomes: { user_id: 0, wholeGroup: true, duration: -1 } },
  ),
  written('group-recall', 'notice.group_recall', {
    group_id: group,
    user_id: other,
    operator_id: user,
    message_id: 1930412345,
    tip_text: '撤回了一条消息',
  }),
  written('group-card', 'notice.group_card', {
    group_id: group,
    user_id: user,
    card_new: '新名片',
    card_old: '旧名片',
  }),
  written(
    'essence',
    'notice.essence',
    { group_id: group, sender_id: user, operator_id: other, message_id: 1930412345, sub_type: 'add' },
    { becomes: { user_id: user } },
  ),
  written('friend-recall', 'notice.friend_recall', {
    user_id: user,
    operator_id: user,
    message_id: 1930412345,
    tip_text: '撤回了一条消息',
  }),
  written(
    'private-upload',
    'notice.private_upload',
    {
      user_id: user,
      private_file: {
        id: 'a1b2c3',
        name: '说明.pdf',
        size: 48213,
        sub_id: 'd4e5',
        url: 'http://127.0.0.1/ftn_handler/a1',
        expire: 1764255600,
      },
    },
    {
      becomes: {
        file: {
          id: 'a1b2c3',
          name: '说明.pdf',
          size: 48213,
          sub_id: 'd4e5',
          url: 'http://127.0.0.1/ftn_handler/a1',
          expire: 1764255600,
        },
      },
    },
  ),
  written(
    'group-poke',
    'notice.notify.poke',
    {
      group_id: group,
      operator_id: user,
      target_id: me,
      poke_detail: { action: '拍了拍', suffix: '', action_img_url: '' },
    },
    { becomes: { user_id: user } },
  ),
  written('title', 'notice.notify.title', { group_id: group, user_id: user, title: '龙王' }),
  written('sign', 'notice.notify.sign', {
    group_id: group,
    user_id: user,
    target_id: user,
    sign_detail: { action: '今日第1个打卡', rank_img: 'https://127.0.0.1/rank.png' },
  }),
  written('friend-request', 'request.friend', {
    user_id: user,
    user_uid: 'u_user',
    comment: '我是小明',
    flag: '1763650801000000;u_user',
  }),
  written('group-request', 'request.group', {
    group_id: group,
    user_id: other,
    user_uid: 'u_other',
    comment: '暗号：猫',
    flag: '1763650802000000;456789012;u_other',
    sub_type: 'add',
  }),
]
