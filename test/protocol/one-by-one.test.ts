import { expect, test } from 'vitest'
import { OneByOne } from '../../src/protocol/one-by-one.js'

test('work on one key waits for what came before, whatever became of it, and no other key does', async () => {
  const works = new OneByOne()
  const order: string[] = []
  let release = (): void => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const first = works.run('a', async () => {
    await gate
    order.push('first')
    throw new Error('broken')
  })
  const second = works.run('a', async () => order.push('second'))
  await works.run('b', async () => order.push('other'))
  release()
  await expect(first).rejects.toThrow('broken')
  await second
  expect(order).toEqual(['other', 'first', 'second'])
})
