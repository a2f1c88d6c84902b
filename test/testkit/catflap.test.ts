import { expect, onTestFinished, test } from 'vitest'
import { type Bot, createBot } from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { type Implementation, implementations } from '../../src/protocol/implementation.js'
import type { FakeOneBot } from '../../src/testkit/fake-onebot.js'
import { linesOf, peopled } from './fake.js'

/** A fake that posts to a bot of catflap, which answers `ping` with `pong`. */
const withBot = async (dialect: Implementation): Promise<{ fake: FakeOneBot; bot: Bot }> => {
  const fake = peopled(dialect, { token: 'key', apiToken: 'api' })
  // Shamrock signs nothing.
  const tokens = dialect === 'shamrock' ? [] : ['key']
  const api = { url: await fake.listen(), token: 'api' }
  const log = createLog('info', { write: () => {} })
  const bot = createBot({ endpoints: [{ path: '/bot', tokens, api }], log })
  bot.text('ping', () => 'pong')
  bot.text('call', ({ api }) => api.call('send_group_msg', { group_id: 1, message: '好' }))
  const { port } = await bot.listen({ port: 0 })
  fake.postTo(`http://127.0.0.1:${port}/bot`)
  onTestFinished(async () => {
    await bot.close({ withinMs: 0 })
    await fake.close()
  })
  return { fake, bot }
}

test.each(implementations)('on %s the group reads a pong that quotes', async (dialect) => {
  const { fake, bot } = await withBot(dialect)
  const { message } = await fake.group(1).member(2).says('ping')
  // Lagrange reads no response: the reply is called, and waited for at the end.
  await bot.close()
  expect(linesOf(fake, fake.group(1))).toEqual([`>${message.id} pong`])
})

test.each(implementations)('on %s a call of the handler is read by the group, once', async (dialect) => {
  const { fake } = await withBot(dialect)
  await fake.group(1).member(2).says('call')
  expect(linesOf(fake, fake.group(1))).toEqual(['好'])
  expect(fake.calls.map(({ action }) => action)).toEqual(['send_group_msg'])
})

test('180 kB of Chinese and emoji arrive on napcat as they left, even in chunks of a thousand bytes', async () => {
  const long = '喵🐱'.repeat(26_000)
  const fake = peopled('napcat', { token: 'key', chunkBytes: 1000 })
  const bot = createBot({
    endpoints: [{ path: '/bot', tokens: ['key'] }],
    log: createLog('info', { write: () => {} }),
  })
  onTestFinished(() => bot.close({ withinMs: 0 }))
  bot.text('ping', () => long)
  const { port } = await bot.listen({ port: 0 })
  fake.postTo(`http://127.0.0.1:${port}/bot`)
  await fake.friend(2).says('ping')
  expect(linesOf(fake, fake.friend(2))).toEqual([long])
})
