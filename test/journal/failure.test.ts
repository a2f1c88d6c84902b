import { writeFileSync } from 'node:fs'
import Database from 'libsql'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createBot } from '../../src/index.js'
import { migrate } from '../../src/journal/migrations.js'
import { explain, SqliteFile } from '../../src/journal/sqlite-file.js'
import { SqliteJournal } from '../../src/journal/sqlite-journal.js'
import { SqliteState } from '../../src/journal/sqlite-state.js'
import { createLog } from '../../src/log.js'
import { StandingClock } from '../../src/protocol/standing-clock.js'
import { type Door, groupMessage, openDoor, post, token } from '../support/door.js'
import { arrivalOf, journalFile, lookInto } from '../support/journal.js'

const open = (file: string, onFailure: 'answer' | 'refuse' = 'answer'): Promise<Door> =>
  openDoor((bot) => bot.text('ping', () => 'pong'), { journal: { file, onFailure } })

const errors = (door: Door): string[] => door.lines.filter(({ level }) => level >= 50).map(({ msg }) => msg)

/** Another process that writes, or holds a lock. */
const visitor = (file: string): Database.Database => {
  const db = new Database(file)
  onTestFinished(() => void db.close())
  return db
}

describe('a journal that cannot be opened', () => {
  const damaged = (): string => {
    const file = journalFile()
    writeFileSync(file, 'no database '.repeat(1000))
    return file
  }

  test('is told once, and the bot answers without it', async () => {
    const door = await open(damaged())
    for (let count = 0; count < 3; count += 1) {
      expect(await post(door.port, groupMessage('ping'))).toMatchObject({ status: 200 })
    }
    expect(errors(door)).toEqual([
      expect.stringMatching(/^the journal cannot be used: .*damaged; move it away.*goes on without it/),
    ])
  })

  test('makes the bot refuse where it is told to', async () => {
    const door = await open(damaged(), 'refuse')
    expect(await post(door.port, groupMessage('ping'))).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      body: '',
    })
    expect(errors(door)[0]).toContain('deliveries are refused with 503')
  })

  test('belongs to another bot', async () => {
    const file = journalFile()
    const first = await open(file)
    const second = await open(file)
    expect(errors(second)[0]).toContain('another process has it open; is the bot running twice?')
    await first.bot.close()
    expect(errors(await open(file))).toEqual([])
  })

  test('belongs to another bot, which is asked for it and lets it go', async () => {
    const file = journalFile()
    const first = await open(file)
    await first.bot.store('names').set('one', 'first')
    const claim = vi.fn(() => void first.bot.close())
    const named: unknown[] = []
    const second = await openDoor(
      (bot) => {
        // Before it listens, as a plugin does that sets itself up.
        void bot
          .store('names')
          .get('one')
          .then((name) => named.push(name))
        bot.text('ping', () => 'pong')
      },
      { journal: { file, claim } },
    )
    expect(named).toEqual(['first'])
    expect(claim).toHaveBeenCalledOnce()
    await post(second.port, groupMessage('ping'))
    await second.bot.close()
    expect(errors(second)).toEqual([])
    expect(await lookInto(file, (journal) => journal.list())).toMatchObject([{ state: 'done' }])
  })

  test('belongs to another bot, which keeps it though it is asked: after half a minute nobody waits', async () => {
    const file = journalFile()
    await open(file)
    const clock = new StandingClock(Date.now(), () => new Promise((resolve) => setImmediate(resolve)))
    const claim = (): void => void setImmediate(() => clock.pass(31_000))
    const second = await openDoor((bot) => void bot.store('names').keys(), {
      clock,
      journal: { file, claim },
    })
    expect(errors(second)[0]).toContain('another process has it open')
  })

  test('belongs to another bot, and nobody takes it who has been closed meanwhile', async () => {
    const file = journalFile()
    const first = await open(file)
    const clock = new StandingClock(Date.now(), () => new Promise((resolve) => setImmediate(resolve)))
    const endpoints = [{ path: '/napcat', tokens: [token] }]
    const log = createLog('silent')
    const second = createBot({ endpoints, log, clock, journal: { file, claim: () => {} } })
    const keys = second.store('names').keys()
    await second.close()
    await first.bot.close()
    await clock.pass(1000)
    expect(await keys).toEqual([])
    expect(errors(await open(file))).toEqual([])
  })

  test('was written by a newer catflap', async () => {
    const file = journalFile()
    visitor(file).exec('PRAGMA user_version = 99')
    expect(errors(await open(file))[0]).toContain('written by a newer catflap')
  })

  test('has no folder that can be made', async () => {
    expect(errors(await open('/dev/null/catflap.db'))[0]).toContain('/dev/null')
  })
})

