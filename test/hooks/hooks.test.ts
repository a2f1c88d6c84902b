import { describe, expect, it } from 'vitest'
import { ConfigError, createBot, definePlugin, github, HttpError, respond } from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { openDoor } from '../support/door.js'
import { call, githubSignature, json, secret } from '../support/hook.js'

describe('a path', () => {
  it('has parts that reach the handler, and the last may be missing', async () => {
    const door = await openDoor((bot) => bot.hook('/github/:owner/:repo?', ({ params }) => params))
    expect((await call(door.port, '/github/ann/cat')).body).toBe('{"owner":"ann","repo":"cat"}')
    expect((await call(door.port, '/github/ann')).body).toBe('{"owner":"ann"}')
    expect((await call(door.port, '/github')).status).toBe(404)
  })

  it('is the same with a slash at its end', async () => {
    const door = await openDoor((bot) => {
      bot.hook('/one', () => 'one')
      bot.hook('/two/', () => 'two')
    })
    expect((await call(door.port, '/one/')).body).toBe('one')
    expect((await call(door.port, '/two')).body).toBe('two')
  })

  it('registered again takes the place of the first', async () => {
    const door = await openDoor()
    const removeOld = door.bot.hook('/one', () => 'old')
    door.bot.hook('/one/', () => 'new')
    removeOld()
    expect((await call(door.port, '/one')).body).toBe('new')
  })

  it.each(['one', '/a b', '/a?', '/:', '/a/:b*'])('such as %s is refused', (path) => {
    const bot = createBot({ endpoints: [{ path: '/napcat' }], log: createLog('silent') })
    expect(() => bot.hook(path, () => {})).toThrow(ConfigError)
  })

  it('that takes in an endpoint is refused, and so is a name twice', () => {
    const bot = createBot({ endpoints: [{ path: '/napcat' }], log: createLog('silent') })
    expect(() => bot.hook('/NapCat/', () => {})).toThrow('takes in /napcat of endpoint "/napcat"')
    expect(() => bot.hook('/:any', () => {})).toThrow('takes in /napcat')
    bot.hook('/one', { name: 'ci' }, () => {})
    expect(() => bot.hook('/two', { name: 'ci' }, () => {})).toThrow('/one has the name ci already')
  })
})

it('a plugin takes its hooks away with it', async () => {
  const door = await openDoor()
  const setUp = (word: string) =>
    definePlugin({ name: 'ci', setup: (bot) => void bot.hook('/ci', { name: 'ci' }, () => word) })
  const first = await door.bot.plugin(setUp('first'))
  expect((await call(door.port, '/ci')).body).toBe('first')
  await first.remove()
  expect((await call(door.port, '/ci')).status).toBe(404)
  await door.bot.plugin(setUp('second'))
  expect((await call(door.port, '/ci')).body).toBe('second')
})

describe('a hook without verification', () => {
  it('is heard on loopback, and the log says so', async () => {
    const door = await openDoor((bot) => bot.hook('/open', () => 'heard'))
    expect((await call(door.port, '/open')).body).toBe('heard')
    expect(door.logged()).toContain('hook \\"/open\\" does not verify who sends')
  })

  it('is refused where other machines reach it', async () => {
    const bot = createBot({ endpoints: [{ path: '/napcat', tokens: ['t'] }], log: createLog('silent') })
    bot.hook('/open', () => {})
    await expect(bot.listen({ host: '0.0.0.0', port: 0 })).rejects.toThrow('hook "/open" does not verify')
    await bot.close()
  })
})

