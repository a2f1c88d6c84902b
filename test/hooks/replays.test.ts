import { createHmac } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { anyOf, bearer, slack, standardWebhooks } from '../../src/index.js'
import { openDoor } from '../support/door.js'
import { call } from '../support/hook.js'

const key = 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const body = '{"type":"build.done"}'
const seconds = (): string => String(Math.floor(Date.now() / 1000))

/** As Standard Webhooks says: id, time and body under the secret. */
const standard = (id: string): Record<string, string> => {
  const timestamp = seconds()
  const signed = createHmac('sha256', Buffer.from(key, 'base64')).update(`${id}.${timestamp}.${body}`)
  return {
    'Content-Type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signed.digest('base64')}`,
  }
}

it('a delivery of Standard Webhooks that somebody else sends again does not reach the handler', async () => {
  const handled = vi.fn(() => 'built')
  const door = await openDoor((bot) => bot.hook('/ci', { verify: standardWebhooks(`whsec_${key}`) }, handled))
  const headers = standard('msg_1')
  // Whoever listened in cannot make another delivery of it by other headers.
  for (const more of [{}, {}, { 'Idempotency-Key': 'mine' }, { 'X-GitHub-Delivery': 'mine' }])
    expect(await call(door.port, '/ci', { body, headers: { ...headers, ...more } })).toMatchObject({
      body: 'built',
    })
  expect(handled).toHaveBeenCalledTimes(1)
  await call(door.port, '/ci', { body, headers: standard('msg_2') })
  expect(handled).toHaveBeenCalledTimes(2)
})

it('nor does one of Slack', async () => {
  const handled = vi.fn()
  const verify = anyOf(slack('secret'), bearer('token'))
  const door = await openDoor((bot) => bot.hook('/slack', { verify }, handled))
  const timestamp = seconds()
  const digest = createHmac('sha256', 'secret').update(`v0:${timestamp}:${body}`).digest('hex')
  const headers = {
    'Content-Type': 'application/json',
    'X-Slack-Request-Timestamp': timestamp,
    'X-Slack-Signature': `v0=${digest}`,
  }
  for (const _time of [1, 2]) expect((await call(door.port, '/slack', { body, headers })).status).toBe(204)
  expect(handled).toHaveBeenCalledTimes(1)
})
