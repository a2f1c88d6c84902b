import { expect, onTestFinished, test, vi } from 'vitest'
import { type ApiOptions, createBot } from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { done, openApi } from '../support/api.js'
import { groupMessage, openDoor, post, selfId, token } from '../support/door.js'
import { openWsApi, type WsPeer } from '../support/ws-api.js'

const withApi = (api: ApiOptions | readonly ApiOptions[]) => ({
  endpoints: [{ name: 'main', path: '/napcat', tokens: [token], api }],
})

const heartbeat = { time: 1, self_id: selfId, post_type: 'meta_event', meta_event_type: 'heartbeat' }

/** Answers `get_version_info` like nobody known, and hands on every other call. */
const nextCall = async (peer: WsPeer) => {
  for (;;) {
    const call = await peer.next()
    if (call.action !== 'get_version_info') return call
    peer.answer(call, null, 1404)
  }
}

test('an event over the WebSocket is answered by a call over it', async () => {
  const server = await openWsApi()
  await openDoor((bot) => bot.text('ping', () => 'pong'), withApi({ url: server.url, events: true }))
  const peer = await server.peer()
  peer.say(groupMessage('ping'))
  expect(await nextCall(peer)).toMatchObject({ action: 'send_group_msg' })
})

test('an event that comes over the WebSocket and by POST is handled once', async () => {
  const server = await openWsApi()
  let handled = 0
  const door = await openDoor(
    (bot) => {
      bot.on('message.group', () => {
        handled += 1
        return 'pong'
      })
    },
    withApi({ url: server.url, events: true }),
  )
  const peer = await server.peer()
  const event = groupMessage('ping')
  peer.say(event)
  await nextCall(peer)
  expect(await post(door.port, event)).toMatchObject({ status: 204 })
  expect(handled).toBe(1)
})

test('an event over the WebSocket has no foreign prototype', async () => {
  const server = await openWsApi()
  const door = await openDoor(
    (bot) => {
      bot.on('message.group', (event) => bot.log.info({ polluted: 'evil' in event.raw }, 'seen'))
    },
    withApi({ url: server.url, events: true }),
  )
  const peer = await server.peer()
  peer.socket.send(JSON.stringify(groupMessage('hi')).replace('{', '{"__proto__":{"evil":true},'))
  expect(await door.said('seen')).toMatchObject({ polluted: false })
})

test('an event of an account that does not belong there is dropped with a warning', async () => {
  const server = await openWsApi()
  let handled = 0
  const door = await openDoor(
    (bot) => {
      bot.on('*', () => {
        handled += 1
      })
    },
    {
      endpoints: [{ path: '/napcat', tokens: [token] }],
      accounts: [{ selfId, api: { url: server.url, events: true } }, { selfId: 5 }],
    },
  )
  const peer = await server.peer()
  peer.say(groupMessage('hi', { self_id: 5 }))
  expect(await door.said('an event of account 5 came over')).toMatchObject({ url: server.url })
  peer.say({ ...heartbeat, self_id: '0' })
  peer.say({ ...heartbeat, self_id: selfId })
  await vi.waitFor(() => expect(handled).toBe(1))
})

test('without "events" nothing that arrives reaches a handler', async () => {
  const server = await openWsApi()
  const seen: string[] = []
  const door = await openDoor(
    (bot) => {
      bot.on('*', ({ name }) => void seen.push(name))
    },
    withApi({ url: server.url }),
  )
  expect(server.connections()).toBe(0)
  const call = door.bot.api(selfId).call('an_action')
  const peer = await server.peer()
  peer.say(groupMessage('hi'))
  peer.answer(await nextCall(peer), 'done')
  expect(await call).toBe('done')
  expect(seen).toEqual([])
})

test('two ways: HTTP until the WebSocket is connected, and again when it is gone, for reads on their way too', async () => {
  const http = await openApi(() => done('over http'))
  const server = await openWsApi()
  const bot = createBot({ ...withApi([{ url: server.url }, { url: http.url }]), log: createLog('silent') })
  onTestFinished(() => bot.close({ withinMs: 0 }))
  const api = bot.api(selfId)
  expect(await api.call('an_action')).toBe('over http')
  const peer = await server.peer()
  const read = new Promise<void>((arrived) => {
    const answerAllBut = async (action: string): Promise<void> => {
      for (let call = await peer.next(); call.action !== action; call = await peer.next())
        peer.answer(call, 'over ws')
      arrived()
    }
    void answerAllBut('get_group_list')
  })
  await vi.waitFor(async () => expect(await api.call('an_action')).toBe('over ws'))
  const groups = api.get_group_list()
  await read
  await server.shut()
  expect(await groups).toBe('over http')
  expect(await api.call('an_action')).toBe('over http')
})

test('get_version_info is asked again when the connection is another one', async () => {
  const server = await openWsApi()
  const door = await openDoor((bot) => bot.on('message.group', () => 'hi'), {
    ...withApi({ url: server.url, events: true }),
  })
  const say = async (peer: WsPeer, version: string): Promise<void> => {
    peer.say(groupMessage('hi'))
    for (let asked = false; !asked; ) {
      const call = await peer.next()
      asked = call.action === 'get_version_info'
      peer.answer(call, asked ? { app_name: 'NapCat.Onebot', app_version: version } : { message_id: 1 })
    }
  }
  const first = await server.peer()
  await say(first, '4.18.0')
  await door.said('get_version_info says')
  first.socket.terminate()
  await say(await server.peer(), '4.19.0')
  await vi.waitFor(() =>
    expect(
      door.lines.filter(({ msg }) => msg.includes('get_version_info says')).map((l) => l.version),
    ).toEqual(['4.18.0', '4.19.0']),
  )
})
