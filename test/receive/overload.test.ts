import { expect, test } from 'vitest'
import { groupMessage, headersFor, nextResponse, openDoor, openSocket, post, token } from '../support/door.js'

/** Handlers that wait until the test lets them go. */
const heldDoor = async (options: Parameters<typeof openDoor>[1]) => {
  const begun: string[] = []
  let release = (): void => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const door = await openDoor(
    (bot) => {
      bot.text('ping', () => 'pong')
      bot.text(/^slow/, async ({ text }) => {
        begun.push(text)
        await held
        return 'done'
      })
    },
    { ...options },
  )
  return { ...door, begun, release: () => release() }
}

const reply = '{"reply":"done"}'

test('a chat that is full gets 503 with Retry-After, other chats are answered, and a second try is no duplicate', async () => {
  const { port, said, release } = await heldDoor({ limits: { perChat: 1 } })
  const slow = post(port, groupMessage('slow'))
  await said('message.group at /napcat')
  const message = groupMessage('ping')
  expect(await post(port, message)).toMatchObject({ status: 503, body: '', headers: { 'retry-after': '5' } })
  expect(await said('too many events')).toMatchObject({ cause: 'overloaded' })
  expect(await post(port, groupMessage('ping', { group_id: 7 }))).toMatchObject({ status: 200 })
  release()
  expect(await slow).toMatchObject({ status: 200, body: reply })
  expect(await post(port, message)).toMatchObject({ status: 200, body: '{"reply":"pong"}' })
})

test('with order "chat" the handlers of one chat run one after another, and other chats do not wait', async () => {
  const { port, said, begun, release } = await heldDoor({ order: 'chat' })
  const first = post(port, groupMessage('slow 1'))
  await said('message.group at /napcat')
  const second = post(port, groupMessage('slow 2'))
  expect(await post(port, groupMessage('ping', { group_id: 7 }))).toMatchObject({ status: 200 })
  expect(begun).toEqual(['slow 1'])
  release()
  expect(await first).toMatchObject({ body: reply })
  expect(await second).toMatchObject({ body: reply })
  expect(begun).toEqual(['slow 1', 'slow 2'])
})

const head = (changes: Record<string, string>): string =>
  `POST /napcat HTTP/1.1\r\nHost: x\r\n${headersFor('', changes).join('\r\n')}\r\n\r\n`

test('bodies that are announced hold the memory, and what is beyond it gets 503', async () => {
  const { port, stillAnswers } = await withBudget(4096)
  const holding = await openSocket(port)
  holding.write(head({ 'Content-Length': '4000' }))
  const refused = await post(port, groupMessage('ping', { font: 'x'.repeat(500) }))
  expect(refused).toMatchObject({ status: 503, body: '', headers: { 'retry-after': '5' } })
  holding.destroy()
  await stillAnswers()
})

test('chunks count as they come, and what they held is free again', async () => {
  const { port, stillAnswers } = await withBudget(4096)
  for (let count = 0; count < 5; count += 1) {
    const socket = await openSocket(port)
    const response = nextResponse(socket)
    socket.write(`${head({ 'Transfer-Encoding': 'chunked' })}1388\r\n${'x'.repeat(5000)}\r\n`)
    expect(await response).toMatchObject({ status: 503 })
    socket.destroy()
  }
  await stillAnswers()
})

const withBudget = async (bodiesBytes: number) => {
  const door = await openDoor((bot) => void bot.text('ping', () => 'pong'), { limits: { bodiesBytes } })
  // The server sees the end of a connection a moment later.
  const stillAnswers = async (): Promise<void> => {
    for (;;) {
      const { status, body } = await post(door.port, groupMessage('ping'))
      if (status === 503) continue
      expect([status, body]).toEqual([200, '{"reply":"pong"}'])
      return
    }
  }
  return { ...door, stillAnswers }
}

test('an address behind a trusted proxy is locked out alone, with a line', async () => {
  const { port, said } = await openDoor((bot) => void bot.text('ping', () => 'pong'), {
    trustProxy: ['127.0.0.1'],
    limits: { wrongSignatures: 2 },
  })
  const from = (address: string, changes = {}) =>
    post(port, groupMessage('ping'), { 'X-Forwarded-For': address, ...changes })
  const wrong = { 'X-Signature': `sha1=${'0'.repeat(40)}` }
  await from('203.0.113.9', wrong)
  await from('203.0.113.9', wrong)
  expect(await said('is locked out')).toMatchObject({ address: '203.0.113.9' })
  expect(await from('203.0.113.9')).toMatchObject({ status: 403 })
  expect(await said('locked out for a while')).toMatchObject({ cause: 'locked-out' })
  expect(await from('203.0.113.10')).toMatchObject({ status: 200 })
})

test('"allow" means the sender where the proxy is trusted', async () => {
  const { port, said } = await openDoor(() => {}, {
    endpoints: [{ path: '/napcat', tokens: [token], allow: ['198.51.100.0/24'] }],
    trustProxy: ['127.0.0.1'],
  })
  const from = (address: string) => post(port, groupMessage('x'), { 'X-Forwarded-For': address })
  expect(await from('198.51.100.7')).toMatchObject({ status: 204 })
  expect(await from('203.0.113.9')).toMatchObject({ status: 403 })
  expect(await said('203.0.113.9 is not in "allow"')).toBeDefined()
})

test('a connection beyond the limit is closed', async () => {
  const { port, said } = await openDoor(() => {}, { limits: { connections: 1 } })
  const only = await openSocket(port)
  const second = await openSocket(port)
  await new Promise((resolve) => second.once('close', resolve))
  expect(await said('too many')).toMatchObject({ level: 40 })
  only.destroy()
})
