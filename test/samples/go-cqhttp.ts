import { at, text } from '../../src/protocol/build-segment.js'
import { channel, group, guild, me, other, type Sample, tiny, user, written } from './sample.js'

const myTiny = '144115218677760111'

const privateText = {
  sub_type: 'friend',
  message_id: -1042917133,
  user_id: user,
  target_id: me,
  message: 'Hello!',
  raw_message: 'Hello!',
  font: 0,
  sender: { user_id: user, nickname: '小明', sex: 'unknown', age: 0 },
}

const groupText = {
  sub_type: 'normal',
  anonymous: null,
  group_id: group,
  message_id: -1042917133,
  message_seq: 6001,
  user_id: user,
  message: `[CQ:at,qq=${me}] 你好&#91;测试&#93;`,
  raw_message: `[CQ:at,qq=${me}] 你好&#91;测试&#93;`,
  font: 0,
  sender: {
    user_id: user,
    nickname: '小明',
    sex: 'unknown',
    age: 0,
    area: '',
    card: '群里的小明',
    level: '',
    role: 'admin',
    title: '',
  },
}

const atMe = at(me)

const guildText = {
  sub_type: 'channel',
  guild_id: guild,
  channel_id: channel,
  message_id: 'BAMZ2xxxxxxxxxxx',
  user_id: tiny,
  self_tiny_id: myTiny,
  message: 'ping',
  sender: { user_id: `#${tiny}`, tiny_id: tiny, nickname: '小明' },
}

const inGuild = {
  guild_id: guild,
  channel_id: channel,
  operator_id: tiny,
  self_tiny_id: myTiny,
  user_id: `#${tiny}`,
}

const channelInfo = { channel_id: channel, owner_guild_id: guild, channel_type: 1, channel_name: '闲聊' }

const status = {
  app_initialized: true,
  app_enabled: true,
  plugins_good: null,
  app_good: true,
  online: true,
  good: true,
  stat: { packet_received: 1001, packet_sent: 1000, packet_lost: 0 },
}