describe('bot.hooks', () => {
  it('tells what there is, without secrets', async () => {
    const door = await openDoor((bot) => {
      bot.hook('/github/:repo?', { name: 'ci', description: 'pushes', verify: github(secret) }, () => {})
    })
    const body = 'Hello, World!'
    const headers = { 'Content-Type': 'text/plain', ...githubSignature(body) }
    expect((await call(door.port, '/github', { body, headers })).status).toBe(204)
    const [info] = await door.bot.hooks.list()
    expect(info).toEqual({
      name: 'ci',
      path: '/github/:repo?',
      methods: ['POST'],
      description: 'pushes',
      enabled: true,
      verify: 'X-Hub-Signature-256: sha256=HMAC-SHA256 of the body in hex',
      last: { at: expect.any(Number), status: 204 },
    })
  })

  it('disables and enables', async () => {
    const door = await openDoor((bot) => bot.hook('/ci', { name: 'ci', enabled: false }, () => 'heard'))
    expect((await call(door.port, '/ci')).status).toBe(409)
    await door.bot.hooks.enable('ci')
    expect((await call(door.port, '/ci')).status).toBe(200)
    await door.bot.hooks.disable('ci')
    expect((await call(door.port, '/ci')).status).toBe(409)
    await expect(door.bot.hooks.enable('cd')).rejects.toThrow('there is no hook cd; there are ci')
  })
})

describe('an answer', () => {
  it.each([
    ['nothing', undefined, 204, '', null],
    ['a string', 'OK', 200, 'OK', 'text/plain; charset=utf-8'],
    ['an empty string', '', 200, '', null],
    ['an object', { status: 'ok' }, 200, '{"status":"ok"}', 'application/json; charset=utf-8'],
    ['a list', [1], 200, '[1]', 'application/json; charset=utf-8'],
    ['a status', respond(201, { id: 7 }), 201, '{"id":7}', 'application/json; charset=utf-8'],
    ['a status alone', respond(202), 202, '', null],
  ])('that is %s', async (_name, answer, status, body, type) => {
    const door = await openDoor((bot) => bot.hook('/one', () => answer))
    const response = await call(door.port, '/one')
    expect(response).toMatchObject({ status, body })
    expect(response.headers.get('content-type')).toBe(type)
  })

  it('has the headers and cookies that were set', async () => {
    const door = await openDoor((bot) =>
      bot.hook('/one', ({ request }) => {
        request.set('X-Powered-By', 'catflap')
        request.cookies.set('seen', 'yes')
        return respond(302, undefined, { Location: '/two' })
      }),
    )
    const { status, headers } = await call(door.port, '/one', { redirect: 'manual' })
    expect(status).toBe(302)
    expect(headers.get('x-powered-by')).toBe('catflap')
    expect(headers.get('set-cookie')).toMatch(/^seen=yes/)
    expect(headers.get('location')).toBe('/two')
  })

  it('may be thrown', async () => {
    const door = await openDoor((bot) =>
      bot.hook('/one', () => {
        throw new HttpError(403, 'Forbidden')
      }),
    )
    expect(await call(door.port, '/one')).toMatchObject({ status: 403, body: '{"error":"Forbidden"}' })
  })

  it('of a handler that fails is an empty 500, and the log has its id', async () => {
    const door = await openDoor((bot) =>
      bot.hook('/one', () => {
        throw new Error('no such table')
      }),
    )
    expect(await call(door.port, '/one')).toMatchObject({ status: 500, body: '' })
    expect(door.logged()).toContain('no such table')
    expect(await door.said('failed on delivery')).toMatchObject({
      hook: '/one',
      delivery: expect.any(String),
    })
  })
})

it('a body is read as what it says it is', async () => {
  const door = await openDoor((bot) =>
    bot.hook('/one', { accepts: ['json', 'form', 'text', 'raw'] }, ({ body, bytes }) =>
      Buffer.isBuffer(body) ? `raw ${body.length}` : { body, bytes: bytes.length },
    ),
  )
  const as = async (type: string, body: string): Promise<string> =>
    (await call(door.port, '/one', { body, headers: { 'Content-Type': type } })).body
  expect(await as('application/json', '[1]')).toBe('{"body":[1],"bytes":3}')
  expect(await as('application/x-www-form-urlencoded', 'a=1&b=2&b=3')).toBe(
    '{"body":{"a":"1","b":["2","3"]},"bytes":11}',
  )
  expect(await as('text/plain', '猫')).toBe('{"body":"猫","bytes":3}')
  expect(await as('application/octet-stream', 'abc')).toBe('raw 3')
})

it('takes nothing else than its path', async () => {
  const door = await openDoor((bot) => bot.hook('/one', () => 'one'))
  expect((await call(door.port, '/two', json({}))).status).toBe(404)
})
