import { describe, expect, onTestFinished, test } from 'vitest'
import WebSocket from 'ws'
import { type Implementation, implementations } from '../../src/protocol/implementation.js'
import type { FakeOneBotOptions } from '../../src/testkit/fake-onebot.js'
import { peopled } from './fake.js'

type Frame = Readonly<Record<string, unknown>>

interface Line {
  /** Frames in the order in which they came. */
  readonly frames: Frame[]
  readonly send: (frame: object | string) => void
  /** Resolves to the next frame that has not been taken yet. */
  readonly next: () => Promise<Frame>
  /** Resolves when everything that was sent before has been answered, or never will be. */
  readonly quiet: () => Promise<void>
  /** Resolves when the connection ends: `101 1000` was let in and closed with this code, `403` never let in. */
  readonly ended: Promise<string>
  readonly close: () => void
}

const connect = (url: string, token: string | undefined): Line => {
  const frames: Frame[] = []
  const waiting: ((frame: Frame) => void)[] = []
  let taken = 0
  let status = 'closed'
  const socket = new WebSocket(
    url,
    token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } },
  )
  socket.on('error', () => {})
  socket.on('upgrade', () => {
    status = '101'
  })
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as Frame
    frames.push(frame)
    waiting.shift()?.(frame)
  })
  const opened = new Promise<void>((resolve) => socket.once('open', resolve))
  const ended = new Promise<string>((resolve) => {
    socket.on('unexpected-response', (request, response) => {
      request.destroy()
      resolve(String(response.statusCode))
    })
    socket.on('close', (code) => resolve(`${status} ${code}`))
  })
  return {
    frames,
    send: (frame) =>
      void opened.then(() => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))),
    next: () => {
      const frame = frames[taken]
      taken += 1
      return frame === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(frame)
    },
    quiet: async () => {
      await opened
      for (let round = 0; round < 2; round += 1) {
        const pong = new Promise((resolve) => socket.once('pong', resolve))
        socket.ping()
        await pong
      }
    },
    ended,
    close: () => socket.terminate(),
  }
}

const open = async (dialect: Implementation, options: Partial<FakeOneBotOptions> = {}) => {
  const fake = peopled(dialect, { apiToken: 'secret', ...options })
  const url = (await fake.listen()).replace('http:', 'ws:')
  onTestFinished(() => fake.close())
  const at = (path: string, token: string | undefined = 'secret'): Line => {
    const line = connect(`${url}${path}`, token)
    onTestFinished(() => line.close())
    return line
  }
  return { fake, at, url }
}

/** What differs, in the order of `implementations`. */
const table = <Value>(...values: readonly Value[]): [Implementation, Value][] =>
  implementations.map((implementation, index) => [implementation, values[index] as Value])

