import { at, face, image, reply, text } from '../../src/protocol/build-segment.js'
import { group, me, other, recorded, type Sample, user, written } from './sample.js'

const rawInfo = [
  { col: '1', nm: '', type: 'qq', uid: 'u_xxxxxxxxxxxxxxxxxxxxxx' },
  { txt: '拍了拍', type: 'nor' },
]

const sentPrivate = {
  user_id: me,
  message_id: 1007,
  message_seq: 1007,
  real_id: 1007,
  real_seq: '79',
  sender: { user_id: me, nickname: 'bot', card: '' },
  raw_message: 'pong',
  font: 14,
  sub_type: 'friend',
  message: [text('pong')],
  message_format: 'array',
  message_sent_type: 'self',
  target_id: user,
}

const atMe = at(me)

/** What NapCat adds to a face; most of it is empty. */
const faceRaw = {
  ...Object.fromEntries(
    'packId stickerId sourceType stickerType resultId surpriseId randomType imageType pokeType spokeSummary doubleHit vaspokeId vaspokeName vaspokeMinver pokeStrength msgType faceBubbleCount oldVersionStr pokeFlag chainCount'
      .split(' ')
      .map((field) => [field, null]),
  ),
  faceIndex: 178,
  faceText: '/斜眼笑',
  faceType: 2,
}

/** NapCat 4.18: compact JSON, chunked. */
export const napcat: readonly Sample[] = [
  recorded('group-text', 'message.group', { becomes: { text: 'ping' } }),
  recorded('group-rich', 'message.group', {
    becomes: {
      text: '看看这个 [CQ:face,id=1] & 图',
      message: [
        reply(1001),
        atMe,
        text(' 看看这个 [CQ:face,id=1] & 图'),
        { type: 'face', data: { id: '178', raw: faceRaw } },
        {
          type: 'image',
          data: {
            summary: '[图片]',
            file: 'A1B2C3D4E5F60718293A4B5C6D7E8F90.jpg',
            sub_type: 0,
            url: 'https://multimedia.nt.qq.com.cn/download?appid=1407&fileid=EhQ&rkey=CAQSOAB',
            file_size: '48213',
          },
        },
      ],
    },
  }),
  recorded('group-string-format', 'message.group', {
    becomes: { message: [atMe, text(' 你好[测试]')], text: '你好[测试]' },
  }),
  recorded('private-friend', 'message.private', { becomes: { text: 'Hello!' } }),
  recorded('private-temp', 'message.private', { becomes: { text: '在吗' }, gone: ['group_id'] }),
  recorded('message-sent', 'message_sent.group', { becomes: { text: 'pong' } }),
  written('message-sent-private', 'message_sent.private', sentPrivate, { becomes: { text: 'pong' } }),
  written(
    'group-time-in-milliseconds',
    'message.group',
    {
      ...sentPrivate,
      time: 1763650800123,
      user_id: user,
      sender: { user_id: user, nickname: '小明', card: '', role: 'owner' },
      sub_type: 'normal',
      message: [reply(1001), face(178), image('A.jpg')],
      raw_message: '[CQ:reply,id=1001][CQ:face,id=178][CQ:image,file=A.jpg]',
      message_sent_type: undefined,
      target_id: undefined,
      group_id: group,
      group_name: '',
    },
    { becomes: { time: 1763650800, text: '' } },
  ),
  written('group-upload', 'notice.group_upload', {
    group_id: group,
    user_id: user,
    file: { id: '/a1b2c3', name: '说明.pdf', size: 48213, busid: 102 },
  }),
  written('group-admin', 'notice.group_admin', { group_id: group, user_id: user, sub_type: 'set' }),
  written('group-decrease', 'notice.group_decrease', {
    group_id: group,
    user_id: other,
    operator_id: 0,
    sub_type: 'leave',
  }),
  written('group-disband', 'notice.group_decrease', {
    group_id: group,
    user_id: me,
    operator_id: user,
    sub_type: 'disband',
  }),
  recorded('group-increase', 'notice.group_increase'),
  written(
    'group-ban',
    'notice.group_ban',
    { group_id: group, user_id: other, operator_id: user, duration: 600, sub_type: 'ban' },
    { becomes: { wholeGroup: false } },
  ),
  recorded('group-ban-all', 'notice.group_ban', { becomes: { wholeGroup: true } }),
  written('group-recall', 'notice.group_recall', {
    group_id: group,
    user_id: other,
    operator_id: user,
    message_id: 1001,
  }),
  written('group-card', 'notice.group_card', {
    group_id: group,
    user_id: user,
    card_new: '新名片',
    card_old: '',
  }),
  written('essence', 'notice.essence', {
    group_id: group,
    user_id: user,
    sender_id: user,
    operator_id: 0,
    message_id: 1001,
    sub_type: 'add',
  }),
  written('essence-without-message', 'notice.essence', {
    group_id: group,
    user_id: user,
    sender_id: user,
    operator_id: 0,
    sub_type: 'add',
  }),
  recorded('emoji-like', 'notice.group_msg_emoji_like'),
  written('friend-add', 'notice.friend_add', { user_id: user }),
  written('friend-recall', 'notice.friend_recall', { user_id: user, message_id: 1004 }),
  written('online-file-send', 'notice.online_file_send', { peer_id: user, sub_type: 'refuse' }),
  written('online-file-receive', 'notice.online_file_receive', { peer_id: user, sub_type: 'cancel' }),
  recorded('bot-offline', 'notice.bot_offline'),
  recorded('group-poke', 'notice.notify.poke'),
  written(
    'private-poke',
    'notice.notify.poke',
    { target_id: user, user_id: user, sender_id: me, raw_info: rawInfo },
    { becomes: { user_id: me } },
  ),
  written('title', 'notice.notify.title', { group_id: group, user_id: user, title: '龙王' }),
  written('profile-like', 'notice.notify.profile_like', {
    operator_id: user,
    operator_nick: '小明',
    times: 10,
  }),
  recorded('input-status', 'notice.notify.input_status', { gone: ['group_id'] }),
  written('gray-tip', 'notice.notify.gray_tip', {
    group_id: group,
    user_id: user,
    message_id: 1008,
    busi_id: '2401',
    content: '{"align":"center","items":[]}',
    raw_info: { busiId: '2401' },
  }),
  written('group-name', 'notice.notify.group_name', { group_id: group, user_id: user, name_new: '新群名' }),
  recorded('friend-request', 'request.friend'),
  recorded('group-invite', 'request.group'),
  written('group-request', 'request.group', {
    group_id: group,
    user_id: other,
    comment: '问题：暗号？\n答案：猫',
    flag: '1763650802000000',
    sub_type: 'add',
  }),
]