describe('a journal that cannot be written for a while', () => {
  const lockedBy = (file: string): (() => void) => {
    const db = visitor(file)
    db.exec('BEGIN IMMEDIATE')
    return () => db.exec('ROLLBACK')
  }

  test('does not keep the bot from answering, and is used again afterwards', async () => {
    const file = journalFile()
    const door = await open(file)
    const unlock = lockedBy(file)
    expect(await post(door.port, groupMessage('ping'))).toMatchObject({ status: 200 })
    expect(errors(door)[0]).toContain('another process has it open')
    unlock()
    await post(door.port, groupMessage('ping'))
    await door.bot.close()
    expect(await lookInto(file, (journal) => journal.list())).toMatchObject([{ state: 'done' }])
  })

  test('loses nothing that was refused: a second try is no duplicate', async () => {
    const file = journalFile()
    const door = await open(file, 'refuse')
    const message = groupMessage('ping')
    const unlock = lockedBy(file)
    expect(await post(door.port, message)).toMatchObject({ status: 503 })
    unlock()
    expect(await post(door.port, message)).toMatchObject({ status: 200 })
    expect(await post(door.port, message)).toMatchObject({ status: 204 })
  })

  test('because the disk is full fails what is written, and nothing that was', async () => {
    const file = new SqliteFile({ file: journalFile() })
    const journal = new SqliteJournal(file)
    onTestFinished(() => journal.close())
    await journal.append(arrivalOf({}))
    file.db.exec('PRAGMA max_page_count = 1')
    const big = arrivalOf({ text: '猫'.repeat(10_000) })
    const error = await journal.append(big).catch((thrown: unknown) => thrown)
    expect(explain(error)).toBe('the disk is full (SQLITE_FULL)')
    file.db.exec('PRAGMA max_page_count = 10000')
    expect(await journal.append(big)).toBe(2)
    expect(await journal.list()).toHaveLength(2)
  })
})

test.each([
  [1, '', ''],
  [2, '', ''],
  [3, ', event_id', ", 'mabc'"],
])('a file of step %i is brought up to date and keeps what it holds', async (step, column, value) => {
  const path = journalFile()
  const before = new Database(path)
  migrate(before, step)
  before.exec(`INSERT INTO deliveries
      (id, at, endpoint, self_id, name, state, redeliveries, due_at, done_at, reason, headers, answered, body${column})
    VALUES (5, 10, 'main', 1, 'message.group', 'open', 1, 20, NULL, NULL, '[]', NULL, '{"old":true}'${value}),
      (7, 11, 'main', 1, 'message.group', 'done', 0, 21, 31, NULL, '[["a","b"]]', '{"settled":true}', '{}'${value})`)
  before.close()
  const file = new SqliteFile({ file: path })
  const journal = new SqliteJournal(file)
  onTestFinished(() => journal.close())
  const state = new SqliteState(file)
  await state.set('a', 1)
  expect(await state.get('a')).toBe(1)
  const arrived = {
    endpoint: 'main',
    selfId: 1,
    name: 'message.group',
    ...(value !== '' && { eventId: 'mabc' }),
  }
  expect(await journal.list()).toEqual([
    {
      ...arrived,
      id: 5,
      at: 10,
      headers: [],
      bytes: Buffer.from('{"old":true}'),
      state: 'open',
      redeliveries: 1,
      dueAt: 20,
    },
    {
      ...arrived,
      id: 7,
      at: 11,
      headers: [['a', 'b']],
      bytes: Buffer.from('{}'),
      state: 'done',
      redeliveries: 0,
      dueAt: 21,
      doneAt: 31,
      answered: { settled: true },
    },
  ])
  expect(await journal.append(arrivalOf({}))).toBe(8)
  expect(await journal.prune(12)).toBe(1)
  expect((await journal.list()).map(({ id }) => id)).toEqual([5, 8])
  expect(file.db.prepare('SELECT id FROM progress').all()).toEqual([{ id: 5 }])
})

