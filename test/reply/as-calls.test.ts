import { describe, expect, test } from 'vitest'
import { createMissingApi } from '../../src/api/client.js'
import { ApiProtocolError, ApiRefused, ApiTimeout, ApiUnreachable } from '../../src/errors.js'
import { carryOut } from '../../src/reply/as-calls.js'

const planned = { field: 'delete', action: 'delete_msg', params: { message_id: 1 } } as const

const outcomeOf = async (error: Error): Promise<string> => {
  const api = Object.assign(createMissingApi(1), { call: () => Promise.reject(error) })
  return (await carryOut(api, planned)).kind
}

const broken = (code: string) =>
  new ApiUnreachable('delete_msg', 'x', { cause: Object.assign(new Error(), { code }) })

describe('the outcome of a call', () => {
  test.each([
    ['a refusal', new ApiRefused('delete_msg', 200, 'no'), 'refused'],
    ['nobody at the address', broken('ECONNREFUSED'), 'refused'],
    ['a connection that broke off', broken('ECONNRESET'), 'unknown'],
    ['no answer in time', new ApiTimeout('delete_msg', 1), 'unknown'],
    ['an answer that cannot be read', new ApiProtocolError('delete_msg', 'x'), 'unknown'],
  ])('%s: %s', async (_what, error, kind) => {
    expect(await outcomeOf(error)).toBe(kind)
  })

  test('without an API it is refused', async () => {
    expect(await carryOut(createMissingApi(1), planned)).toMatchObject({ kind: 'refused' })
  })
})
