import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { anyOf, basic, createBot, github, gitlab, ip, slack, standardWebhooks } from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { openDoor } from '../support/door.js'
import { call, githubSignature, secret } from '../support/hook.js'

const whsec = `whsec_${Buffer.from('a secret of enough bytes').toString('base64')}`

describe('a test of a hook', () => {
  test.each([
    ['a signature', github(secret)],
    ['a token', gitlab('t0ken')],
    ['a password', basic('ci', 'pass')],
    ['Standard Webhooks', standardWebhooks(whsec)],
    ['Slack', slack(secret)],
    ['one of several', anyOf(ip(['203.0.113.0/24']), github(secret))],
    ['nothing', undefined],
  ])('verifies by %s, without a door', async (_how, verify) => {
    const bot = createBot({ endpoints: [{ path: '/napcat' }], log: createLog('silent') })
    bot.hook('/ci/:job', { name: 'ci', ...(verify && { verify }) }, ({ params, body }) => ({ params, body }))
    const trial = await bot.hooks.test('ci', { body: '{"ok":true}', params: { job: 'build' } })
    expect(trial).toEqual({
      method: 'POST',
      url: '/ci/build',
      contentType: 'application/json',
      isGuessed: true,
      status: 200,
      body: '{"params":{"job":"build"},"body":{"ok":true}}',
    })
    await bot.close()
  })

  test('says what its sender would hear, and where', async () => {
    const { bot, port } = await openDoor((bot) =>
      bot.hook('/ci', { name: 'ci', verify: ip(['203.0.113.9']) }, () => 'OK'),
    )
    expect(await bot.hooks.test('ci')).toMatchObject({
      url: `http://127.0.0.1:${port}/ci`,
      contentType: undefined,
      status: 403,
    })
    expect(await bot.hooks.test('ci', { at: 'https://bot.example.com' })).toMatchObject({
      url: 'https://bot.example.com/ci',
    })
    await expect(bot.hooks.test('cd')).rejects.toThrow('there is no hook cd; there are ci')
  })

  test('may go another way', async () => {
    const { bot } = await openDoor((bot) => bot.hook('/ci', { name: 'ci' }, () => 'OK'))
    const through = async () => ({ status: 502, body: 'Bad Gateway' })
    expect(await bot.hooks.test('ci', { through })).toMatchObject({ status: 502, body: 'Bad Gateway' })
  })
})

describe('GET …?info', () => {
  const open = async () =>
    openDoor((bot) => {
      const options = { name: 'ci', description: 'pushes', verify: github(secret) }
      bot.hook('/ci/:repo?', options, () => 'OK')
      bot.hook('/own', { methods: ['GET'] }, ({ query }) => ({ own: query.get('info') }))
    })

  test('tells whoever may send what a sender must be told, and no secret', async () => {
    const { port, bot } = await open()
    const headers = { ...githubSignature(''), 'X-Forwarded-Proto': 'https' }
    const { status, body, headers: answered } = await call(port, '/ci/cat?info', { method: 'GET', headers })
    expect(status).toBe(200)
    expect(JSON.parse(body)).toEqual({
      name: 'ci',
      description: 'pushes',
      url: `https://127.0.0.1:${port}/ci/cat`,
      path: '/ci/:repo?',
      methods: ['POST'],
      contentTypes: ['application/json', 'application/x-www-form-urlencoded', 'text/plain'],
      maxBytes: 8 * 1024 * 1024,
      verify: 'X-Hub-Signature-256: sha256=HMAC-SHA256 of the body in hex',
    })
    expect(answered.get('cache-control')).toBe('no-store')
    expect(body).not.toContain(secret)
    expect((await bot.hooks.list())[0]?.last).toBeUndefined()
  })

  test('tells nobody else, also on this machine', async () => {
    const { port } = await open()
    const ask = async (headers = {}) => (await call(port, '/ci?info', { method: 'GET', headers })).status
    expect(await ask()).toBe(401)
    expect(await ask(githubSignature('', 'another secret'))).toBe(403)
    const signed = {
      'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update('').digest('hex')}`,
    }
    expect(await ask(signed)).toBe(200)
  })

  test('leaves a parameter of the hook alone', async () => {
    const { port } = await open()
    expect((await call(port, '/own?info=1', { method: 'GET' })).body).toBe('{"own":"1"}')
    expect((await call(port, '/ci?info=1', { method: 'GET' })).status).toBe(405)
  })
})
