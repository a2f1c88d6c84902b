import { expect, onTestFinished, test, vi } from 'vitest'
import { done, openApi } from '../support/api.js'
import { groupMessage, openDoor, post, selfId } from '../support/door.js'

const halfHourMs = 1_800_000
const dayMs = 48 * halfHourMs

const fakeTime = (): void => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
    now: Date.parse('2026-01-01T00:30:00Z'),
  })
  onTestFinished(() => void vi.useRealTimers())
}

const morning = { tz: 'Asia/Shanghai' }

test('a job sends as the account that is online', async () => {
  fakeTime()
  const api = await openApi((action) => (action === 'get_status' ? done({ online: true }) : undefined))
  const { bot } = await openDoor(() => {}, { ...api.options(), accounts: [{ selfId }] })
  bot.cron('0 9 * * *', morning, ({ to, at }) => to.group(1).send(at.toISOString()))
  vi.advanceTimersByTime(halfHourMs)
  expect(await api.called('send_group_msg')).toMatchObject({ message: '2026-01-01T01:00:00.000Z' })
})

test('a job waits for its account, and is left out when that does not come', async () => {
  fakeTime()
  const { bot, port, said } = await openDoor((bot) => {
    bot.cron('0 9 * * *', { ...morning, waitMs: 1000 }, ({ api }) => bot.log.info({}, `ran as ${api.selfId}`))
  })
  vi.advanceTimersByTime(halfHourMs + 1000)
  await said('cron 0 9 * * * is left out: its account was not online within 1000 ms')
  await new Promise((resolve) => setImmediate(resolve))
  vi.advanceTimersByTime(dayMs - 1000)
  await post(port, groupMessage('here I am'))
  await said(`ran as ${selfId}`)
  await bot.close()
})

test('a job that fails is reported with its plugin, and comes again', async () => {
  fakeTime()
  let tell = (_told: unknown[]): void => {}
  const told = new Promise<unknown[]>((resolve) => {
    tell = resolve
  })
  const { bot, port, said } = await openDoor((bot) => {
    bot.onError((error, event, where) => tell([String(error), event, where]))
  })
  await post(port, groupMessage('here I am'))
  await bot.plugin(function alarm(own) {
    own.cron('0 * * * *', { name: 'ring' }, () => Promise.reject(new Error('broken')))
  })
  vi.advanceTimersByTime(halfHourMs)
  await said('the handler of cron ring (alarm) failed')
  expect(await told).toEqual(['Error: broken', undefined, 'cron ring (alarm)'])
})

test('work of a plugin after and every so many milliseconds ends with it', async () => {
  fakeTime()
  const { bot } = await openDoor()
  const ran: string[] = []
  const loaded = await bot.plugin(function clock(own) {
    own.after(10, () => ran.push('after'))
    own.every(20, () => ran.push('every'))
  })
  vi.advanceTimersByTime(50)
  expect(ran).toEqual(['after', 'every', 'every'])
  await loaded.remove()
  vi.advanceTimersByTime(50)
  expect(ran).toHaveLength(3)
  expect(() => bot.every(-1, () => {})).toThrow(RangeError)
})