/** go-cqhttp 1.2: keys in any order, a line end behind the JSON and under the signature, CQ strings. */
export const goCqhttp: readonly Sample[] = [
  written('private-friend', 'message.private', privateText, {
    becomes: { message: [text('Hello!')], text: 'Hello!' },
  }),
  written(
    'private-temp',
    'message.private',
    { ...privateText, sub_type: 'group', sender: { ...privateText.sender, group_id: group }, temp_source: 0 },
    { becomes: { message: [text('Hello!')], text: 'Hello!', group_id: group } },
  ),
  written('group-text', 'message.group', groupText, {
    becomes: { message: [atMe, text(' 你好[测试]')], text: '你好[测试]' },
    gone: ['anonymous'],
  }),
  written(
    'group-anonymous',
    'message.group',
    {
      ...groupText,
      sub_type: 'anonymous',
      user_id: 80000000,
      anonymous: { id: 1000001, name: '大力鬼王', flag: 'x|大力鬼王' },
      sender: { user_id: 80000000, nickname: '大力鬼王', sex: 'unknown', age: 0, area: '', level: '' },
    },
    { becomes: { message: [atMe, text(' 你好[测试]')], text: '你好[测试]' } },
  ),
  written('guild-text', 'message.guild', guildText, {
    becomes: {
      message: [text('ping')],
      text: 'ping',
      sender: { user_id: tiny, tiny_id: tiny, nickname: '小明' },
    },
  }),
  written(
    'message-sent-private',
    'message_sent.private',
    { ...privateText, user_id: me, target_id: user, sender: { ...privateText.sender, user_id: me } },
    { becomes: { message: [text('Hello!')], text: 'Hello!' } },
  ),
  written(
    'message-sent-group',
    'message_sent.group',
    {
      ...groupText,
      user_id: me,
      message: 'pong',
      raw_message: 'pong',
      sender: { ...groupText.sender, user_id: me },
    },
    { becomes: { message: [text('pong')], text: 'pong' }, gone: ['anonymous'] },
  ),
  written(
    'message-sent-guild',
    'message_sent.guild',
    {
      ...guildText,
      post_type: 'message',
      user_id: myTiny,
      sender: { user_id: `#${myTiny}`, tiny_id: myTiny, nickname: 'bot' },
    },
    {
      becomes: {
        post_type: 'message_sent',
        message: [text('ping')],
        text: 'ping',
        sender: { user_id: myTiny, tiny_id: myTiny, nickname: 'bot' },
      },
    },
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
  written('group-admin', 'notice.group_admin', { group_id: group, user_id: user, sub_type: 'set' }),
  written('group-decrease', 'notice.group_decrease', {
    group_id: group,
    user_id: me,
    operator_id: user,
    sub_type: 'kick_me',
  }),
  written('group-increase', 'notice.group_increase', {
    group_id: group,
    user_id: other,
    operator_id: 0,
    sub_type: 'approve',
  }),
  written(
    'group-ban',
    'notice.group_ban',
    { group_id: group, user_id: other, operator_id: user, duration: 0, sub_type: 'lift_ban' },
    { becomes: { wholeGroup: false } },
  ),
  written(
    'group-ban-all',
    'notice.group_ban',
    { group_id: group, user_id: 0, operator_id: user, duration: 268435455, sub_type: 'ban' },
    { becomes: { wholeGroup: true, duration: -1 } },
  ),
  written('group-recall', 'notice.group_recall', {
    group_id: group,
    user_id: other,
    operator_id: user,
    message_id: -1042917133,
  }),
  written('group-card', 'notice.group_card', {
    group_id: group,
    user_id: user,
    card_new: '新名片',
    card_old: '',
  }),
  written(
    'essence',
    'notice.essence',
    { group_id: group, sender_id: user, operator_id: other, message_id: -1042917133, sub_type: 'add' },
    { becomes: { user_id: user } },
  ),
  written('friend-add', 'notice.friend_add', { user_id: user }),
  written('friend-recall', 'notice.friend_recall', { user_id: user, message_id: -1042917133 }),
  written('offline-file', 'notice.offline_file', {
    user_id: user,
    file: { name: '说明.pdf', size: 48213, url: 'http://127.0.0.1/ftn_handler/a1' },
  }),
  written('client-status', 'notice.client_status', {
    online: true,
    client: { app_id: 537063640, device_name: 'DESKTOP', device_kind: 'Windows' },
  }),
  written('group-poke', 'notice.notify.poke', {
    group_id: group,
    user_id: user,
    sender_id: user,
    target_id: me,
  }),
  written('private-poke', 'notice.notify.poke', { user_id: user, sender_id: user, target_id: me }),
  written('lucky-king', 'notice.notify.lucky_king', {
    group_id: group,
    user_id: user,
    sender_id: user,
    target_id: other,
  }),
  written('honor', 'notice.notify.honor', { group_id: group, user_id: user, honor_type: 'talkative' }),
  written('title', 'notice.notify.title', { group_id: group, user_id: user, title: '龙王' }),
  written(
    'guild-channel-recall',
    'notice.guild_channel_recall',
    { ...inGuild, message_id: 'BAMZ2xxxxxxxxxxx' },
    { becomes: { user_id: tiny } },
  ),
  written(
    'message-reactions-updated',
    'notice.message_reactions_updated',
    {
      ...inGuild,
      message_id: 'BAMZ2xxxxxxxxxxx',
      current_reactions: [
        { emoji_id: '76', emoji_index: 76, emoji_type: 1, emoji_name: '赞', count: 1, clicked: false },
      ],
    },
    { becomes: { user_id: tiny } },
  ),
  written(
    'channel-created',
    'notice.channel_created',
    { ...inGuild, channel_info: channelInfo },
    { becomes: { user_id: tiny } },
  ),
  written(
    'channel-updated',
    'notice.channel_updated',
    { ...inGuild, old_info: channelInfo, new_info: { ...channelInfo, channel_name: '水' } },
    { becomes: { user_id: tiny } },
  ),
  written(
    'channel-destroyed',
    'notice.channel_destroyed',
    { ...inGuild, channel_info: channelInfo },
    { becomes: { user_id: tiny } },
  ),
  written('friend-request', 'request.friend', {
    user_id: user,
    comment: '我是小明',
    flag: '1763650801000000',
  }),
  written(
    'group-invite',
    'request.group',
    {
      group_id: group,
      user_id: user,
      invitor_id: 0,
      comment: '',
      flag: '1763650802000000',
      sub_type: 'invite',
    },
    { gone: ['invitor_id'] },
  ),
  written('group-request', 'request.group', {
    group_id: group,
    user_id: other,
    invitor_id: user,
    comment: '暗号：猫',
    flag: '1763650803000000',
    sub_type: 'add',
  }),
  written('heartbeat', 'meta_event.heartbeat', { status, interval: 5000 }),
]
