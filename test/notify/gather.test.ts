import { describe, expect, onTestFinished, test } from 'vitest'
import { MemoryState } from '../../src/journal/memory-state.js'
import type { State } from '../../src/protocol/state.js'
import { createTestBot, type TestBot, type TestBotOptions } from '../../src/testkit/test-bot.js'

const groups = [{ id: 456, members: [{ id: 2 }] }]

const open = async (options: TestBotOptions = {}): Promise<TestBot> => {
  const bot = await createTestBot([], { groups, onErrors: 'keep', ...options })
  onTestFinished(() => bot.close())
  return bot
}

const readIn = ({ group }: TestBot): string[] => group(456).messages.map(({ text }) => text)

describe('gather', () => {
  test('makes one message of what comes within ten seconds of the first line', async () => {
    const world = await open()
    const target = world.bot.to.group(456)
    await target.gather('repo', 'first')
    await world.clock.advance(9000)
    await target.gather('repo', 'second')
    await target.gather('other', 'of another key')
    expect(readIn(world)).toEqual([])
    await world.clock.advance(1000)
    expect(readIn(world)).toEqual(['first\nsecond'])
    await world.clock.advance(9000)
    expect(readIn(world)).toEqual(['first\nsecond', 'of another key'])
    await target.gather('repo', 'third', { withinMs: 1000 })
    await world.clock.advance(1000)
    expect(readIn(world)).toEqual(['first\nsecond', 'of another key', 'third'])
  })

  test('takes a line once', async () => {
    const world = await open()
    await world.bot.to.group(456).gather('repo', 'line')
    await world.bot.to.group(456).gather('repo', 'line')
    await world.clock.advance(10_000)
    expect(readIn(world)).toEqual(['line'])
  })

  test('sends at once what has too many lines', async () => {
    const world = await open()
    const lines = Array.from({ length: 201 }, (_, index) => `${index}`)
    for (const line of lines) await world.bot.to.group(456).gather('repo', line)
    await world.settled()
    expect(readIn(world)).toEqual([lines.slice(0, 200).join('\n')])
  })

  test('sends everything when the bot is closed', async () => {
    const world = await open()
    await world.bot.to.group(456).gather('repo', 'line')
    await world.bot.close()
    expect(readIn(world)).toEqual(['line'])
  })

  test('tells of each of several targets', async () => {
    const world = await open()
    const sent = await world.bot.to.all(['group:456', 'user:7']).gather('repo', 'line')
    expect(sent).toEqual([{ target: 'group:456' }, { target: 'user:7' }])
    await world.clock.advance(10_000)
    expect(readIn(world)).toEqual(['line'])
    expect(world.errors).toMatchObject([{ code: 'API_REFUSED' }])
  })
})

describe('what is gathered outlives the process', () => {
  /** A bot whose time stands still from here on, as if it had been killed. */
  const leave = async (state: State): Promise<TestBot> => {
    const world = await open({ state })
    await world.bot.to.group(456).gather('repo', 'line')
    return world
  }

  test('and is sent by the next one, at its time, with what comes by then', async () => {
    const state = new MemoryState(() => 0)
    await leave(state)
    const world = await open({ state })
    await world.bot.to.group(456).gather('repo', 'line')
    await world.bot.to.group(456).gather('repo', 'more')
    await world.clock.advance(9_999)
    expect(readIn(world)).toEqual([])
    await world.clock.advance(1)
    expect(readIn(world)).toEqual(['line\nmore'])
    await world.clock.advance('2h')
    expect(readIn(world)).toEqual(['line\nmore'])
    expect(await state.keys('notify:')).toEqual([])
  })
})

describe('a gathered message of which nobody knows whether it was sent', () => {
  test('is not sent again where it is in the chat', async () => {
    const world = await open()
    await world.bot.to.group(456).gather('repo', 'line')
    world.faults.spoil('drop', 'send_group_msg')
    await world.clock.advance(10_000)
    world.faults.clear()
    await world.clock.advance('2h')
    expect(readIn(world)).toEqual(['line'])
    expect(world.errors).toEqual([])
  })

  const beingSent = async (startsAt: number): Promise<State> => {
    const state = new MemoryState(() => 0)
    const times = { dueAt: startsAt, sendingAt: startsAt }
    const draft = { id: 'x', target: 'group:456', from: 10_000, lines: ['line'], ...times }
    await state.set('notify:gather:key', draft)
    return state
  }
  const startsAt = new Date('2025-11-20T15:00:00Z')

  test('is sent where it is surely not there', async () => {
    const world = await open({ startsAt, state: await beingSent(startsAt.getTime()) })
    await world.clock.advance(0)
    expect(readIn(world)).toEqual(['line'])
  })

  test('is not sent again where nobody can say, and the log says so', async () => {
    const state = await beingSent(startsAt.getTime())
    const world = await open({ startsAt: new Date(startsAt.getTime() - 1000), state })
    world.faults.refuse('get_group_msg_history')
    await world.clock.advance(1000)
    expect(world.lines.map(({ msg }) => msg)).toContainEqual(
      expect.stringContaining('may have been sent or not'),
    )
    expect(readIn(world)).toEqual([])
    expect(await state.keys('notify:')).toEqual([])
  })

  test('waits for an implementation that does not answer, at most an hour', async () => {
    const world = await open()
    const gather = async (line: string) => {
      await world.bot.to.group(456).gather('repo', line)
      world.faults.spoil('drop')
      await world.clock.advance('5m')
    }
    await gather('back in time')
    world.faults.clear()
    await world.clock.advance('5m')
    expect([readIn(world), world.errors]).toEqual([['back in time'], []])
    await gather('too late')
    await world.clock.advance('70m')
    world.faults.clear()
    await world.clock.advance('1h')
    expect(readIn(world)).toEqual(['back in time', 'too late'])
    expect(world.errors).toMatchObject([{ action: 'get_group_msg_history' }])
  })
})

test('what cannot be kept is sent all the same', async () => {
  const broken = async (): Promise<never> => {
    throw new Error('the disk is full')
  }
  const world = await open({ state: { get: broken, set: broken, add: broken, delete: broken, keys: broken } })
  const target = world.bot.to.group(456)
  await target.gather('repo', 'line')
  await target.alert('cpu', 'firing', 'CPU 93%')
  await world.clock.advance(10_000)
  expect(readIn(world)).toEqual(['CPU 93%', 'line'])
  expect(world.errors).not.toEqual([])
})
