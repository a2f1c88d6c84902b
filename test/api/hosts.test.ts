import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createApi } from '../../src/api/client.js'
import { Hosts } from '../../src/api/hosts.js'
import { createLog } from '../../src/log.js'

const selfId = 1

/** Hosts of one account whose API says what it is, and how often it was asked. */
const hostsSaying = (said: object) => {
  let asked = 0
  const api = createApi(selfId, {
    async send() {
      asked += 1
      return { retcode: 0, data: said }
    },
    async *stream() {},
    close() {},
  })
  const hosts = new Hosts({
    configured: new Map(),
    api: () => api,
    hasClient: () => true,
    log: createLog('silent'),
    now: () => 0,
  })
  return { hosts, asked: () => asked }
}

test.each([
  ['NapCat.Onebot', 'napcat'],
  ['LLOneBot', 'llonebot'],
  ['Lagrange.OneBot', 'lagrange'],
  ['go-cqhttp', 'go-cqhttp'],
  ['Shamrock', 'shamrock'],
])('%s is %s, with its version', async (app_name, implementation) => {
  const { hosts } = hostsSaying({ app_name, app_version: '4.18.19' })
  expect(hosts.of(selfId, undefined)).toBeUndefined()
  await turn()
  expect(hosts.of(selfId, undefined)).toEqual({ implementation, version: '4.18.19' })
})

test('a name that nobody knows is more than a guess', async () => {
  const { hosts } = hostsSaying({ app_name: 'another' })
  expect(hosts.of(selfId, 'llonebot')).toEqual({ implementation: 'llonebot' })
  await turn()
  expect(hosts.of(selfId, 'llonebot')).toBeUndefined()
})

test('who could not be reached is asked once more', async () => {
  const { hosts, asked } = hostsSaying({ app_name: 'LLOneBot' })
  for (const _ of [1, 2]) {
    hosts.of(selfId, undefined)
    await turn()
  }
  hosts.forget(selfId)
  hosts.of(selfId, undefined)
  await turn()
  expect(asked()).toBe(2)
})
