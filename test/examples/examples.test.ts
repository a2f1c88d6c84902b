import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import commands from '../../examples/commands.js'
import echo from '../../examples/echo.js'
import moderation from '../../examples/moderation.js'
import ping from '../../examples/ping.js'
import requests from '../../examples/requests.js'
import welcome from '../../examples/welcome.js'
import { done, openApi } from '../support/api.js'
import { typedLoosely } from '../support/code.js'
import { exchange, fixture, groupMessage, openDoor, post, selfId } from '../support/door.js'

const replyOf = ({ body }: { readonly body: string }): unknown => (body === '' ? undefined : JSON.parse(body))

describe('ping', () => {
  test('answers ping and gives back what comes after echo', async () => {
    const { port } = await openDoor(ping)
    expect(replyOf(await exchange(port, fixture('napcat/group-text')))).toEqual({ reply: 'pong' })
    expect(replyOf(await post(port, groupMessage('echo 你好\n[world]')))).toEqual({
      reply: [{ type: 'text', data: { text: '你好\n[world]' } }],
    })
  })
})

describe('commands', () => {
  const admin = { sender: { user_id: 10002, nickname: '管', role: 'admin' } }

  test('answer by themselves: help, usage, who may', async () => {
    const { port } = await openDoor(commands)
    const say = async (words: string, changes = {}) =>
      JSON.stringify(replyOf(await post(port, groupMessage(words, changes))))
    expect(await say('/帮助', admin)).toContain('/ban  禁言一位群成员')
    expect(await say('/ban', admin)).toContain('缺少 who')
    expect(await say('/禁言 10001')).toContain('只有管理员可以使用这个命令')
    expect(await say('/骰子 1')).toContain('至少两面，最多十次')
  })

  test('mute with a call, and say so', async () => {
    const api = await openApi()
    const { port } = await openDoor(commands, api.options())
    const response = await post(port, groupMessage('/ban 10001 1h 刷屏', admin))
    expect(replyOf(response)).toEqual({ reply: '已禁言 10001：刷屏' })
    expect(await api.called('set_group_ban')).toEqual({ group_id: 456789012, user_id: 10001, duration: 3600 })
  })
})

describe('moderation', () => {
  const punished = { delete: true, ban: true, ban_duration: 600, at_sender: true }

  test('recalls advertising, mutes its author and says why', async () => {
    const { port } = await openDoor(moderation)
    expect(replyOf(await post(port, groupMessage('免费领会员')))).toMatchObject(punished)
  })

  test('leaves administrators and everybody else alone', async () => {
    const { port } = await openDoor(moderation)
    const admin = groupMessage('免费领会员', { sender: { user_id: 1, nickname: 'a', role: 'admin' } })
    expect(await post(port, admin)).toMatchObject({ status: 204 })
    expect(await post(port, groupMessage('早'))).toMatchObject({ status: 204 })
  })
})

describe('requests', () => {
  test('lets in who knows the code word', async () => {
    const { port } = await openDoor(requests)
    expect(replyOf(await exchange(port, fixture('napcat/friend-request')))).toEqual({ approve: true })
  })

  test('declines members who do not, and leaves invitations to a person', async () => {
    const { port } = await openDoor(requests)
    const add = {
      self_id: selfId,
      post_type: 'request',
      request_type: 'group',
      sub_type: 'add',
      group_id: 1,
      user_id: 2,
    }
    expect(replyOf(await post(port, { ...add, comment: '你好', flag: '1' }))).toEqual({
      approve: false,
      reason: '请填写暗号',
    })
    expect(await exchange(port, fixture('napcat/group-invite'))).toMatchObject({ status: 204 })
  })
})

describe('welcome', () => {
  test('greets who comes, with a picture, and says who went', async () => {
    const api = await openApi((action) =>
      action === 'get_stranger_info' ? done({ nickname: '小明' }) : undefined,
    )
    const { port } = await openDoor(welcome, api.options())
    expect(await exchange(port, fixture('napcat/group-increase'))).toMatchObject({ status: 204 })
    expect(await api.called('send_group_msg')).toMatchObject({
      group_id: 456789012,
      message: [
        { type: 'text', data: { text: '欢迎 ' } },
        { type: 'at', data: { qq: '555666777' } },
        { type: 'text', data: { text: '！请先看群公告' } },
        { type: 'image', data: { file: 'https://q1.qlogo.cn/g?b=qq&nk=555666777&s=100' } },
      ],
    })
    await exchange(port, fixture('napcat/group-decrease'))
    expect(await api.called('send_group_msg', 2)).toMatchObject({
      message: [{ type: 'text', data: { text: '小明 离开了我们' } }],
    })
  })
})

describe('echo', () => {
  const picture = { type: 'image', data: { file: 'a.png', url: 'https://example.com/a.png', sub_type: 1 } }
  const sticker = {
    type: 'mface',
    data: { emoji_id: 'a1', emoji_package_id: 231, key: 'k', summary: '[猫]', url: 'https://example.com/b' },
  }
  const me = { type: 'at', data: { qq: String(selfId) } }
  const replyTo = async (...message: readonly object[]) => {
    const { port } = await openDoor(echo)
    return replyOf(await post(port, groupMessage('', { message })))
  }

  test('sends back pictures and stickers that are meant for it', async () => {
    expect(await replyTo(me, picture, sticker, { type: 'face', data: { id: '14' } })).toEqual({
      reply: [
        { type: 'image', data: { file: 'https://example.com/a.png', sub_type: '1', subType: '1' } },
        { type: 'mface', data: { emoji_id: 'a1', emoji_package_id: '231', key: 'k', summary: '[猫]' } },
        { type: 'face', data: { id: '14' } },
      ],
    })
  })

  test('leaves the others alone', async () => {
    expect(await replyTo(picture)).toBeUndefined()
    expect(await replyTo(me, { type: 'text', data: { text: '你好' } })).toBeUndefined()
  })
})

const folder = new URL('../../examples/', import.meta.url)

const files = readdirSync(folder, { recursive: true }).map(String)

test.each(files.filter((file) => file.endsWith('.ts')))(
  '%s is a whole program under 60 lines, without as and any',
  (file) => {
    const code = readFileSync(new URL(file, folder), 'utf8')
    expect(code.trimEnd().split('\n').length).toBeLessThan(60)
    expect(typedLoosely(code)).toEqual([])
  },
)
