import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { MemoryState } from '../../src/journal/memory-state.js'
import { SqliteFile } from '../../src/journal/sqlite-file.js'
import { SqliteState } from '../../src/journal/sqlite-state.js'
import type { State } from '../../src/protocol/state.js'

const inFile = (now: () => number): State => {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-'))
  const file = new SqliteFile({ file: join(folder, 'state.db') })
  onTestFinished(() => {
    file.close()
    rmSync(folder, { recursive: true })
  })
  return new SqliteState(file, now)
}

const kinds: [string, (now: () => number) => State][] = [
  ['in memory', (now) => new MemoryState(now)],
  ['in a file', inFile],
]

describe.each(kinds)('state %s', (_kind, open) => {
  const opened = () => {
    let time = 0
    const state = open(() => time)
    const pass = (ms: number): void => {
      time += ms
    }
    return { state, pass }
  }

  test('gives back what was set, as a copy', async () => {
    const { state } = opened()
    const value = { list: [1, 'two', null] }
    await state.set('a', value)
    value.list.push('later')
    expect(await state.get('a')).toEqual({ list: [1, 'two', null] })
    expect(await state.get('b')).toBeUndefined()
  })

  test('forgets what has run out', async () => {
    const { state, pass } = opened()
    await state.set('short', 1, 100)
    await state.set('long', 2)
    pass(99)
    expect(await state.get('short')).toBe(1)
    pass(1)
    expect(await state.get('short')).toBeUndefined()
    expect(await state.keys('')).toEqual(['long'])
  })

  test('adds once, and again when it has run out or is deleted', async () => {
    const { state, pass } = opened()
    const both = await Promise.all([state.add('a', 1, 100), state.add('a', 2, 100)])
    expect(both).toEqual([true, false])
    expect(await state.get('a')).toBe(1)
    pass(100)
    expect(await state.add('a', 3)).toBe(true)
    await state.delete('a')
    expect(await state.add('a', 4)).toBe(true)
    expect(await state.get('a')).toBe(4)
  })

  test('lists keys by how they begin', async () => {
    const { state } = opened()
    for (const key of ['b:2', 'a:1', 'b:1', 'b%']) await state.set(key, 0)
    expect(await state.keys('b:')).toEqual(['b:1', 'b:2'])
  })

  test('takes nothing that is no JSON', async () => {
    const { state } = opened()
    await expect(state.set('a', undefined)).rejects.toThrow('the value of a cannot be written as JSON')
  })
})
