import { describe, expect, test } from 'vitest'
import type { Bot } from '../../src/index.js'
import { done, openApi } from '../support/api.js'
import { exchange, fixture, groupMessage, openDoor, post, selfId } from '../support/door.js'

const notes = (bot: Bot, list: string[]): void => {
  bot.on(
    'account.online',
    (event) => void list.push(`${event.self_id} online, ${event.before}: ${event.reason}`),
  )
  bot.on(
    'account.offline',
    (event) => void list.push(`${event.self_id} offline, ${event.before}: ${event.reason}`),
  )
  bot.on('*', (event) => void (event.post_type === 'account' && list.push('a catch-all')))
}

const beat = (online: boolean | null, time: number): object => ({
  self_id: selfId,
  time,
  post_type: 'meta_event',
  meta_event_type: 'heartbeat',
  status: { online, good: true },
  interval: 5000,
})

describe('an account', () => {
  test('is online when it is first heard of, and offline when it says so, once', async () => {
    const list: string[] = []
    const { bot, port } = await openDoor((bot) => notes(bot, list))
    expect(bot.accounts).toEqual([])
    await post(port, groupMessage('a'))
    await exchange(port, fixture('napcat/bot-offline'))
    expect(bot.accounts).toMatchObject([{ selfId, state: 'offline', hasApi: false }])
    await post(port, groupMessage('b'))
    await post(port, groupMessage('c'))
    expect(list).toEqual([
      `${selfId} online, unknown: message`,
      `${selfId} offline, online: bot_offline`,
      `${selfId} online, offline: message`,
    ])
  })

  test('is offline after two heartbeats that say so; one, or one that does not know, is chance', async () => {
    const list: string[] = []
    const { port } = await openDoor((bot) => notes(bot, list))
    for (const [index, online] of [true, false, true, null, false, false, false].entries())
      await post(port, beat(online, index))
    expect(list).toEqual([`${selfId} online, unknown: meta_event`, `${selfId} offline, online: heartbeat`])
  })

  test('of the configuration is known before it has been heard of', async () => {
    const { bot } = await openDoor(() => {}, { accounts: [{ selfId }] })
    expect(bot.accounts).toEqual([{ selfId, state: 'unknown', since: undefined, hasApi: false }])
  })

  test('is offline when its sends fail, whatever get_status says', async () => {
    const list: string[] = []
    let fails = true
    const api = await openApi((action) => {
      if (action === 'get_status') return done({ online: true, good: true })
      return fails && action === 'send_group_msg' ? { retcode: 1200 } : undefined
    })
    const { bot, port } = await openDoor((bot) => notes(bot, list), api.options())
    await post(port, groupMessage('a'))
    const send = () => bot.to.group(1).send('hi')
    for (const _ of [1, 2, 3]) await send().catch(() => {})
    expect(bot.accounts[0]?.state).toBe('offline')
    fails = false
    await send()
    expect(list.slice(1)).toEqual([
      `${selfId} offline, online: calls fail`,
      `${selfId} online, offline: calls succeed`,
    ])
  })
})
