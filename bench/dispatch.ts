import { createMissingApi } from '../src/api/client.js'
import { Commands } from '../src/dispatch/command/commands.js'
import { Dispatch } from '../src/dispatch/dispatch.js'
import { ErrorReport } from '../src/dispatch/error-report.js'
import { HandlerSignals } from '../src/dispatch/handler-signals.js'
import { MemoryState } from '../src/journal/memory-state.js'
import { createLog } from '../src/log.js'
import { createEvent } from '../src/protocol/create-event.js'
import { nameEvent } from '../src/protocol/event-name.js'
import { Tools } from '../src/protocol/event-tools.js'
import { compare, inFlight, type Result, type Side } from './measure.js'

/** What somebody writes to a bot, and how much of the speed of a small bot a large one should have. */
const messages = [
  { what: 'a message for nobody', text: '今天天气不错', target: 0.5 },
  { what: 'a text', text: 'text 7', target: 0.5 },
  { what: 'a command', text: '/command7', target: 0.5 },
  { what: 'a word that is no command', text: '/somethingelse', target: 0.25 },
  // All names are near one another, and each is compared: it does not get worse.
  { what: 'a mistyped command', text: '/comand7', target: 0.05 },
]

/** A bot with 1000 commands, 1000 texts and 1000 handlers of other names against one with 10 of each. */
export const benchDispatch = async (): Promise<readonly Result[]> => {
  const results: Result[] = []
  for (const { what, text, target } of messages)
    results.push(await compare({ what, ours: sideOf(1000, text), bare: sideOf(10, text), target }))
  return results
}

const nobody = { name: undefined }

const sideOf = (count: number, text: string): Side => {
  const log = createLog('silent')
  const superusers = new Set<number>()
  const dispatch = new Dispatch({ superusers, errors: new ErrorReport(log), late: () => {}, log })
  const commands = new Commands({
    settings: {},
    language: 'zh',
    superusers,
    state: new MemoryState(Date.now),
    now: Date.now,
    judge: dispatch.judge,
    add: (link, owner, where) => dispatch.add(link, owner, where),
  })
  for (let index = 0; index < count; index += 1) {
    commands.add(`command${index}`, {}, () => 'done', nobody)
    dispatch.text(`text ${index}`, () => 'done', nobody)
    dispatch.on(`notice.other_${index}`, () => 'done', nobody)
  }
  const signals = new HandlerSignals(60_000)
  const raw = messageOf(text)
  const naming = nameEvent(raw)
  const deliver = async (): Promise<void> => {
    const signal = signals.begin()
    const tools = new Tools(createMissingApi(123456789), dispatch.ask, signal)
    const event = createEvent({ id: 'bench', selfId: 123456789, raw, naming }, tools)
    await dispatch.deliver(event, naming.lineage, {
      budget: signal,
      turn: { run: (work) => work(), cancel() {} },
    }).settled
  }
  return { name: `${count} of each`, run: inFlight(1, deliver) }
}

const messageOf = (text: string) => ({
  self_id: 123456789,
  user_id: 87654321,
  time: 1763651801,
  message_id: 7,
  post_type: 'message',
  message_type: 'group',
  sub_type: 'normal',
  group_id: 456789012,
  sender: { user_id: 87654321, nickname: '小明', card: '', role: 'member' },
  message: [{ type: 'text', data: { text } }],
  raw_message: text,
})
