import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import Database from 'libsql'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { MemoryJournal } from '../../src/journal/memory-journal.js'
import { SqliteFile } from '../../src/journal/sqlite-file.js'
import { SqliteJournal } from '../../src/journal/sqlite-journal.js'
import { SqliteState } from '../../src/journal/sqlite-state.js'
import type { Answered, Arrival, Entry, Journal, KeptCall } from '../../src/protocol/journal.js'

let folder = ''
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catflap-'))
  return () => rm(folder, { recursive: true })
})
const newFile = (): string => {
  count += 1
  return join(folder, `${count}.db`)
}

const kinds: [string, (now: () => number) => Journal][] = [
  ['in memory', (now) => new MemoryJournal(now)],
  ['in a file', (now) => new SqliteJournal(new SqliteFile({ file: newFile() }), now)],
  ['on the disk', (now) => new SqliteJournal(new SqliteFile({ file: newFile(), durability: 'power' }), now)],
]

const arrivalAt = (at: number): Arrival => ({
  at,
  eventId: `event${at}`,
  endpoint: 'main',
  selfId: 10_000,
  name: 'message.group',
  headers: [
    ['X-Self-ID', '10000'],
    ['X-Twice', '猫'],
    ['X-Twice', ''],
  ],
  bytes: Buffer.from([0x7b, 0x00, 0xff, 0x7d]),
})

const call: KeptCall = { field: 'delete', action: 'delete_msg', params: { message_id: 1 }, state: 'planned' }
const asked: Answered = {
  response: { reply: '喵' },
  places: ['0 message.group'],
  decided: { delete: true },
  calls: [call],
  settled: true,
}
const finished: Answered = { ...asked, calls: [{ ...call, state: 'done', result: null }] }

describe.each(kinds)('a journal %s', (_kind, open) => {
  const opened = () => {
    let time = 1000
    const journal = open(() => time)
    onTestFinished(() => journal.close())
    const pass = (ms: number): void => {
      time += ms
    }
    return { journal, pass }
  }
  const idsOf = async (journal: Journal, ...states: Parameters<Journal['list']>): Promise<number[]> =>
    (await journal.list(...states)).map(({ id }) => id)

  test('gives back what came, byte by byte', async () => {
    const { journal } = opened()
    const id = await journal.append(arrivalAt(900))
    expect(await journal.get(id)).toEqual({
      ...arrivalAt(900),
      id,
      state: 'open',
      redeliveries: 0,
      dueAt: 900,
    })
    expect(await journal.get(id + 1)).toBeUndefined()
    expect(await journal.ofEvent('event900')).toEqual(await journal.get(id))
    expect(await journal.ofEvent('event901')).toBeUndefined()
  })

  test('an entry is done when nothing is left of its answers', async () => {
    const { journal, pass } = opened()
    const id = await journal.append(arrivalAt(900))
    await journal.mark(id, { ...asked, settled: false })
    await journal.mark(id, asked)
    expect(await journal.get(id)).toMatchObject({ state: 'open', answered: asked })
    pass(5)
    await journal.mark(id, finished)
    expect(await journal.get(id)).toMatchObject({ state: 'done', answered: finished, doneAt: 1005 })
  })

  test('says how much it holds', async () => {
    const { journal } = opened()
    const [finishedId, buried] = [
      await journal.append(arrivalAt(1)),
      await journal.append(arrivalAt(2)),
      await journal.append(arrivalAt(3)),
    ]
    await journal.mark(finishedId, finished)
    await journal.bury(buried, 'it never finished')
    expect(await journal.size()).toEqual({
      deliveries: 3,
      unfinished: { open: 1, dead: 1, retry: 0 },
      bytes: expect.any(Number),
    })
  })

  test('what is kept does not change with what was given', async () => {
    const { journal } = opened()
    const id = await journal.append(arrivalAt(900))
    const changing: KeptCall = { ...call, state: 'begun' }
    await journal.mark(id, { ...asked, calls: [changing] })
    changing.state = 'done'
    expect(await journal.get(id)).toMatchObject({ answered: { calls: [{ state: 'begun' }] } })
  })

  test('what is written at once keeps its order', async () => {
    const { journal } = opened()
    const ids = await Promise.all(Array.from({ length: 250 }, (_, at) => journal.append(arrivalAt(at))))
    expect(ids).toEqual(ids.toSorted((one, other) => one - other))
    expect(new Set(ids).size).toBe(250)
    expect((await journal.list()).map(({ at }) => at)).toEqual(ids.map((_, at) => at))
    expect(await idsOf(journal, { limit: 2 })).toEqual(ids.slice(-2))
  })

  test('an entry is given up, and retried as if it were new', async () => {
    const { journal, pass } = opened()
    const [id, other] = [await journal.append(arrivalAt(900)), await journal.append(arrivalAt(901))]
    await journal.redelivering(id)
    await journal.redelivering(id)
    expect(await journal.get(id)).toMatchObject({ state: 'open', redeliveries: 2 })
    await journal.bury(id, 'it never finished')
    expect(await journal.get(id)).toMatchObject({ state: 'dead', reason: 'it never finished' })
    expect(await idsOf(journal, { states: ['open', 'retry'] })).toEqual([other])
    pass(500)
    expect(await Promise.all([journal.retry(id), journal.retry(other), journal.retry(99)])).toEqual([
      true,
      false,
      false,
    ])
    expect(await journal.get(id)).toMatchObject({ state: 'retry', redeliveries: 0, dueAt: 1500 })
    expect(await idsOf(journal, { states: ['open', 'retry'] })).toEqual([id, other])
    await journal.redelivering(id)
    expect(await journal.get(id)).toMatchObject({ state: 'open', redeliveries: 1 })
  })

  test('tells what came lately, the oldest first', async () => {
    const { journal } = opened()
    for (const at of [100, 200, 300, 400]) await journal.append(arrivalAt(at))
    const timesSince = (at: number, limit: number): number[] =>
      [...journal.since(at, limit)].map((arrival) => arrival.at)
    expect(timesSince(200, 10)).toEqual([200, 300, 400])
    expect(timesSince(0, 2)).toEqual([300, 400])
    expect(timesSince(500, 10)).toEqual([])
  })

  test('forgets what is older, but nothing that is at work', async () => {
    const { journal } = opened()
    const [old, atWork, young] = [
      await journal.append(arrivalAt(100)),
      await journal.append(arrivalAt(101)),
      await journal.append(arrivalAt(200)),
    ]
    await journal.mark(old, finished)
    await journal.mark(young, finished)
    expect(await journal.prune(200)).toBe(1)
    expect(await idsOf(journal)).toEqual([atWork, young])
  })
})

