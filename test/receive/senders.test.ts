import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { AnyEvent } from '../../src/index.js'
import { exchange, fixture, openDoor, requestOf, token } from '../support/door.js'

/** Made here with node:crypto, so that it does not follow a mistake of our own signing. */
const hmac = (body: string): string => `sha1=${createHmac('sha1', token).update(body, 'utf8').digest('hex')}`

const listen = async () => {
  const events: AnyEvent[] = []
  const door = await openDoor((bot) => {
    bot.on('*', (event) => void events.push(event))
    bot.on('message_sent', (event) => void events.push(event))
    bot.text('ping', () => 'pong')
  })
  return { ...door, events }
}

describe('real bytes of NapCat', () => {
  const eventNames: Readonly<Record<string, string>> = {
    'bot-offline': 'notice.bot_offline',
    'emoji-like': 'notice.group_msg_emoji_like',
    'friend-request': 'request.friend',
    'group-ban-all': 'notice.group_ban',
    'group-increase': 'notice.group_increase',
    'group-invite': 'request.group',
    'group-poke': 'notice.notify.poke',
    'group-rich': 'message.group',
    'group-string-format': 'message.group',
    'input-status': 'notice.notify.input_status',
    'message-sent': 'message_sent.group',
    'private-friend': 'message.private',
    'private-temp': 'message.private',
  }

  test.each(Object.entries(eventNames))('%s is delivered as %s', async (name, eventName) => {
    const { port, events } = await listen()
    const { status, body } = await exchange(port, fixture(`napcat/${name}`))
    expect({ status, body }).toEqual({ status: 204, body: '' })
    expect(events.map((event) => event.name)).toEqual([eventName])
  })

  test('group-text is answered', async () => {
    const { port } = await listen()
    const { status, headers, body } = await exchange(port, fixture('napcat/group-text'))
    expect(status).toBe(200)
    expect(body).toBe('{"reply":"pong"}')
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': '16',
    })
  })

  test('a rich message has its text without mention, face and picture', async () => {
    const { port, events } = await listen()
    await exchange(port, fixture('napcat/group-rich'))
    expect(events[0]).toMatchObject({ text: '看看这个 [CQ:face,id=1] & 图' })
  })

  test('a message in string format is segments all the same', async () => {
    const { port, events } = await listen()
    await exchange(port, fixture('napcat/group-string-format'))
    expect(events[0]).toMatchObject({
      text: '你好[测试]',
      message: [
        { type: 'at', data: { qq: '123456789' } },
        { type: 'text', data: { text: ' 你好[测试]' } },
      ],
    })
  })
})

describe('bytes of the other implementations', () => {
  const message = {
    time: 1763651801,
    self_id: 123456789,
    post_type: 'message',
    message_type: 'group',
    sub_type: 'normal',
    message_id: -1877,
    group_id: 456789012,
    user_id: 87654321,
    raw_message: 'ping',
    font: 0,
    sender: { user_id: 87654321, nickname: '小明', card: '', role: 'member' },
  }
  const array = { ...message, message: [{ type: 'text', data: { text: 'ping' } }] }
  const pong = { status: 200, body: '{"reply":"pong"}' }

  test('LLOneBot, from fetch', async () => {
    const body = JSON.stringify({ ...array, message_format: 'array' })
    const headers = [
      'connection: keep-alive',
      'content-type: application/json',
      'x-self-id: 123456789',
      `x-signature: ${hmac(body)}`,
      'accept: */*',
      'accept-language: *',
      'sec-fetch-mode: cors',
      'user-agent: node',
      'accept-encoding: gzip, deflate',
    ]
    const { port } = await listen()
    expect(await exchange(port, requestOf(headers, body))).toMatchObject(pong)
  })

  test('go-cqhttp, with a string, its own order of keys and a newline that is signed', async () => {
    const body = `${JSON.stringify({ message: 'ping', ...message, anonymous: null })}\n`
    const headers = [
      'User-Agent: CQHttp/4.15.0',
      'Content-Type: application/json',
      `X-Self-Id: 123456789`,
      `X-Signature: ${hmac(body)}`,
      'Accept-Encoding: gzip',
    ]
    const { port } = await listen()
    expect(await exchange(port, requestOf(headers, body))).toMatchObject({
      status: 200,
      body: '{"reply":[{"type":"reply","data":{"id":"-1877"}},{"type":"text","data":{"text":"pong"}}]}',
    })
  })

  test('Lagrange, with a charset and everything beyond ASCII escaped', async () => {
    const body = JSON.stringify({ ...array, message_style: null }).replace(
      /[^ -~]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`,
    )
    const headers = [
      'Content-Type: application/json; charset=utf-8',
      'X-Self-ID: 123456789',
      `X-Signature: ${hmac(body)}`,
    ]
    const { port, events } = await listen()
    expect(body).toContain('\\u5C0F')
    expect(await exchange(port, requestOf(headers, body))).toMatchObject(pong)
    expect(events).toEqual([])
  })

  test('Shamrock, pretty-printed and unsigned, where no token is set', async () => {
    const body = JSON.stringify({ ...array, peer_id: 123456789 }, null, 4)
    const headers = [
      'Content-Type: application/json',
      'User-Agent: Shamrock/1.0.9',
      'X-QQ-Version: 9.0.50',
      'X-Self-ID: 123456789',
      'X-OneBot-Version: 11',
      'X-Impl: Shamrock',
      'X-Client-Role: Universal',
      'Sec-WebSocket-Protocol: 11.Shamrock',
    ]
    const door = await openDoor((bot) => bot.text('ping', () => 'pong'), { endpoints: [{ path: '/napcat' }] })
    expect(await exchange(door.port, requestOf(headers, body))).toMatchObject(pong)
  })
})
