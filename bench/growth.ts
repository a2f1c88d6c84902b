import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SqliteFile } from '../src/journal/sqlite-file.js'
import { type Discipline, showContests } from './door.js'

/** Deliveries that a long life leaves in a journal. */
const many = Number(process.env.BENCH_JOURNAL ?? 5_000_000)

const ping = { text: 'ping' }
const text = { text: 'text 7' }

const bot = (name: string, ...more: readonly string[]) => ({ name, file: 'catflap.mjs', arguments: more })

/** A small bot against the same bot when it has grown: the first of each pair is the small one. */
const disciplines = (small: string, large: string): readonly Discipline[] => {
  const common = { connections: 32, deliveries: 250_000 }
  return [
    {
      ...common,
      what: 'commands, texts and handlers: 10 → 1000 of each',
      mix: text,
      who: [bot('10 of each', 'handlers', '10'), bot('1000 of each', 'handlers', '1000')],
    },
    {
      ...common,
      what: 'accounts: 1 → 1000',
      mix: ping,
      who: [bot('1 account'), { ...bot('1000 accounts'), mix: { ...ping, accounts: 1000 } }],
    },
    {
      ...common,
      what: 'chats: 100 → 100 000',
      mix: ping,
      who: [
        { ...bot('100 chats'), mix: { ...ping, chats: 100 } },
        { ...bot('100 000 chats'), mix: { ...ping, chats: 100_000 } },
      ],
    },
    {
      ...common,
      what: 'waiting questions: 10 → 10 000',
      mix: ping,
      who: [bot('10 questions', 'asks', '10'), bot('10 000 questions', 'asks', '10000')],
    },
    {
      ...common,
      what: `deliveries in the journal: none → ${many.toLocaleString('en')}`,
      mix: ping,
      who: [bot('an empty journal', 'journal', small), bot('a full journal', 'journal', large)],
    },
  ]
}

/** Fills a journal as if it had been kept for months. */
const fill = async (path: string): Promise<void> => {
  const file = new SqliteFile({ file: path })
  file.db.exec(`
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${many})
    INSERT INTO deliveries (id, at, endpoint, self_id, name, headers, body)
    SELECT n, 1700000000000 + n, 'main', 123456789, 'message.group', '[]', zeroblob(200) FROM numbers;
    INSERT INTO progress (id, state, redeliveries, due_at, done_at, answered)
    SELECT id, 'done', 0, at, at + 1, '{"places":[],"decided":{},"calls":[],"settled":true}' FROM deliveries;
    UPDATE looked SET up_to = ${many}`)
  await file.close()
}

/** What an event costs a bot that has grown. */
export async function* benchGrowth(): AsyncIterable<string> {
  const folder = await mkdtemp(join(tmpdir(), 'catflap-bench-'))
  try {
    const large = join(folder, 'large.db')
    await fill(large)
    yield* showContests(disciplines(join(folder, 'small.db'), large))
  } finally {
    await rm(folder, { recursive: true })
  }
}