describe('a WebSocket of the fake', () => {
  test.each(
    table(
      { missing: '101 1000', wrong: '101 1000', frames: [1403] },
      { missing: '101 1008', wrong: '101 1008', frames: [1403] },
      { missing: '401', wrong: '403', frames: [] },
      { missing: '403', wrong: '403', frames: [] },
      { missing: '101 1000', wrong: '101 1000', frames: [] },
    ),
  )('%s turns away whoever has no token or a wrong one', async (dialect, { missing, wrong, frames }) => {
    const { url } = await open(dialect)
    const [without, withWrong] = [connect(url, undefined), connect(url, 'wrong')]
    expect(await without.ended).toBe(missing)
    expect(await withWrong.ended).toBe(wrong)
    expect(withWrong.frames.map(({ retcode }) => retcode)).toEqual(frames)
  })

  test.each(
    table(
      [1400, 1404, 1400, 1200],
      [1400, 1404, 1400, 1200],
      [undefined, 404, 100, 100],
      [undefined, 404, 200, 200],
      [20002, 10002, 10003, 35000],
    ),
  )(
    '%s answers bad JSON, an unknown action, wrong parameters and a refusal with its retcodes',
    async (dialect, retcodes) => {
      const { at } = await open(dialect)
      const line = at('/api')
      const [badJson, ...others] = retcodes
      line.send('{"action":')
      if (badJson !== undefined)
        expect(await line.next()).toMatchObject({ status: 'failed', retcode: badJson })
      line.send({ action: 'no_such_action', params: {}, echo: 1 })
      line.send({ action: 'set_group_ban', params: { group_id: [] }, echo: 2 })
      line.send({ action: 'set_group_kick', params: { group_id: 999, user_id: 2 }, echo: 3 })
      for (const [index, retcode] of others.entries())
        expect(await line.next()).toMatchObject({ status: 'failed', retcode, echo: index + 1 })
    },
  )

  test.each(table('', undefined, undefined, null, ''))(
    '%s answers a call without echo its way',
    async (dialect, echo) => {
      const { at } = await open(dialect)
      const line = at('/api')
      line.send({ action: 'get_status' })
      const answer = await line.next()
      expect(answer.retcode).toBe(0)
      expect(answer.echo).toBe(echo)
      expect('echo' in answer).toBe(echo !== undefined)
    },
  )

  test.each(
    table(
      { '/': 'both', '/api': 'calls', '/event': 'both', '/x': 'both' },
      { '/': 'both', '/api': 'calls', '/event': 'events', '/x': 'nothing' },
      { '/': 'both', '/api': 'calls', '/event': 'events', '/x': 'both' },
      { '/': 'both', '/api': 'calls', '/event': 'events', '/x': 'both' },
      { '/': 'both', '/api': 'calls', '/event': 'both', '/x': 'both' },
    ),
  )('%s has its own idea of paths', async (dialect, uses) => {
    const { fake, at } = await open(dialect)
    for (const [path, use] of Object.entries(uses)) {
      const line = at(path)
      if (use === 'both' || use === 'events')
        expect(await line.next()).toMatchObject({ meta_event_type: 'lifecycle', sub_type: 'connect' })
      line.send({ action: 'get_status', echo: path })
      if (use === 'both' || use === 'calls') expect(await line.next()).toMatchObject({ echo: path })
      await line.quiet()
      fake.beat()
      await line.quiet()
      const heard = line.frames.filter(({ meta_event_type }) => meta_event_type === 'heartbeat')
      expect(heard.length).toBe(use === 'both' || use === 'events' ? 1 : 0)
      expect(line.frames.filter(({ echo }) => echo === path).length).toBe(
        use === 'events' || use === 'nothing' ? 0 : 1,
      )
    }
  })

  test('events go to sockets and to the address that is posted to', async () => {
    const { fake, at } = await open('napcat')
    const line = at('/event')
    await line.next()
    await fake.group(1).member(2).says('hello')
    expect(await line.next()).toMatchObject({ post_type: 'message', raw_message: 'hello' })
  })

  test('calls are answered when they are done, in any order', async () => {
    const { fake, at } = await open('napcat')
    const line = at('/')
    await line.next()
    const gate = fake.faults.slow('send_group_msg')
    line.send({ action: 'send_group_msg', params: { group_id: 1, message: 'first' }, echo: 'first' })
    await gate.arrived
    line.send({ action: 'get_status', echo: 'second' })
    expect(await line.next()).toMatchObject({ echo: 'second' })
    gate.release()
    expect(await line.next()).toMatchObject({ echo: 'first', retcode: 0 })
  })

  test('a restart ends every connection, and the same address takes new ones', async () => {
    const { fake, at } = await open('lagrange')
    const line = at('/')
    await line.next()
    await fake.restart()
    expect(await line.ended).toBe('101 1006')
    expect(await at('/').next()).toMatchObject({ sub_type: 'connect' })
  })

  test('an answer can be lost with the connection after the action is done', async () => {
    for (const how of ['drop', 'half-close'] as const) {
      const { fake, at } = await open('napcat')
      fake.faults.spoil(how, 'send_group_msg')
      const line = at('/api')
      line.send({ action: 'send_group_msg', params: { group_id: 1, message: 'out' }, echo: 1 })
      await line.ended
      expect(fake.group(1).messages.map(({ text }) => text)).toEqual(['out'])
    }
  })
})
