import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { paint, table, widthOf } from '../../src/cli/terminal.js'

const isTTY = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY')
const onTerminal = (is: boolean): void => {
  Object.defineProperty(process.stdout, 'isTTY', { value: is, configurable: true })
}

afterEach(() => {
  vi.unstubAllEnvs()
  if (isTTY === undefined) Reflect.deleteProperty(process.stdout, 'isTTY')
  else Object.defineProperty(process.stdout, 'isTTY', isTTY)
})

describe('on a terminal', () => {
  test('cells stand in columns, also beside Chinese and colours', () => {
    onTerminal(true)
    vi.stubEnv('NO_COLOR', '')
    const lines = table([
      [paint('green', '在线'), 'a'],
      ['offline', 'b'],
    ])
    expect(lines.map(stripVTControlCharacters)).toEqual(['在线     a', 'offline  b'])
    expect(lines[0]).not.toBe(stripVTControlCharacters(lines[0] ?? ''))
  })

  test('the last column begins at one place in every line', () => {
    onTerminal(true)
    const word = fc.stringMatching(/^[a-z猫。]{1,8}$/)
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { minLength: 1 }), (rows) => {
        const starts = table(rows.map(([first, second]) => [first, `|${second}`])).map((line) =>
          widthOf(line.slice(0, line.indexOf('|'))),
        )
        expect(new Set(starts).size).toBe(1)
      }),
    )
  })

  test('NO_COLOR is heard', () => {
    onTerminal(true)
    vi.stubEnv('NO_COLOR', '1')
    expect(paint('red', 'no')).toBe('no')
  })
})

test('a file or another program gets tabs and no colours', () => {
  onTerminal(false)
  expect(table([[paint('green', 'online'), 'a', '']], '  ')).toEqual(['  online\ta'])
})
