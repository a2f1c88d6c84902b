import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sendForward, splitText } from '../../src/api/forward.js'
import { ApiRefused, ApiTimeout } from '../../src/errors.js'
import type { Caller } from '../../src/protocol/action.js'
import { image, node, text } from '../../src/protocol/build-segment.js'
import type { Conversation } from '../../src/protocol/chat.js'
import type { ForwardItem, ForwardOptions } from '../../src/protocol/forward.js'
import type { Params } from '../support/api.js'

const openForwards = (failure?: Error) => {
  const calls: (readonly [string, Params])[] = []
  const call = async (action: string, params: Params): Promise<unknown> => {
    calls.push([action, params])
    if (failure !== undefined && action.endsWith('_forward_msg')) throw failure
    return { message_id: calls.length }
  }
  const send = (
    items: readonly ForwardItem[],
    to: Conversation = { group_id: 1 },
    options?: ForwardOptions,
  ) => sendForward({ selfId: 10_000, call } as unknown as Caller, to, items, options)
  return { calls, send }
}

const picture = image('https://a/b.png')
const byOther = node({ userId: 2, nickname: '小明', content: 'hello' })
const refusal = new ApiRefused('send_group_forward_msg', 200, '消息体无法解析')

describe('a forward', () => {
  test('is one message whose parts the account says, where nobody else is named', async () => {
    const { calls, send } = openForwards()
    expect(
      await send(['long', picture, [text('a'), picture], byOther], undefined, { nickname: 'cat' }),
    ).toEqual({
      message_id: 1,
    })
    const own = (content: ForwardItem): ForwardItem =>
      node({ userId: 10_000, nickname: 'cat', content: content as string })
    const messages = [own('long'), own(picture), own([text('a'), picture]), byOther]
    expect(calls).toEqual([['send_group_forward_msg', { group_id: 1, messages }]])
  })

  test('of nothing is an error', async () => {
    const { calls, send } = openForwards()
    await expect(send([])).rejects.toThrow(TypeError)
    expect(calls).toEqual([])
  })

  test('goes to a person, too, and to one who is no friend by their group', async () => {
    const { calls, send } = openForwards()
    await send(['a'], { user_id: 2, group_id: 1 })
    expect(calls).toMatchObject([['send_private_forward_msg', { user_id: 2, group_id: 1 }]])
  })
})

describe('a forward that is refused', () => {
  test('becomes single messages, in order', async () => {
    const { calls, send } = openForwards(refusal)
    expect(await send(['one', byOther, picture])).toEqual({ message_id: 4 })
    expect(calls.slice(1)).toEqual([
      ['send_group_msg', { group_id: 1, message: 'one' }],
      ['send_group_msg', { group_id: 1, message: [text('小明：\n'), text('hello')] }],
      ['send_group_msg', { group_id: 1, message: picture }],
    ])
  })

  test('stays refused where a message is only named by its id', async () => {
    const { calls, send } = openForwards(refusal)
    await expect(send(['one', node(5)])).rejects.toBe(refusal)
    expect(calls).toHaveLength(1)
  })

  test('is not sent again where it may have been sent', async () => {
    const slow = new ApiRefused('send_group_forward_msg', 1200, 'Timeout', { maybeDone: true })
    for (const failure of [slow, new ApiTimeout('send_group_forward_msg', 1)]) {
      const { calls, send } = openForwards(failure)
      await expect(send(['one'])).rejects.toBe(failure)
      expect(calls).toHaveLength(1)
    }
  })
})

describe('a long text', () => {
  test('is cut into pieces that lose nothing but line ends, never inside a character', () => {
    const line = fc.string({ unit: fc.constantFrom('字', '😀', 'a'), maxLength: 4000 })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
        const words = lines.join('\n')
        const pieces = splitText(words)
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(3000)
          expect(Buffer.from(piece).toString()).toBe(piece)
        }
        expect(pieces.join('').replaceAll('\n', '')).toBe(lines.join(''))
      }),
    )
  })

  test('that is short enough stays as it is', () => {
    expect(splitText('a\nb')).toEqual(['a\nb'])
    expect(splitText(`${'a'.repeat(2000)}\n${'b'.repeat(2000)}`)).toEqual([
      'a'.repeat(2000),
      'b'.repeat(2000),
    ])
  })
})
