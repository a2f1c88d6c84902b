import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { Rounds } from '../../src/receive/rounds.js'

/** A response that tells when it is written. */
const responseOf = (name: string, told: string[]): ServerResponse => {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  const end = response.end.bind(response)
  response.end = ((...args: Parameters<typeof end>) => {
    told.push(`${name} leaves with ${response.statusCode}`)
    return end(...args)
  }) as typeof response.end
  return response
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('what has arrived is handled together, in order, and leaves after that', async () => {
  const told: string[] = []
  const rounds = new Rounds()
  for (const [name, body] of [
    ['first', '{}'],
    ['second', undefined],
  ] as const)
    rounds.add({
      handle() {
        told.push(`${name} is handled`)
        rounds.send(responseOf(name, told), body)
      },
    })
  expect(told).toEqual([])
  await turn()
  expect(told).toEqual([
    'first is handled',
    'second is handled',
    'first leaves with 200',
    'second leaves with 204',
  ])
})

test('of very many, those that are done do not wait for all the others', async () => {
  const told: string[] = []
  const rounds = new Rounds()
  for (let number = 0; number < 100; number += 1)
    rounds.add({
      handle() {
        told.push(`${number} is handled`)
        rounds.send(responseOf(String(number), told), undefined)
      },
    })
  await turn()
  expect(told).toHaveLength(200)
  expect(told.indexOf('0 leaves with 204')).toBeLessThan(told.indexOf('99 is handled'))
})

test('what leaves later does not wait for another turn of the loop', async () => {
  const told: string[] = []
  const rounds = new Rounds()
  rounds.send(responseOf('late', told), '{}')
  expect(told).toEqual([])
  await Promise.resolve()
  expect(told).toEqual(['late leaves with 200'])
})

test('one that throws takes no other with it', async () => {
  const listeners = process.rawListeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException')
    for (const listener of listeners) process.on('uncaughtException', listener as () => void)
  })
  const thrown: unknown[] = []
  process.on('uncaughtException', (error) => thrown.push(error))
  const told: string[] = []
  const rounds = new Rounds()
  rounds.add({ handle: () => rounds.send(responseOf('before', told), undefined) })
  const fault = new Error('a fault')
  rounds.add({
    handle() {
      throw fault
    },
  })
  rounds.add({ handle: () => rounds.send(responseOf('after', told), undefined) })
  await turn()
  await turn()
  expect(thrown).toEqual([fault])
  expect(told).toEqual(['before leaves with 204', 'after leaves with 204'])
})