test('a file of an earlier version is left to the bot that writes it, until the next one owns it', async () => {
  const path = journalFile()
  const running = new Database(path)
  migrate(running, 3)
  const insert = running.prepare(`INSERT INTO deliveries
    (at, endpoint, self_id, name, state, redeliveries, due_at, headers, body)
    VALUES (1, 'main', 1, 'message.group', 'open', 0, 1, '[]', '{}')`)
  insert.run()
  expect(() => new SqliteFile({ file: path, isOwner: false })).toThrow(
    'the journal was written by an earlier catflap; restart the bot, which brings it up to date',
  )
  expect(insert.run().changes).toBe(1)
  running.close()
  const converting = vi.fn()
  await new SqliteFile({ file: path, converting }).close()
  expect(converting).toHaveBeenCalledOnce()
  await new SqliteFile({ file: path, converting }).close()
  await new SqliteFile({ file: journalFile(), converting }).close()
  expect(converting).toHaveBeenCalledOnce()
})

test('a bot says that it brings its journal up to date, and knows what was in it', async () => {
  const path = journalFile()
  const before = new Database(path)
  migrate(before, 3)
  const message = groupMessage('hi')
  before
    .prepare(
      `INSERT INTO deliveries (at, endpoint, self_id, name, state, redeliveries, due_at, headers, body)
      VALUES (?, 'main', ?, 'message.group', 'done', 0, 1, '[]', ?)`,
    )
    .run(Date.now(), message.self_id, Buffer.from(JSON.stringify(message)))
  before.close()
  const door = await open(path)
  expect(door.lines.map(({ msg }) => msg)).toContainEqual(expect.stringContaining('is brought up to date'))
  expect(await post(door.port, message)).toMatchObject({ status: 204 })
})

test('what waits is written when the journal is closed, and nothing is taken afterwards', async () => {
  const path = journalFile()
  const journal = new SqliteJournal(new SqliteFile({ file: path }))
  const appended = journal.append(arrivalOf({}))
  await journal.close()
  expect(await appended).toBe(1)
  await expect(journal.append(arrivalOf({}))).rejects.toThrow('the journal is closed')
  expect(await lookInto(path, (reopened) => reopened.list())).toHaveLength(1)
})

describe('retention', () => {
  const answered = { places: [], decided: {}, calls: [], settled: true }

  test.each([
    ['too old', { keepMs: 1000, maxBytes: 1024 ** 3 }, [0, 0, 5000]],
    ['too much', { keepMs: 1e9, maxBytes: 300_000 }, [4000, 5000, 5000]],
  ])('forgets in slices what is %s, but nothing that is at work', async (_what, retention, times) => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const file = new SqliteFile({ file: journalFile() })
    const journal = new SqliteJournal(file, () => 5000, retention)
    onTestFinished(() => journal.close())
    const [old = 0, other = 0, young = 0] = times
    const atWork = await journal.append(arrivalOf({}, { at: old }))
    for (let count = 0; count < 450; count += 1) {
      const id = await journal.append(arrivalOf({ pad: 'x'.repeat(1000) }, { at: other }))
      await journal.mark(id, answered)
    }
    const last = await journal.append(arrivalOf({}, { at: young }))
    await journal.mark(last, answered)
    const before = (await journal.list()).length
    for (let slice = 0; slice < 5; slice += 1) {
      await vi.advanceTimersByTimeAsync(slice === 0 ? 10_000 : 20)
      await file.write(() => {})
    }
    const left = (await journal.list()).map(({ id }) => id)
    expect(before).toBe(452)
    expect(left.length).toBeLessThan(300)
    expect(left[0]).toBe(atWork)
    expect(left.at(-1)).toBe(last)
  })
})
