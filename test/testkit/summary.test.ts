import { expect, test } from 'vitest'
import { lineOf, summarize } from '../../src/testkit/summary.js'
import { openScene } from './fake.js'

test('a summary says who is where, who is silent and what is read', async () => {
  const { fake } = await openScene('llonebot', {
    reply: 'stop',
    ban: true,
    delete: true,
    approve: true,
    remark: '小明',
  })
  await fake.group(1).member(2).says('spam')
  await fake.group(1).member(3).whispers('hi')
  await fake.stranger(9).asksToBeFriend()
  expect(summarize(fake.world)).toEqual({
    groups: {
      1: {
        members: { 10000: 'admin', 2: 'member', 3: 'admin', 4: 'owner' },
        muted: { 2: 1800 },
        wholeMuted: false,
        blocked: [],
        messages: ['2: (recalled)', '10000: >1001 stop'],
      },
    },
    talks: { 3: ['3: hi', '10000: >1003 stop'] },
    requests: ['friend 9 approved'],
    friends: { 2: '', 9: '小明' },
  })
})

test('llonebot and go-cqhttp end in the same world where they do the same', async () => {
  const [one, two] = await Promise.all(
    (['llonebot', 'go-cqhttp'] as const).map(async (dialect) => {
      const { fake } = await openScene(dialect, { delete: true, kick: true, approve: false, reason: '满了' })
      await fake.group(1).member(2).says('spam')
      await fake.stranger(9).asksToJoin(1)
      return summarize(fake.world)
    }),
  )
  expect(one).toEqual(two)
  expect(one?.requests).toEqual(['add 9 to 1 declined: 满了'])
})

test('a line shows reactions', async () => {
  const { fake } = await openScene('napcat')
  const { message } = await fake.group(1).member(2).says('hi')
  message.reactions.push({ emoji: '76', by: 3 })
  expect(lineOf(message)).toBe('2: hi +76')
})
