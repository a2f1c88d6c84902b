import { describe, expect, onTestFinished, test } from 'vitest'
import type { ActionsOptions } from '../../src/admin/actions.js'
import { openAdmin } from '../../src/admin/server.js'

const open = async (changes: Partial<ActionsOptions> = {}) => {
  const failures: unknown[] = []
  const { port, close } = await openAdmin(
    { port: 0 },
    {
      readiness: () => ({ checks: {}, unreachable: [] }),
      status: () => Promise.reject(new Error('not asked for')),
      metrics: { contentType: 'text/plain', text: async () => '' },
      actions: {
        '/double': async (input) => ({ twice: Number((input as { of: number }).of) * 2 }),
        '/nothing': async () => undefined,
        '/refuse': async () => {
          throw new RangeError('there is no such thing')
        },
        '/fail': async () => {
          throw new Error('a secret')
        },
      },
      isOwn: (address) => address === '127.0.0.1',
      failed: (error, path) => failures.push([error, path]),
      ...changes,
    },
  )
  onTestFinished(close)
  const ask = async (path: string, body: unknown, init: RequestInit = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...init,
      headers: { 'Content-Type': 'application/json', ...(init.headers as object) },
    })
    return { status: response.status, body: await response.json() }
  }
  return { ask, failures }
}

describe('an action of the admin listener', () => {
  test('takes JSON and gives JSON', async () => {
    const { ask } = await open()
    expect(await ask('/double', { of: 21 })).toEqual({ status: 200, body: { twice: 42 } })
    expect(await ask('/nothing', {})).toEqual({ status: 200, body: {} })
  })

  test.each([
    ['a page in a browser', { headers: { Origin: 'http://127.0.0.1:8081' } }],
    ['a form of a page', { headers: { 'Content-Type': 'text/plain' } }],
    ['a proxy', { headers: { 'X-Forwarded-For': '203.0.113.9' } }],
    ['a proxy of the newer kind', { headers: { Forwarded: 'for=203.0.113.9' } }],
  ])('is not for %s', async (_who, init) => {
    const { ask } = await open()
    expect(await ask('/double', { of: 1 }, init)).toMatchObject({ status: 403 })
  })

  test('is not for other machines', async () => {
    const { ask } = await open({ isOwn: () => false })
    expect(await ask('/double', { of: 1 })).toMatchObject({ status: 403 })
  })

  test('says what does not fit, and only that it failed where the fault is its own', async () => {
    const { ask, failures } = await open()
    expect(await ask('/refuse', {})).toEqual({ status: 400, body: { error: 'there is no such thing' } })
    expect(await ask('/double', 'no')).toEqual({ status: 400, body: { error: 'the body is no JSON' } })
    expect(await ask('/double', {}, { method: 'PUT' })).toMatchObject({ status: 405 })
    expect(await ask('/double', 'x'.repeat(70_000))).toMatchObject({ status: 413 })
    expect(failures).toEqual([])
    expect(await ask('/fail', {})).toEqual({
      status: 500,
      body: { error: 'it failed; the log of the bot says why' },
    })
    expect(failures).toEqual([[new Error('a secret'), '/fail']])
  })
})