test('in memory the oldest are forgotten', async () => {
  const journal = new MemoryJournal(() => 0, 3)
  for (const at of [1, 2, 3, 4, 5]) await journal.append(arrivalAt(at))
  expect((await journal.list()).map(({ at }) => at)).toEqual([3, 4, 5])
})

test('in memory, of what is done the last two hundred are kept, and all that is not', async () => {
  const journal = new MemoryJournal(() => 0)
  const ids: number[] = []
  for (let at = 1; at <= 500; at += 1) ids.push(journal.append(arrivalAt(at)))
  const open = new Set([3, 250, 499])
  const late = ids.slice(0, 10)
  for (const id of ids) if (!open.has(id) && !late.includes(id)) journal.mark(id, finished)
  for (let at = 501; at <= 600; at += 1) journal.mark(journal.append(arrivalAt(at)), finished)
  for (const id of late) if (!open.has(id)) journal.mark(id, finished)
  const kept = (await journal.list()).map(({ id }) => id)
  expect(kept.filter((id) => id <= 400)).toEqual([3, 250])
  expect(kept.slice(2)).toEqual(Array.from({ length: 200 }, (_, index) => 401 + index))
})

test('bodies of what is done take a mebibyte in memory, the newest stay, and nothing that is not done goes', () => {
  const size = fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 100_000, max: 400_000 }))
  const step = fc.record({ size, isDone: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      const journal = new MemoryJournal(() => 1000)
      for (const { size, isDone } of steps) {
        const id = journal.append({ ...arrivalAt(1), bytes: Buffer.alloc(size) })
        if (isDone) journal.mark(id, finished)
      }
      const kept = [...journal.since(0, 1000)]
      const ids = kept.map(({ id }) => id)
      expect(ids).toEqual(
        expect.arrayContaining([...steps.keys()].filter((at) => !steps[at]?.isDone).map((at) => at + 1)),
      )
      const done = kept.filter(({ state }) => state === 'done').map(({ id }) => id)
      // Those of the newest that have room beside all that is there.
      const newest = [...steps.keys()].filter((at) => steps[at]?.isDone).map((at) => at + 1)
      expect(done).toEqual(newest.slice(newest.length - done.length))
      const bytes = kept.reduce((sum, entry) => sum + entry.bytes.length, 0)
      if (bytes > 1024 ** 2) expect(done.filter((id) => id < steps.length)).toEqual([])
    }),
  )
})

