import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { typedLoosely } from '../support/code.js'

const page = readFileSync(new URL('../../docs/compare.md', import.meta.url), 'utf8')
const [head = '', ...sections] = page.split(/^## /m)

/** Lines that are more than a comment. */
const linesOf = (code: string): readonly string[] =>
  code.split('\n').filter((line) => line.trim() !== '' && !/^\s*(\/\/|#)/.test(line))

const pairs = sections.map((section) => {
  const [ours = '', elsewhere = ''] = [...section.matchAll(/^```\w+\n(.*?)^```/gms)].map(([, code]) => code)
  return { bot: section.split('\n')[0] ?? '', ours, elsewhere }
})

test('eight bots are compared', () => {
  expect(pairs).toHaveLength(8)
})

test('the table says how many lines each takes', () => {
  const rows = [...head.matchAll(/^\| (.+?) \| (\d+) lines \| (\d+) lines \|$/gm)].map(
    ([, bot, ours, elsewhere]) => ({ bot, ours: Number(ours), elsewhere: Number(elsewhere) }),
  )
  expect(rows).toEqual(
    pairs.map(({ bot, ours, elsewhere }) => ({
      bot,
      ours: linesOf(ours).length,
      elsewhere: linesOf(elsewhere).length,
    })),
  )
})

describe.each(pairs)('$bot', ({ ours, elsewhere }) => {
  test('is shorter here, in lines no wider', () => {
    expect(linesOf(ours).length).toBeLessThan(linesOf(elsewhere).length)
    expect(Math.max(...linesOf(ours).map((line) => line.length))).toBeLessThanOrEqual(110)
  })

  test('needs neither as nor any', () => {
    expect(ours).toContain("from 'catflap'")
    expect(typedLoosely(ours)).toEqual([])
  })
})
