import { expect, onTestFinished, test } from 'vitest'
import { MemoryState } from '../../src/journal/memory-state.js'
import { CountingLog } from '../../src/log.js'
import { createNotifier, type Notifier } from '../../src/notify/notifier.js'
import type { State } from '../../src/protocol/state.js'
import { createTestBot, type TestBot } from '../../src/testkit/test-bot.js'

interface Run {
  readonly world: TestBot
  readonly state: State
  /** What a process has: everything in it is gone when the next one begins. */
  readonly start: () => Notifier
  readonly said: string[]
  /** What goes on by itself. */
  readonly works: Promise<void>[]
}

const open = async (): Promise<Run> => {
  const world = await createTestBot([], { groups: [{ id: 456 }], onErrors: 'keep' })
  onTestFinished(() => world.close())
  const state = new MemoryState(() => 0)
  const said: string[] = []
  const works: Promise<void>[] = []
  const note = (_fields: object, message: string): void => void said.push(message)
  const start = (): Notifier =>
    createNotifier({
      speakerAt: () => world.bot.api(10_000),
      state,
      clock: world.clock,
      say: new CountingLog({ debug: note, info: note, warn: note, error: note }),
      failed: (error) => void said.push(String(error)),
      background: (work) => void works.push(work),
    })
  return { world, state, start, said, works }
}

const readIn = ({ world }: Run): string[] => world.group(456).messages.map(({ text }) => text)

test('what is said on one occasion is said once, by whatever process', async () => {
  const run = await open()
  const handler = async (notifier: Notifier, occasion: string) => {
    const target = notifier.toOn(occasion).group(456)
    const { message_id } = await target.send('pushed')
    await target.send('twice')
    await target.alert('cpu', 'firing', 'CPU 93%')
    return message_id
  }
  const first = await handler(run.start(), 'a')
  expect(await handler(run.start(), 'a')).toBe(first)
  expect(readIn(run)).toEqual(['pushed', 'twice', 'CPU 93%'])
  await handler(run.start(), 'b')
  expect(readIn(run)).toHaveLength(6)
})

test('a line is gathered once on one occasion, also when its message has gone', async () => {
  const run = await open()
  const gather = (notifier: Notifier) => notifier.toOn('a').group(456).gather('repo', 'line')
  const notifier = run.start()
  await gather(notifier)
  await run.world.clock.advance(10_000)
  await gather(run.start())
  await run.world.clock.advance(10_000)
  await Promise.all(run.works)
  expect(readIn(run)).toEqual(['line'])
})

test('what may have been said when the process ended is looked for', async () => {
  const run = await open()
  run.world.faults.spoil('drop', 'send_group_msg')
  await expect(run.start().toOn('a').group(456).send('pushed')).rejects.toMatchObject({ maybeDone: true })
  run.world.faults.clear()
  expect(await run.start().toOn('a').group(456).send('pushed')).toEqual({})
  expect(readIn(run)).toEqual(['pushed'])
})

test('where nobody can say, it is not said again, and the log says so', async () => {
  const run = await open()
  run.world.faults.spoil('drop', 'send_group_msg')
  await expect(run.start().toOn('a').group(456).send('pushed')).rejects.toThrow()
  run.world.faults.refuse('get_group_msg_history')
  await run.start().toOn('a').group(456).send('pushed')
  expect(run.said).toEqual([expect.stringContaining('group:456 may have been sent or not')])
})

test('what was refused may be said again', async () => {
  const run = await open()
  run.world.faults.refuse('send_group_msg')
  await expect(run.start().toOn('a').group(456).send('pushed')).rejects.toMatchObject({ code: 'API_REFUSED' })
  run.world.faults.clear()
  await run.start().toOn('a').group(456).send('pushed')
  expect(readIn(run)).toEqual(['pushed'])
})