describe('what has become of deliveries, in a file', () => {
  const upkeep = { keepMs: 1e15, maxBytes: 1e15 }
  /** Comes by, as it does every ten seconds. */
  const look = async (file: SqliteFile): Promise<void> => {
    await vi.advanceTimersByTimeAsync(10_000)
    await file.write(() => {})
  }
  const opened = () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const file = new SqliteFile({ file: newFile() })
    const journal = new SqliteJournal(file, () => 1000, upkeep)
    onTestFinished(() => journal.close())
    const told = () => file.db.prepare('SELECT id, state FROM progress ORDER BY id').all()
    return { file, journal, told }
  }

  const change = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('append' as const) },
    {
      weight: 7,
      arbitrary: fc.constantFrom('finish', 'answer', 'redeliver', 'bury', 'retry', 'prune', 'look' as const),
    },
  )
  const isMark = (what: string | undefined): boolean => what === 'finish' || what === 'answer'
  const step = fc.record({ change, which: fc.nat(), isAtOnce: fc.boolean() })
  const steps = fc.array(step, { minLength: 5, maxLength: 60 })

  test('is what a journal in memory tells, whatever happens in which order', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const file = new SqliteFile({ file: newFile() })
        const [journal, model] = [new SqliteJournal(file, () => 1000, upkeep), new MemoryJournal(() => 1000)]
        const ids: { inFile: number; inMemory: number }[] = []
        const changes = {
          append: async (at: number) => {
            const inMemory = model.append(arrivalAt(at))
            ids.push({ inMemory, inFile: await journal.append(arrivalAt(at)) })
          },
          finish: (_: number, { inFile, inMemory } = { inFile: 99, inMemory: 99 }) => {
            model.mark(inMemory, finished)
            return journal.mark(inFile, finished)
          },
          answer: (_: number, { inFile, inMemory } = { inFile: 99, inMemory: 99 }) => {
            model.mark(inMemory, asked)
            return journal.mark(inFile, asked)
          },
          redeliver: (_: number, { inFile, inMemory } = { inFile: 99, inMemory: 99 }) =>
            Promise.all([model.redelivering(inMemory), journal.redelivering(inFile)]),
          bury: (_: number, { inFile, inMemory } = { inFile: 99, inMemory: 99 }) =>
            Promise.all([model.bury(inMemory, 'old'), journal.bury(inFile, 'old')]),
          retry: (_: number, { inFile, inMemory } = { inFile: 99, inMemory: 99 }) =>
            Promise.all([model.retry(inMemory), journal.retry(inFile)]),
          prune: async (at: number) => {
            expect(await journal.prune(at)).toBe(await model.prune(at))
            // Their numbers are given again.
            for (const one of ids.splice(0)) if ((await model.get(one.inMemory)) !== undefined) ids.push(one)
          },
          look: () => look(file),
        }
        const underWay: Promise<unknown>[] = []
        try {
          for (const [at, { change, which, isAtOnce }] of all.entries()) {
            // What is forgotten depends on what is written; and nobody knows the number of what is not yet.
            const isAlone = change === 'append' || change === 'prune'
            // Only what is of one kind keeps its order.
            if (isAlone || isMark(change) !== isMark(all[at - 1]?.change))
              await Promise.all(underWay.splice(0))
            const done = changes[change](at + 1, ids[which % (ids.length + 1)])
            if (isAtOnce && !isAlone) underWay.push(done)
            else await Promise.all([done, ...underWay.splice(0)])
          }
          await Promise.all(underWay)
          const told = async (one: Journal, states?: readonly Entry['state'][]) =>
            (await one.list(states && { states })).map(({ id: _, ...entry }) => entry)
          expect(await told(journal)).toEqual(await told(model))
          for (const states of [['open'], ['retry'], ['open', 'dead'], ['done', 'open']] as const)
            expect(await told(journal, states)).toEqual(await told(model, states))
          const { bytes: _, ...size } = await journal.size()
          expect(size).toEqual({
            deliveries: (await model.size()).deliveries,
            unfinished: (await model.size()).unfinished,
          })
        } finally {
          await journal.close()
        }
      }),
      { numRuns: 60 },
    )
  })

  test('is written at once of several, of which some are done', async () => {
    const { journal } = opened()
    const ids = [await journal.append(arrivalAt(1)), await journal.append(arrivalAt(2))]
    await Promise.all(ids.map((id, index) => journal.mark(id, index === 0 ? finished : asked)))
    expect((await journal.list()).map(({ state }) => state)).toEqual(['done', 'open'])
  })

  test('is written when it is done, or when somebody looks and it is not', async () => {
    const { file, journal, told } = opened()
    const [slow, quick] = [await journal.append(arrivalAt(1)), await journal.append(arrivalAt(2))]
    await journal.mark(quick, finished)
    expect(told()).toEqual([{ id: quick, state: 'done' }])
    await look(file)
    expect(told()).toEqual([
      { id: slow, state: 'open' },
      { id: quick, state: 'done' },
    ])
    const later = await journal.append(arrivalAt(3))
    expect((await journal.list({ states: ['open'] })).map(({ id }) => id)).toEqual([slow, later])
    await journal.mark(slow, finished)
    expect((await journal.list({ states: ['open'] })).map(({ id }) => id)).toEqual([later])
  })

  test('is looked through in slices, and all of it', async () => {
    const { file, journal, told } = opened()
    file.db.exec(`WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 4500)
      INSERT INTO deliveries (at, endpoint, self_id, name, headers, body) SELECT n, '', 1, '', '[]', '' FROM numbers`)
    await look(file)
    expect(told()).toHaveLength(2000)
    for (let slice = 0; slice < 2; slice += 1) {
      await vi.advanceTimersByTimeAsync(20)
      await file.write(() => {})
    }
    expect(told()).toHaveLength(4500)
    expect((await journal.size()).unfinished.open).toBe(4500)
  })

  test('is known of a delivery that has the number of one that was forgotten', async () => {
    const { file, journal } = opened()
    const first = await journal.append(arrivalAt(1))
    await journal.mark(first, finished)
    await look(file)
    await journal.prune(2)
    const again = await journal.append(arrivalAt(3))
    expect(again).toBe(first)
    expect(await journal.list({ states: ['open'] })).toMatchObject([{ id: again, at: 3 }])
    expect((await journal.size()).unfinished.open).toBe(1)
  })

  test('is not written of a delivery that is forgotten already', async () => {
    const { journal, told } = opened()
    const id = await journal.append(arrivalAt(1))
    await journal.bury(id, 'old')
    await journal.prune(2)
    await journal.mark(id, finished)
    await journal.redelivering(id)
    expect(told()).toEqual([])
  })
})

