import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createBot } from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { groupMessage, post, selfId, token } from '../support/door.js'

const openBot = async (setUp = {}, port = 0) => {
  const lines: string[] = []
  const bot = createBot({
    endpoints: [{ name: 'main', path: '/napcat', tokens: [token] }],
    log: createLog('info', { write: (line) => void lines.push(line) }),
    admin: { port },
    ...setUp,
  })
  bot.text('ping', () => 'pong')
  onTestFinished(() => bot.close({ withinMs: 0 }))
  const listening = await bot.listen({ port: 0 })
  const get = async (path: string, method = 'GET'): Promise<{ status: number; body: string }> => {
    const response = await fetch(`http://127.0.0.1:${listening.adminPort}${path}`, { method })
    return { status: response.status, body: await response.text() }
  }
  return { bot, ...listening, get, lines }
}

test('the admin listener says that the bot lives and is ready, and nothing else', async () => {
  const { get, port } = await openBot()
  expect(await get('/healthz')).toEqual({ status: 200, body: 'ok\n' })
  expect(JSON.parse((await get('/readyz')).body)).toEqual({
    ready: true,
    checks: { accepting: true, journal: true, accounts: true },
    unreachable: [],
  })
  expect((await get('/healthz', 'POST')).status).toBe(405)
  expect((await get('/constructor')).status).toBe(404)
  expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404)
})

test('an account whose API does not answer makes the bot not ready', async () => {
  const { bot, get } = await openBot({ accounts: [{ selfId: 1, api: { url: 'http://127.0.0.1:1' } }] })
  await bot
    .api(1)
    .call('get_status')
    .catch(() => {})
  const { status, body } = await get('/readyz')
  expect([status, JSON.parse(body)]).toMatchObject([503, { ready: false, unreachable: [1] }])
})

test('the metrics count what came', async () => {
  const { get, port } = await openBot()
  const ping = groupMessage('ping')
  await post(port, ping)
  await post(port, ping)
  await post(port, groupMessage('ping'), { 'X-Signature': `sha1=${'0'.repeat(40)}` })
  const { body } = await get('/metrics')
  expect(body).toContain('catflap_deliveries_total{endpoint="main",outcome="answered"} 1')
  expect(body).toContain('catflap_deliveries_total{endpoint="main",outcome="empty"} 1')
  expect(body).toContain('catflap_deliveries_total{endpoint="main",outcome="signature-wrong"} 1')
  expect(body).toContain('catflap_duplicates_total 1')
  expect(body).toContain('catflap_answer_seconds_count{endpoint="main"} 2')
})

test('the gauges say which accounts are online and what waits to be sent', async () => {
  const { get, port } = await openBot({ accounts: [{ selfId: 1 }, { selfId }] })
  await post(port, groupMessage('ping'))
  const { body } = await get('/metrics')
  expect(body).toContain('catflap_accounts{state="online"} 1')
  expect(body).toContain('catflap_accounts{state="unknown"} 1')
  expect(body).toContain('catflap_sends_waiting{priority="answers"} 0')
})

test('names that plugins make up are one series', async () => {
  const { bot, get } = await openBot({ accounts: [{ selfId: 1, api: { url: 'http://127.0.0.1:1' } }] })
  for (const name of ['made_up_1', 'made_up_2', 'toString'])
    await bot
      .api(1)
      .call(name)
      .catch(() => {})
  expect((await get('/metrics')).body).toContain(
    'catflap_calls_total{action="other",outcome="unreachable"} 3',
  )
})

test('everything that is done leaves a line with the id of its event', async () => {
  const { port, lines } = await openBot()
  await post(port, groupMessage('ping'))
  const audited = lines.map((line) => JSON.parse(line) as { audit?: object }).filter(({ audit }) => audit)
  expect(audited).toMatchObject([
    {
      level: 30,
      audit: {
        id: expect.stringMatching(/^[0-9a-z]{9,}$/),
        action: 'response reply',
        account: 123456789,
        chat: '123456789:group:456789012',
        outcome: 'sent',
      },
    },
  ])
  expect(lines.join()).not.toContain('pong')
})

test('a port that is taken is a line, and the bot runs', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const { port, adminPort, lines } = await openBot({}, (other.address() as AddressInfo).port)
  expect(adminPort).toBeUndefined()
  expect(lines.join()).toContain('the admin listener cannot be opened')
  expect(await post(port, groupMessage('ping'))).toMatchObject({ status: 200 })
})
