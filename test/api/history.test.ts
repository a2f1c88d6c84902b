import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readHistory } from '../../src/api/history.js'
import type { Caller } from '../../src/protocol/action.js'
import type { Conversation } from '../../src/protocol/chat.js'
import type { HistoryOptions, PastMessage } from '../../src/protocol/history.js'
import type { Params } from '../support/api.js'

interface Stored {
  readonly message_id: number
  readonly message_seq: number
  readonly time: number
  readonly message: unknown
}

const stored = (index: number): Stored => ({
  // Opaque, negative ones too.
  message_id: (index * 7919) % 2 === 0 ? index * 7919 : -index * 7919,
  message_seq: index,
  time: 1763651801 + index,
  message: `m${index} [CQ:at,qq=${index}]`,
})

/** How an implementation pages. */
interface Paging {
  readonly name: string
  /** What `message_seq` names a message by. */
  readonly named: (message: Stored) => number
  readonly newestFirst: boolean
  /** Whether it goes back only when it is told to. */
  readonly needsReverse: boolean
}

const pagings: readonly Paging[] = [
  { name: 'NapCat', named: ({ message_id }) => message_id, newestFirst: false, needsReverse: true },
  { name: 'LLOneBot', named: ({ message_seq }) => message_seq, newestFirst: true, needsReverse: false },
  { name: 'go-cqhttp', named: ({ message_seq }) => message_seq, newestFirst: false, needsReverse: false },
]

const openHistory = (paging: Paging, total: number) => {
  const messages = Array.from({ length: total }, (_, index) => stored(index + 1))
  const calls: (readonly [string, Params])[] = []
  const call = async (action: string, params: Params): Promise<unknown> => {
    calls.push([action, params])
    const { message_seq, count, reverseOrder } = params
    const at =
      message_seq === undefined ? total - 1 : messages.findIndex((one) => paging.named(one) === message_seq)
    const forward = paging.needsReverse && reverseOrder !== true && message_seq !== undefined
    const page = forward
      ? messages.slice(at, at + Number(count))
      : messages.slice(Math.max(0, at + 1 - Number(count)), at + 1)
    const shown = page.map((one) => ({ ...one, message_seq: paging.named(one) }))
    return { messages: paging.newestFirst ? shown.toReversed() : shown }
  }
  const read = async (options?: HistoryOptions, conversation: Conversation = { group_id: 1 }) => {
    const found: PastMessage[] = []
    for await (const one of readHistory({ selfId: 1, call } as unknown as Caller, conversation, options))
      found.push(one)
    return found
  }
  return { messages, calls, read }
}

const ids = (messages: readonly { readonly message_id: number }[]): number[] =>
  messages.map(({ message_id }) => message_id)

describe.each(pagings)('the history of $name', (paging) => {
  test('is read from the newest to the oldest, each once, and ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 110 }),
        async (total, limit) => {
          const { messages, read } = openHistory(paging, total)
          expect(ids(await read({ limit }))).toEqual(ids(messages.toReversed().slice(0, limit)))
        },
      ),
    )
  })

  test('can begin before a message, which is not part of it', async () => {
    const { messages, read } = openHistory(paging, 50)
    const [{ message_id } = stored(0), ...older] = messages.slice(0, 30).toReversed()
    const before = { message_id, message_seq: paging.named(stored(30)) }
    expect(ids(await read({ before }))).toEqual(ids(older))
  })
})

test('a message of the past has the shape of events', async () => {
  const [paging] = pagings as [Paging]
  const [newest] = await openHistory(paging, 3).read({ limit: 1 })
  expect(newest).toMatchObject({ text: 'm3', message: [{ type: 'text' }, { type: 'at', data: { qq: '3' } }] })
})

test('as many pages are asked for as are read, of friends by their own action', async () => {
  const [paging] = pagings as [Paging]
  const { read, calls } = openHistory(paging, 90)
  await read({ limit: 25 }, { user_id: 2, group_id: 3 })
  expect(calls.map(([action]) => action)).toEqual(['get_friend_msg_history', 'get_friend_msg_history'])
  expect(calls[0]?.[1]).toEqual({ user_id: 2, count: 20, reverseOrder: true })
})

test('an answer without messages is an error', async () => {
  const nothing = { selfId: 1, call: async () => null } as unknown as Caller
  const reading = readHistory(nothing, { group_id: 1 })[Symbol.asyncIterator]().next()
  await expect(reading).rejects.toThrow('holds no messages')
})
