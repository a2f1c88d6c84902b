import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

/** From the one number to the other. */
const lines = (system: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_one, index) => `${system}-${from + index}`)

/** What users of four other systems have; workflows with approvals (AS-9 to AS-21, AS-36 to AS-39) are not hooks. */
const capabilities = [
  ...lines('NK', 1, 54),
  ...lines('EB', 1, 27),
  ...lines('AS', 1, 8),
  ...lines('AS', 22, 35),
  ...lines('AS', 40, 45),
  ...lines('DA', 1, 25),
]

const table = read('docs/hooks.md').split('\n## Coming from another system\n')[1] ?? ''
const rows = [...table.matchAll(/^\| ((?:NK|EB|AS|DA)-\d+) \| ([^|]+) \| (.+) \|$/gm)].map(
  ([, line = '', there = '', here = '']) => ({ line, there, here }),
)

describe('the table of docs/hooks.md', () => {
  test('has a row for every line, in order', () => {
    expect(rows.map(({ line }) => line)).toEqual(capabilities)
  })

  test.each(rows)('$line names a test that there is, or says what takes its place', ({ there, here }) => {
    const [, file, title = ''] = /^`(test\/[^`]+)` “([^”]+)”/.exec(here) ?? []
    expect(there).not.toBe('')
    // A sentence, and no test that was misspelt.
    if (file === undefined) {
      expect(here).toMatch(/^[^“”]{20,}\.$/)
      return
    }
    const code = read(file)
    expect([`'${title}'`, `"${title}"`].filter((written) => code.includes(written))).not.toEqual([])
  })
})
