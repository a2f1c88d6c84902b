import { stat, writeFile } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import { type CaptureLine, type CaptureRecord, isAside } from '../../src/capture/capture-line.js'
import type { Bot, BotOptions } from '../../src/index.js'
import { done, openApi } from '../support/api.js'
import { captureFile, recordsOf } from '../support/capture.js'
import { groupMessage, openDoor, post, token } from '../support/door.js'

const isLine = (record: CaptureRecord): record is CaptureLine => !isAside(record)

/** A bot that captures, whose calls are answered. */
const open = async (setUp: (bot: Bot) => void, options: Partial<BotOptions> = {}) => {
  const file = captureFile()
  const api = await openApi((action) => {
    if (action === 'get_group_info') return done({ group_name: '群', token: 'secret-of-the-api' })
    return action === 'set_group_kick' ? { retcode: 1404, wording: '不支持' } : undefined
  })
  const door = await openDoor(setUp, { ...api.options(), pace: false, capture: file, ...options })
  /** What is in the file when the bot has been closed. */
  const captured = async (): Promise<CaptureRecord[]> => {
    await door.bot.close()
    return recordsOf(file)
  }
  return { ...door, api, file, captured }
}

test('a line has what came, what was answered, and the calls of answers and of handlers with their results', async () => {
  const { port, captured } = await open((bot) => {
    bot.text('who', async (event) => {
      const { group_name } = await event.api.get_group_info({ group_id: 1 })
      await event.api.set_group_kick({ group_id: 1, user_id: 2 }).catch(() => {})
      return [`${group_name}`, 'second'].join(' ')
    })
    bot.on('notice.group_increase', () => '欢迎')
  })
  const body = JSON.stringify(groupMessage('who'))
  await post(port, body, { 'X-Impl': 'mine', Cookie: 'a=secret', Authorization: `Bearer ${token}` })
  const [line] = (await captured()).filter(isLine)
  expect(line).toMatchObject({
    endpoint: 'main',
    body,
    headers: { 'x-self-id': '123456789', 'x-impl': 'mine' },
    captured: 'all',
  })
  expect(line).toHaveProperty('answer.status')
  expect(line).toHaveProperty('calls', [
    expect.objectContaining({
      action: 'get_group_info',
      params: { group_id: 1 },
      own: true,
      outcome: 'done',
      data: { group_name: '群', token: '***' },
    }),
    expect.objectContaining({
      action: 'set_group_kick',
      own: true,
      outcome: 'refused',
      retcode: 1404,
      wording: '不支持',
    }),
  ])
  expect(JSON.stringify(line)).not.toMatch(/main_token|signature|secret/)
})

test('the calls of an answer are no calls of its handler', async () => {
  const { port, captured } = await open((bot) => {
    bot.on('message.group', () => 'one')
    bot.on('message.group', () => 'two')
  })
  await post(port, groupMessage('hi'))
  const [line] = (await captured()).filter(isLine)
  expect(line).toHaveProperty('calls', [
    { action: 'send_group_msg', params: expect.anything(), outcome: 'done', data: expect.anything() },
  ])
})

test('a call belongs to the message that a conversation has come to', async () => {
  const { port, captured, api } = await open((bot) => {
    bot.text('kick', async (event) => {
      const { text } = await event.ask('who?')
      await event.api.send_like({ user_id: Number(text) })
    })
  })
  await post(port, groupMessage('kick'))
  await post(port, groupMessage('7'))
  await api.called('send_like')
  const lines = (await captured()).filter(isLine)
  expect(lines.map(({ calls }) => calls.map(({ action }) => action))).toEqual([[], ['send_like']])
})

test('calls of no delivery are lines of their own', async () => {
  const { bot, captured } = await open(() => {})
  await bot.api(123456789).send_group_msg({ group_id: 1, message: 'hi' })
  expect(await captured()).toEqual([
    {
      at: expect.any(String),
      aside: [expect.objectContaining({ action: 'send_group_msg', outcome: 'done' })],
    },
  ])
})

test('only its owner may read the file, and a bot that starts again goes on in it, also behind half a line', async () => {
  const { port, captured, file } = await open(() => {})
  await post(port, groupMessage('one'))
  expect(await captured()).toHaveLength(1)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await writeFile(file, '{"id":"7","at"', { flag: 'a' })
  const again = await openDoor(() => {}, { capture: file })
  await post(again.port, groupMessage('two'))
  await again.bot.close()
  await expect(recordsOf(file)).rejects.toThrow('line 2: this is no delivery of a capture')
})

test('a file that is full is said once, and the bot goes on', async () => {
  const file = captureFile()
  const door = await openDoor((bot) => bot.text('ping', () => 'pong'), { capture: { file, maxBytes: 1500 } })
  for (let count = 0; count < 5; count += 1)
    expect(await post(door.port, groupMessage('ping'))).toMatchObject({ status: 200 })
  const line = await door.said('no more is captured')
  expect(line.msg).toContain('"capture.maxBytes"')
  await door.bot.close()
  expect((await stat(file)).size).toBeLessThanOrEqual(1500)
  expect(door.lines.filter(({ msg }) => msg.includes('no more is captured'))).toHaveLength(1)
})

test('a file that cannot be opened is an error of the start', async () => {
  await expect(openDoor(() => {}, { capture: '/nowhere/at/all.jsonl' })).rejects.toThrow('cannot be written')
})

test('a delivery that is still at work is written when it is done', async () => {
  const waiting: (() => void)[] = []
  const { port, file, captured } = await open((bot) => {
    bot.text('slow', () => new Promise<string>((resolve) => waiting.push(() => resolve('late'))))
  }, {})
  const slow = post(port, groupMessage('slow'))
  await post(port, groupMessage('quick'))
  await vi.waitFor(async () => expect(await recordsOf(file)).toHaveLength(1))
  waiting[0]?.()
  await slow
  const texts = (await captured()).map((record) => JSON.stringify(record).match(/slow|quick/)?.[0])
  expect(texts.filter((text) => text !== undefined)).toEqual(['quick', 'slow'])
})
