import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { bearer, github, HttpError, ip, origin } from '../../src/index.js'
import { exchange, openDoor } from '../support/door.js'
import { call, githubSignature, json, secret } from '../support/hook.js'

const text = (body: string, headers: Record<string, string> = {}): RequestInit => ({
  body,
  headers: { 'Content-Type': 'text/plain', ...headers },
})

describe('a refusal is a status without a body:', () => {
  it('400 for what is not what it says it is', async () => {
    const door = await openDoor((bot) => {
      bot.hook('/ci', { form: 'payload', files: {} }, () => {})
    })
    const as = (type: string, body: string | Uint8Array<ArrayBuffer>) =>
      call(door.port, '/ci', { body, headers: { 'Content-Type': type } })
    expect(await as('application/json', '{')).toMatchObject({ status: 400, body: '' })
    expect(await as('application/json', Uint8Array.of(0xff))).toMatchObject({ status: 400, body: '' })
    expect(await as('application/x-www-form-urlencoded', 'a=1')).toMatchObject({ status: 400, body: '' })
    expect(await as('multipart/form-data', '--x')).toMatchObject({ status: 400, body: '' })
    expect(await as('multipart/form-data; boundary=x', '--x\r\n')).toMatchObject({ status: 400, body: '' })
    expect(door.logged()).toContain('the body for hook \\"/ci\\" is no JSON')
    expect(door.logged()).toContain('the form has no field \\"payload\\"')
  })

  it('401 where nothing shows who sends', async () => {
    const door = await openDoor((bot) => bot.hook('/ci', { verify: github(secret) }, () => {}))
    expect(await call(door.port, '/ci', text('a'))).toMatchObject({ status: 401, body: '' })
    expect(door.logged()).toContain('it wants X-Hub-Signature-256')
    expect(door.logged()).not.toContain(secret)
  })

  it('403 for another signature, address or origin', async () => {
    const door = await openDoor((bot) => {
      bot.hook('/signed', { verify: github(secret) }, () => {})
      bot.hook('/near', { verify: ip(['10.0.0.0/8']) }, () => {})
      bot.hook('/known', { verify: origin('https://ci.example.com') }, () => {})
      bot.hook('/listed', { allow: ['10.0.0.0/8'], verify: github(secret) }, () => {})
    })
    const wrong = githubSignature('a', 'another')
    expect(await call(door.port, '/signed', text('a', wrong))).toMatchObject({ status: 403, body: '' })
    expect((await call(door.port, '/near', text('a'))).status).toBe(403)
    expect((await call(door.port, '/known', text('a', { Origin: 'https://ci.example.org' }))).status).toBe(
      403,
    )
    expect((await call(door.port, '/known', text('a', { Origin: 'https://ci.example.com' }))).status).toBe(
      204,
    )
    expect((await call(door.port, '/listed', text('a', githubSignature('a')))).status).toBe(403)
  })

  it('404 where there is no hook', async () => {
    const door = await openDoor((bot) => bot.hook('/ci', () => {}))
    expect(await call(door.port, '/cd')).toMatchObject({ status: 404, body: '' })
  })

  it('405 for another method, with those that there are', async () => {
    const door = await openDoor((bot) =>
      bot.hook('/ci', { methods: ['POST', 'DELETE'] }, (hook) => hook.method),
    )
    const refused = await call(door.port, '/ci', { method: 'GET' })
    expect(refused).toMatchObject({ status: 405, body: '' })
    expect(refused.headers.get('allow')).toBe('POST, DELETE')
    expect((await call(door.port, '/ci', { method: 'DELETE' })).body).toBe('DELETE')
  })

  it('409 while it is disabled', async () => {
    const door = await openDoor((bot) => bot.hook('/ci', { enabled: false }, () => {}))
    expect(await call(door.port, '/ci')).toMatchObject({ status: 409, body: '' })
  })

  it('413 for what is too long, before it has come', async () => {
    const door = await openDoor((bot) => bot.hook('/ci', { bodyLimit: 10 }, () => {}))
    expect(await call(door.port, '/ci', text('12345678901'))).toMatchObject({ status: 413, body: '' })
    const head = 'POST /ci HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 11\r\n\r\n'
    expect((await exchange(door.port, head)).status).toBe(413)
  })

  it('415 for what it does not take', async () => {
    const door = await openDoor((bot) => bot.hook('/ci', { accepts: ['json'] }, () => {}))
    expect(await call(door.port, '/ci', text('a'))).toMatchObject({ status: 415, body: '' })
    const packed = json({}, { 'Content-Encoding': 'gzip' })
    expect((await call(door.port, '/ci', packed)).status).toBe(415)
  })

  it('429 for more than it takes in a minute', async () => {
    const door = await openDoor((bot) => bot.hook('/ci', { perMinute: 2 }, () => {}))
    const statuses: number[] = []
    for (const _time of [1, 2, 3]) statuses.push((await call(door.port, '/ci')).status)
    expect(statuses).toEqual([204, 204, 429])
    expect((await call(door.port, '/ci')).headers.get('retry-after')).toBe('60')
  })

  it('500 for the error of a handler alone', async () => {
    const door = await openDoor((bot) =>
      bot.hook('/ci', () => {
        throw new Error('no disk')
      }),
    )
    expect(await call(door.port, '/ci')).toMatchObject({ status: 500, body: '' })
  })

  it('503 while the bot shuts down, and where too much is at work', async () => {
    let finish = (): void => {}
    let start = (): void => {}
    const started = new Promise<void>((resolve) => (start = resolve))
    const door = await openDoor(
      (bot) =>
        bot.hook('/ci', () => {
          start()
          return new Promise<void>((resolve) => (finish = resolve))
        }),
      { limits: { concurrent: 1 } },
    )
    const first = call(door.port, '/ci')
    await started
    const busy = await call(door.port, '/ci')
    expect(busy.status).toBe(503)
    expect(busy.headers.get('retry-after')).toBe('5')
    const closing = door.bot.close()
    expect(await call(door.port, '/ci')).toMatchObject({ status: 503, body: '' })
    finish()
    expect((await first).status).toBe(204)
    await closing
  })
})

