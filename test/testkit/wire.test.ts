import { describe, expect, test } from 'vitest'
import { implementations } from '../../src/protocol/implementation.js'
import { isSignatureValid } from '../../src/receive/signature.js'
import { openScene } from './fake.js'

const namesOf = (rawHeaders: readonly string[]): string[] => rawHeaders.filter((_, index) => index % 2 === 0)

const headerNames = {
  napcat: 'Content-Type x-self-id x-signature Host Connection Transfer-Encoding',
  llonebot:
    'host connection Content-Type x-self-id x-signature accept accept-language sec-fetch-mode user-agent accept-encoding content-length',
  'go-cqhttp': 'Host User-Agent Content-Length Content-Type X-Self-Id X-Signature Accept-Encoding',
  lagrange: 'Host X-Self-ID X-Signature Content-Type Content-Length',
  shamrock:
    'Host User-Agent X-Self-ID X-QQ-Version X-OneBot-Version X-Impl X-Client-Role Sec-WebSocket-Protocol Content-Type Content-Length',
} as const

describe.each(implementations)('%s', (dialect) => {
  test('sends its headers, in its spelling and order, and no other', async () => {
    const { fake, posted } = await openScene(dialect)
    await fake.group(1).member(2).says('你好 <b>')
    expect(namesOf(posted[0]?.rawHeaders ?? [])).toEqual(headerNames[dialect].split(' '))
  })

  test('signs the bytes that it sends, unless it never does', async () => {
    const { fake, posted } = await openScene(dialect)
    await fake.group(1).member(2).says('你好')
    const signature = String(posted[0]?.headers['x-signature'])
    if (dialect === 'shamrock') expect(signature).toBe('undefined')
    else expect(isSignatureValid(posted[0]?.bytes ?? Buffer.alloc(0), signature, 'key')).toBe(true)
  })

  test('signs nothing without a token', async () => {
    const { fake, posted } = await openScene(dialect, '', { token: '' })
    await fake.group(1).member(2).says('你好')
    expect(posted[0]?.headers['x-signature']).toBeUndefined()
  })

  test('reports what was said', async () => {
    const { fake, posted } = await openScene(dialect)
    const { message } = await fake.group(1).member(2).says('你好 <b>')
    expect(JSON.parse(posted[0]?.bytes.toString() ?? '')).toMatchObject({
      post_type: 'message',
      message_type: 'group',
      self_id: 10_000,
      group_id: 1,
      user_id: 2,
      message_id: message.id,
      raw_message: '你好 <b>',
      sender: { user_id: 2, role: 'member' },
    })
  })
})

const bodyOf = async (dialect: (typeof implementations)[number]): Promise<string> => {
  const { fake, posted } = await openScene(dialect)
  await fake.group(1).member(2).says('你好 <b>')
  return posted[0]?.bytes.toString() ?? ''
}

test('napcat has no length', async () => {
  const { fake, posted } = await openScene('napcat')
  await fake.friend(2).says('hi')
  expect(posted[0]?.headers['content-length']).toBeUndefined()
  expect(posted[0]?.headers['transfer-encoding']).toBe('chunked')
})

test('go-cqhttp ends with a line end, and its keys are in another order in every event', async () => {
  const { fake, posted } = await openScene('go-cqhttp')
  await fake.friend(2).says('one')
  await fake.friend(2).says('two')
  const orders = posted.map(({ bytes }) => Object.keys(JSON.parse(bytes.toString())).join())
  expect(posted[0]?.bytes.toString()).toMatch(/}\n$/)
  expect(orders[0]).not.toBe(orders[1])
})

test('go-cqhttp writes a message as a CQ string', async () => {
  expect(JSON.parse(await bodyOf('go-cqhttp')).message).toBe('你好 <b>')
})

test('lagrange writes in ASCII', async () => {
  expect(await bodyOf('lagrange')).toMatch(/^[ -~]+$/)
  expect(await bodyOf('lagrange')).toContain('\\u003C')
})

test('shamrock writes on many lines', async () => {
  expect(await bodyOf('shamrock')).toContain('\n    "')
})

test('two runs write the same bytes', async () => {
  expect(await bodyOf('go-cqhttp')).toBe(await bodyOf('go-cqhttp'))
})
