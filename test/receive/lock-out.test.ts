import { expect, test } from 'vitest'
import { LockOut } from '../../src/receive/lock-out.js'

const open = (lockOutMs = 1000) => {
  const clock = { now: 0 }
  const locked: string[] = []
  const lockOut = new LockOut({
    wrongSignatures: 3,
    lockOutMs,
    isExempt: (address) => address === '127.0.0.1',
    lockedOut: (address) => locked.push(address),
    now: () => clock.now,
  })
  const fail = (address: string, times: number): void => {
    for (let count = 0; count < times; count += 1) lockOut.failed(address)
  }
  return { clock, locked, lockOut, fail }
}

test('an address is locked out for a while, told once', () => {
  const { clock, locked, lockOut, fail } = open()
  fail('203.0.113.9', 2)
  expect(lockOut.isLocked('203.0.113.9')).toBe(false)
  fail('203.0.113.9', 2)
  expect([lockOut.isLocked('203.0.113.9'), lockOut.isLocked('203.0.113.10')]).toEqual([true, false])
  expect(locked).toEqual(['203.0.113.9'])
  clock.now = 1000
  expect(lockOut.isLocked('203.0.113.9')).toBe(false)
})

test('a wrong signature that arrives while its address is locked out changes nothing', () => {
  const { clock, lockOut, fail } = open(600_000)
  fail('203.0.113.9', 3)
  clock.now = 70_000
  fail('203.0.113.9', 1)
  expect(lockOut.isLocked('203.0.113.9')).toBe(true)
})

test('failures that lie far apart do not count together', () => {
  const { clock, lockOut, fail } = open()
  fail('203.0.113.9', 2)
  clock.now = 60_000
  fail('203.0.113.9', 1)
  expect(lockOut.isLocked('203.0.113.9')).toBe(false)
})

test('who shares an address with many, or has signed right, is not locked out', () => {
  const { lockOut, fail } = open()
  lockOut.succeeded('203.0.113.9')
  for (const address of ['127.0.0.1', '203.0.113.9']) {
    fail(address, 10)
    expect(lockOut.isLocked(address)).toBe(false)
  }
})

test('a million addresses are not remembered', () => {
  const { lockOut } = open()
  for (let address = 0; address < 30_000; address += 1) {
    lockOut.failed(`f${address}`)
    lockOut.succeeded(`s${address}`)
  }
  expect(lockOut.size).toBeLessThanOrEqual(20_000)
})
