import { expect, test, vi } from 'vitest'
import { ApiNotSent } from '../../src/index.js'
import { systemClock } from '../../src/protocol/clock.js'
import { openApi } from '../support/api.js'
import { groupMessage, openDoor, post, selfId } from '../support/door.js'

const group_id = 456789012

test('answers wait for their turn, and go before broadcasts', async () => {
  const api = await openApi()
  let time = Date.now()
  const { bot, port } = await openDoor(
    (bot) => bot.on('message.group', (event) => event.reply(`to ${event.text}`).then(() => undefined)),
    { ...api.options(), pace: { perSecond: 20, burst: 1 }, clock: { ...systemClock, now: () => time } },
  )
  const broadcasts = ['one', 'two'].map((message) =>
    bot.api(selfId).send_private_msg({ user_id: 1, message }),
  )
  await api.called('send_private_msg')
  expect(bot.pace(selfId)).toEqual({ answers: 0, broadcasts: 1 })
  const answered = post(port, groupMessage('hello'))
  await vi.waitFor(() => expect(bot.pace(selfId)).toEqual({ answers: 1, broadcasts: 1 }))
  time += 50
  await api.called('send_group_msg')
  expect(bot.pace(selfId)).toEqual({ answers: 0, broadcasts: 1 })
  time += 50
  await Promise.all([...broadcasts, answered])
  expect(api.calls).toHaveLength(3)
})

test('the time of a call begins with its turn, and reads and moderation need none', async () => {
  const api = await openApi()
  const { bot } = await openDoor(undefined, {
    ...api.options({}, { timeoutMs: 900 }),
    pace: { perSecond: 1, burst: 1 },
  })
  const sends = [1, 2].map(() => bot.api(selfId).send_group_msg({ group_id, message: 'hi' }))
  await bot.api(selfId).set_group_ban({ group_id, user_id: 1, duration: 60 })
  await bot.api(selfId).get_group_list()
  expect(api.calls.map(([action]) => action).toSorted()).toEqual([
    'get_group_list',
    'send_group_msg',
    'set_group_ban',
  ])
  await expect(Promise.all(sends)).resolves.toHaveLength(2)
})

test('an answer whose turn comes too late is dropped, with a warning and to bot.onError', async () => {
  const api = await openApi()
  let failed: Promise<unknown> | undefined
  const door = await openDoor(
    (bot) => {
      bot.on('notice.group_increase', () => 'welcome')
      failed = new Promise((resolve) => bot.onError(resolve))
    },
    { ...api.options(), pace: { perSecond: 0.01, burst: 1, expireMs: 30 } },
  )
  const joins = {
    post_type: 'notice',
    notice_type: 'group_increase',
    sub_type: 'approve',
    group_id,
    operator_id: 0,
  }
  for (const user_id of [1, 2])
    await post(door.port, { ...joins, user_id, self_id: selfId, time: 1763651801 })
  await expect(failed).resolves.toMatchObject({ reason: 'expired' })
  expect(door.logged()).toContain('waited too long for its turn')
  expect(api.calls).toHaveLength(1)
})

test('what waits when the bot closes was not sent', async () => {
  const api = await openApi()
  const { bot } = await openDoor(undefined, { ...api.options(), pace: { perSecond: 0.01, burst: 1 } })
  const send = (): Promise<unknown> => bot.api(selfId).send_like({ user_id: 1 })
  await send()
  const waiting = send()
  await Promise.all([expect(waiting).rejects.toThrow(ApiNotSent), bot.close()])
  expect(api.calls).toHaveLength(1)
})
