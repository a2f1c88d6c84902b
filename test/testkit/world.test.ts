import { expect, onTestFinished, test } from 'vitest'
import { createFakeOneBot } from '../../src/testkit/fake-onebot.js'
import { inWords, linesOf, openScene, peopled } from './fake.js'

test('a mute ends when its time is over', async () => {
  let now = 1_700_000_000_000
  const { fake } = await openScene('llonebot', { ban: true, ban_duration: 60 }, { clock: () => now })
  await fake.group(1).member(2).says('spam')
  expect(fake.group(1).muted).toEqual(new Map([[2, 60]]))
  now += 60_000
  expect(fake.group(1).muted.size).toBe(0)
})

test('a recalled message stays, as one that is gone', async () => {
  const { fake } = await openScene('go-cqhttp', { delete: true })
  const { message } = await fake.group(1).member(2).says('spam')
  expect(fake.group(1).messages).toEqual([message])
  expect(message.recalled).toBe(true)
})

test('a kicked member is gone', async () => {
  const { fake } = await openScene('go-cqhttp', { kick: true, reject_add_request: true })
  await fake.group(1).member(2).says('spam')
  expect([...fake.group(1).members.keys()]).toEqual([10_000, 3, 4])
  expect(fake.group(1).blocked).toEqual(new Set([2]))
})

test.each([
  ['member', 2, ['fail delete', 'fail kick', 'fail ban']],
  ['admin', 2, ['recall 1001', 'kick 2', 'fail ban']],
  ['admin', 3, ['fail delete', 'fail kick', 'fail ban']],
  ['owner', 3, ['recall 1001', 'kick 3', 'fail ban']],
] as const)('as %s the account does to member %i: %s', async (role, user, effects) => {
  const { fake } = await openScene('llonebot', { delete: true, kick: true, ban: true })
  fake.group(1).member(fake.world.selfId).role = role
  expect((await fake.group(1).member(user).says('spam')).effects.map(inWords)).toEqual(effects)
})

test('a muted account cannot speak', async () => {
  const { fake } = await openScene('napcat', { reply: 'pong' })
  fake.group(1).mute(fake.world.selfId, 60)
  expect((await fake.group(1).member(2).says('ping')).effects.map(inWords)).toEqual(['fail reply'])
})

test('who is let in is a member, and who is not is none', async () => {
  const { fake } = await openScene('napcat', { approve: true })
  await fake.stranger(9).asksToJoin(1)
  expect(fake.group(1).member(9).role).toBe('member')
  expect(() => fake.group(1).member(10)).toThrow('10 is no member of group 1')
})

test('a request is answered once', async () => {
  const { fake } = await openScene('napcat', { approve: true })
  fake.faults.duplicateEvents = true
  const { effects, request } = await fake.stranger(9).asksToBeFriend()
  expect(effects.map(inWords)).toEqual(['approve', 'fail approve'])
  expect(request.state).toBe('approved')
})

test('what others do is reported', async () => {
  const { fake, posted } = await openScene('napcat')
  const { message } = await fake.group(1).member(2).says('oops')
  await fake.group(1).member(2).recalls(message)
  await fake.group(1).member(2).pokes()
  await fake.group(1).member(2).leaves()
  await fake.group(1).joins({ id: 9 })
  const notices = posted.slice(1).map(({ bytes }) => JSON.parse(bytes.toString()))
  expect(notices).toMatchObject([
    { notice_type: 'group_recall', user_id: 2, operator_id: 2, message_id: message.id },
    { notice_type: 'notify', sub_type: 'poke', user_id: 2, target_id: 10_000 },
    { notice_type: 'group_decrease', sub_type: 'leave', user_id: 2 },
    { notice_type: 'group_increase', sub_type: 'approve', user_id: 9 },
  ])
})

test.each([
  ['napcat', { sub_type: 'group', group_id: 1, temp_source: 0 }],
  ['llonebot', { sub_type: 'group', sender: { group_id: 1 }, temp_source: 0 }],
  ['go-cqhttp', { sub_type: 'group', sender: { group_id: 1 }, temp_source: 0 }],
  ['lagrange', { sub_type: 'group', target_id: 0 }],
  ['shamrock', { sub_type: 'friend', group_id: 1, temp_source: 0 }],
] as const)('%s reports what a member whispers', async (dialect, fields) => {
  const { fake, posted } = await openScene(dialect, { reply: 'pong' })
  const member = fake.group(1).member(3)
  const { effects } = await member.whispers('ping')
  const event = { message_type: 'private', user_id: 3, ...fields }
  expect(JSON.parse(posted[0]?.bytes.toString() ?? '')).toMatchObject(event)
  expect(linesOf(fake, member)).toHaveLength(dialect === 'lagrange' ? 0 : 1)
  expect(effects).toHaveLength(dialect === 'lagrange' ? 0 : 1)
})

test('a call to somebody who is no friend needs the group', async () => {
  const fake = peopled('napcat')
  const url = await fake.listen()
  onTestFinished(() => fake.close())
  const send = async (params: object): Promise<unknown> => {
    const body = JSON.stringify({ user_id: 3, message: 'hi', ...params })
    return (await fetch(`${url}/send_private_msg`, { method: 'POST', body })).json()
  }
  expect(await send({})).toMatchObject({ retcode: 200, message: '3 is no friend' })
  expect(await send({ group_id: 1 })).toMatchObject({ retcode: 0 })
  expect(linesOf(fake, fake.group(1).member(3))).toEqual(['hi'])
})

test('ids count up from where they are told to', async () => {
  const { fake } = await openScene('llonebot', { reply: 'pong' }, { firstMessageId: -7 })
  const { message, effects } = await fake.group(1).member(2).says('ping')
  expect(message.id).toBe(-7)
  expect(effects.map(inWords)).toEqual(['send >-7 pong'])
})

test('without an address nobody is told', async () => {
  const fake = createFakeOneBot({ dialect: 'napcat' })
  fake.world.addGroup({ id: 1, members: [{ id: 2 }] })
  expect(await fake.group(1).member(2).says('hi')).toMatchObject({ status: undefined, effects: [] })
})
