import { describe, expect, test } from 'vitest'
import { createMissingApi } from '../../src/api/client.js'
import { ApiProtocolError, ApiRefused, ApiTimeout, ApiUnreachable } from '../../src/errors.js'
import { carryOut } from '../../src/reply/as-calls.js'

const planned = { field: 'delete', action: 'delete_msg', params: { message_id: 1 } } as const

const outcomeOf = async (error: Error): Promise<string> => {
  const api = Object.assign(createMissingApi(1), { call: () => Promise.reject(error) })
  return (await carryOut(api, planned)).kind
}

const unreachable = (maybeDone: boolean) => new ApiUnreachable('delete_msg', 'x', { maybeDone })

describe('the outcome of a call', () => {
  test.each([
    ['a refusal', new ApiRefused('delete_msg', 200, 'no'), 'refused'],
    ['nobody at the address', unreachable(false), 'refused'],
    ['a connection that broke off', unreachable(true), 'unknown'],
    ['no answer in time', new ApiTimeout('delete_msg', 1), 'unknown'],
    [
      'an answer that cannot be read',
      new ApiProtocolError('delete_msg', 'x', { maybeDone: true }),
      'unknown',
    ],
    ['a time-out of QQ', new ApiRefused('delete_msg', 200, 'Timeout', { maybeDone: true }), 'unknown'],
    ['a call that was given up', new Error('enough'), 'unknown'],
  ])('%s: %s', async (_what, error, kind) => {
    expect(await outcomeOf(error)).toBe(kind)
  })

  test('without an API it is refused', async () => {
    expect(await carryOut(createMissingApi(1), planned)).toMatchObject({ kind: 'refused' })
  })
})
