import { type Answered, type Entry, noAccount } from '../protocol/journal.js'
import { paint, table } from './terminal.js'

const colours = { open: 'yellow', done: 'green', dead: 'red', retry: 'yellow' } as const

/** `reply at_sender`, `delete_msg`, `send_group_msg refused`; of a delivery to a hook the status. */
const effectsOf = ({ response = {}, calls }: Answered): readonly string[] => [
  ...(typeof response.status === 'number' ? [String(response.status)] : Object.keys(response)),
  ...calls.map(({ action, state }) => (state === 'done' ? action : `${action} ${state}`)),
]

const row = ({ id, at, state, name, selfId, endpoint, reason, answered }: Entry): readonly string[] => [
  String(id),
  new Date(at).toISOString(),
  paint(colours[state], state),
  selfId === noAccount ? endpoint : String(selfId),
  name,
  [
    ...(answered === undefined ? [] : effectsOf(answered)),
    ...(reason === undefined ? [] : [`(${reason})`]),
  ].join(', '),
]

/** A line for each entry: what it is and what became of it. */
export const entryLines = (entries: readonly Entry[]): readonly string[] => table(entries.map(row))

/** An entry as JSON: its body as text, its times in ISO 8601. */
export const entryJson = ({ bytes, at, dueAt, doneAt, ...entry }: Entry): string =>
  JSON.stringify({
    ...entry,
    at: new Date(at).toISOString(),
    ...(doneAt === undefined ? {} : { doneAt: new Date(doneAt).toISOString() }),
    body: bytes.toString(),
  })
