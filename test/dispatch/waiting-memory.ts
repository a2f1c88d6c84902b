import { createMissingApi } from '../../src/api/client.js'
import { Dispatch } from '../../src/dispatch/dispatch.js'
import { ErrorReport } from '../../src/dispatch/error-report.js'
import { HandlerSignals } from '../../src/dispatch/handler-signals.js'
import { createLog } from '../../src/log.js'
import { createEvent } from '../../src/protocol/create-event.js'
import { nameEvent } from '../../src/protocol/event-name.js'
import { Tools } from '../../src/protocol/event-tools.js'

/** Run with --expose-gc: writes how many bytes and timers so many waiting conversations take. */
const count = Number(process.argv[2])
const log = createLog('silent')
const dispatch = new Dispatch({ superusers: new Set(), errors: new ErrorReport(log), late: () => {}, log })
const signals = new HandlerSignals(60_000)
dispatch.on(
  'message.group',
  async (event) => {
    if (event.name !== 'message.group') return undefined
    const { text } = await event.ask('name?', { timeoutMs: 600_000, cancel: ['取消'] })
    return `hello ${text}`
  },
  { name: undefined },
)

const bodyOf = (user: number): string =>
  JSON.stringify({
    self_id: 123456789,
    user_id: user,
    time: 1763651801,
    message_id: user,
    message_seq: user,
    real_id: user,
    real_seq: '123',
    message_type: 'group',
    sender: { user_id: user, nickname: `小明${user}`, card: '', role: 'member' },
    raw_message: `报名 ${user}`,
    font: 14,
    sub_type: 'normal',
    message: [{ type: 'text', data: { text: `报名 ${user}` } }],
    message_format: 'array',
    post_type: 'message',
    group_id: 456789012,
    group_name: '群',
  })

const eventOf = (user: number) => {
  const bytes = Buffer.from(bodyOf(user))
  const raw = JSON.parse(bytes.toString())
  const naming = nameEvent(raw)
  const signal = signals.begin()
  const api = createMissingApi(123456789)
  const event = createEvent(
    { id: String(user), selfId: 123456789, raw, naming },
    new Tools(api, dispatch.ask, signal),
  )
  return { event, naming, signal }
}

const begin = async (user: number): Promise<void> => {
  const { event, naming, signal } = eventOf(user)
  await dispatch.deliver(event, naming.lineage, {
    budget: signal,
    turn: { run: (work) => work(), cancel() {} },
  }).settled
}

const used = (): number => {
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + external + arrayBuffers
}

// What is made once is no part of a conversation.
for (let user = 1; user <= 100; user += 1) await begin(user)
const before = used()
for (let user = 1001; user <= 1000 + count; user += 1) await begin(user)
const bytes = used() - before
const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
const beforeEvents = used()
const events = Array.from({ length: count }, (_, index) => eventOf(200_000 + index))
const eventBytes = used() - beforeEvents
process.stdout.write(
  JSON.stringify({ bytes, eventBytes, timers, atWork: dispatch.atWork, kept: events.length }),
)