it('a status that a handler throws has its words', async () => {
  const door = await openDoor((bot) =>
    bot.hook('/ci', () => {
      throw new HttpError(400, 'notify_chat_key is missing')
    }),
  )
  expect(await call(door.port, '/ci')).toMatchObject({
    status: 400,
    body: '{"error":"notify_chat_key is missing"}',
  })
  expect(() => new HttpError(200, 'OK')).toThrow(RangeError)
})

it('what the head alone shows is refused before the body is read', async () => {
  const door = await openDoor((bot) => bot.hook('/ci', { verify: bearer('token') }, () => {}))
  const head = 'POST /ci HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\n'
  expect((await exchange(door.port, head)).status).toBe(401)
})

it('many wrong signatures lock an address out, and are counted', async () => {
  const door = await openDoor(
    (bot) => bot.hook('/ci', { verify: github(secret), methods: ['POST'] }, () => {}),
    { limits: { wrongSignatures: 3 }, trustProxy: ['127.0.0.1'], admin: { port: 0 } },
  )
  const headers = { ...githubSignature('a', 'wrong'), 'X-Forwarded-For': '203.0.113.7' }
  for (const _time of [1, 2, 3]) await call(door.port, '/ci', text('a', headers))
  await door.said('203.0.113.7 has sent too many wrong signatures')
  const right = { ...githubSignature('a'), 'X-Forwarded-For': '203.0.113.7' }
  expect((await call(door.port, '/ci', text('a', right))).status).toBe(403)
})

it('a body that breaks off is refused, and the handler is not asked', async () => {
  const asked: unknown[] = []
  const door = await openDoor((bot) => bot.hook('/ci', { files: {} }, (hook) => void asked.push(hook)))
  for (const type of ['text/plain', 'multipart/form-data; boundary=x']) {
    const socket = connect(door.port, '127.0.0.1').resume()
    socket.write(
      `POST /ci HTTP/1.1\r\nHost: a\r\nContent-Type: ${type}\r\nContent-Length: 100\r\n\r\n--x\r\n`,
    )
    await new Promise((resolve) => socket.once('connect', resolve))
    socket.end()
    await new Promise((resolve) => socket.once('close', resolve))
  }
  await door.said('broke off')
  expect(asked).toEqual([])
})

it('what becomes of deliveries is counted for each hook', async () => {
  const door = await openDoor((bot) => bot.hook('/ci', { name: 'ci', verify: github(secret) }, () => 'OK'), {
    admin: { port: 0 },
  })
  await call(door.port, '/ci', text('a', githubSignature('a')))
  await call(door.port, '/ci', text('a'))
  const { adminPort } = door
  const metrics = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text()
  expect(metrics).toContain('catflap_hook_deliveries_total{hook="ci",outcome="answered"} 1')
  expect(metrics).toContain('catflap_hook_deliveries_total{hook="ci",outcome="hook-unverified"} 1')
  expect(metrics).toContain('catflap_hook_seconds_count{hook="ci"} 1')
})
