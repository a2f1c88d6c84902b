import { describe, expect, test } from 'vitest'
import { createApi } from '../../src/api/client.js'
import { meaningOf, retcodes } from '../../src/api/retcodes.js'
import type { Call } from '../../src/api/transport.js'
import { ApiProtocolError } from '../../src/errors.js'

/** A client whose every call is answered like this, and the calls that it made. */
const apiSaying = (answer: unknown) => {
  const calls: Call[] = []
  const api = createApi(1, {
    async send(call) {
      calls.push(call)
      return answer
    },
    async *stream() {},
    close() {},
  })
  return { api, calls }
}

describe('a refusal', () => {
  test('is what QQ refuses, although NapCat calls it a success', async () => {
    const { api } = apiSaying({ status: 'ok', retcode: 0, data: { result: 65001, errMsg: 'no such emoji' } })
    await expect(api.set_msg_emoji_like({ message_id: 1, emoji_id: '1' })).rejects.toMatchObject({
      code: 'API_REFUSED',
      retcode: 0,
      result: 65001,
      wording: 'no such emoji',
      message: 'set_msg_emoji_like was refused with result 65001: no such emoji',
    })
  })

  test('is no result of an action that means something else by it', async () => {
    const { api } = apiSaying({ status: 'ok', retcode: 0, data: { result: 7 } })
    expect(await api.call('get_msg', { message_id: 1 })).toEqual({ result: 7 })
    const done = apiSaying({ status: 'ok', retcode: 0, data: { result: 0 } })
    await done.api.set_msg_emoji_like({ message_id: 1, emoji_id: '1' })
  })

  test('says what its number means', async () => {
    const { api } = apiSaying({ status: 'failed', retcode: 1404, message: '不支持的Api' })
    await expect(api.call('an_action')).rejects.toMatchObject({
      message:
        'an_action was refused with retcode 1404 (the implementation does not have this action): 不支持的Api',
      maybeDone: false,
    })
  })

  test.each(['Timeout: NTEvent sendMsg', '发送超时'])('%s: it may be out all the same', async (wording) => {
    const { api } = apiSaying({ status: 'failed', retcode: 1200, wording })
    const call = api.send_group_msg({ group_id: 1, message: 'hi' })
    await expect(call).rejects.toMatchObject({ code: 'API_REFUSED', maybeDone: true })
  })

  test('has no meaning where nobody is known to use its number', () => {
    expect(meaningOf(-12_345)).toBe('')
    for (const { from } of retcodes) expect(meaningOf(from)).not.toBe('')
  })
})

test('every whole MiB of parameters adds two seconds', async () => {
  const { api, calls } = apiSaying({ retcode: 0 })
  await api.call('an_action', { file: 'x'.repeat(3 * 1024 ** 2) }, { timeoutMs: 1000 })
  await api.call('an_action', { file: 'x' }, { timeoutMs: 1000 })
  expect(calls.map(({ timeoutMs }) => timeoutMs)).toEqual([7000, 1000])
})

test('parameters that cannot be written are never sent', async () => {
  const { api, calls } = apiSaying({ retcode: 0 })
  const error = await api.call('an_action', { number: 1n }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ApiProtocolError)
  expect(error).toMatchObject({ maybeDone: false })
  expect(calls).toEqual([])
})
