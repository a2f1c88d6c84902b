import { createApi } from '../../src/api/client.js'
import { createEvent } from '../../src/protocol/create-event.js'
import type { AnyEvent } from '../../src/protocol/event.js'
import { nameEvent } from '../../src/protocol/event-name.js'
import { me } from './sample.js'

type Body = Readonly<Record<string, unknown>>

/** A call that a helper made. */
export type Call = readonly [action: string, params: Body]

/** The event of a body, and the calls that are made through it. */
export const eventOf = (
  raw: Body,
  answer: unknown = { message_id: 1 },
): { event: AnyEvent; lineage: readonly string[]; calls: Call[] } => {
  const calls: Call[] = []
  const naming = nameEvent(raw)
  const api = createApi(me, {
    async send({ action, params }) {
      calls.push([action, JSON.parse(params)])
      return { retcode: 0, data: answer }
    },
    async *stream() {},
    close() {},
  })
  const delivery = { id: 'sample', selfId: me, raw, naming }
  const tools = {
    api,
    signal: new AbortController().signal,
    ask: () => Promise.reject(new Error('nobody')),
  }
  const event = createEvent(delivery, tools)
  return { event, lineage: naming.lineage, calls }
}