test('pages are brought home while events go by', async () => {
  const path = newFile()
  const journal = new SqliteJournal(new SqliteFile({ file: path }))
  onTestFinished(() => journal.close())
  const { size } = await stat(path)
  await vi.waitFor(async () => {
    for (let at = 0; at < 200; at += 1) await journal.append(arrivalAt(at))
    expect((await stat(path)).size).toBeGreaterThan(size)
  }, 5000)
})

test('a write that finds the file locked leaves the next ones as they are', async () => {
  const path = newFile()
  const file = new SqliteFile({ file: path })
  const journal = new SqliteJournal(file)
  onTestFinished(() => journal.close())
  const other = new Database(path)
  onTestFinished(() => void other.close())
  const seen = () => other.prepare('SELECT id FROM deliveries').all().length
  other.exec('BEGIN IMMEDIATE')
  await expect(journal.append(arrivalAt(1))).rejects.toThrow('locked')
  await expect(new SqliteState(file).set('key', 1)).rejects.toThrow('locked')
  other.exec('COMMIT')
  const id = await journal.append(arrivalAt(2))
  await journal.append(arrivalAt(3))
  expect(seen()).toBe(2)
  await Promise.all([journal.append(arrivalAt(4)), journal.mark(id, finished)])
  expect(seen()).toBe(3)
  expect((await journal.list()).map(({ at, state }) => [at, state])).toEqual([
    [2, 'done'],
    [3, 'open'],
    [4, 'open'],
  ])
})

test('large deliveries are written one by one, as a statement keeps what it was given', async () => {
  const file = new SqliteFile({ file: newFile() })
  const journal = new SqliteJournal(file)
  onTestFinished(() => journal.close())
  const prepare = vi.spyOn(file.db, 'prepare')
  const rows = () =>
    prepare.mock.calls
      .map(([sql]) => sql.split('(?, ?, ?, ?, ?, ?, ?)').length - 1)
      .filter((count) => count > 0)
  const arriving = (size: number, count: number) =>
    Array.from({ length: count }, (_, at) => journal.append({ ...arrivalAt(at), bytes: Buffer.alloc(size) }))
  await Promise.all(arriving(40 * 1024, 3))
  expect(rows()).toEqual([1])
  await Promise.all([...arriving(1000, 3), ...arriving(64 * 1024, 2), ...arriving(1000, 2)])
  expect(rows()).toEqual([1, 3, 2])
  expect((await journal.list()).map(({ bytes }) => bytes.length / 1000)).toEqual([
    40.96, 40.96, 40.96, 1, 1, 1, 65.536, 65.536, 1, 1,
  ])
})

test('nothing is left outside when it is closed in the midst of that', async () => {
  const path = newFile()
  const journal = new SqliteJournal(new SqliteFile({ file: path }))
  const bytes = Buffer.alloc(50_000)
  for (let at = 0; at < 200; at += 1) await journal.append({ ...arrivalAt(at), bytes })
  // It begins in another thread.
  await new Promise((resolve) => void setImmediate(resolve))
  await journal.close()
  expect((await stat(`${path}-wal`)).size).toBe(0)
})
