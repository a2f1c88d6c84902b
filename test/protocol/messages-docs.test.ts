import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as builders from '../../src/protocol/build-segment.js'
import { type FieldRule, segmentRules, typeAliases } from '../../src/protocol/segment-rules.js'

const page = readFileSync(new URL('../../docs/messages.md', import.meta.url), 'utf8')

/** The cells of a table, by its first heading, without the heading. */
const tableOf = (heading: string): string[][] => {
  const lines = page.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `))
  const rows = lines.slice(start + 2)
  const end = rows.findIndex((line) => !line.startsWith('|'))
  return rows.slice(0, end).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

const code = (name: string): string => `\`${name}\``

const fieldRows = (type: string, rules: Readonly<Record<string, FieldRule>>): string[][] =>
  Object.entries(rules).map(([field, { kind, required, aliases }]) => [
    code(type),
    code(field),
    required ? kind : `${kind}, optional`,
    aliases.map(code).join(', '),
  ])

const aliasRows = (type: string): string[][] =>
  Object.entries(typeAliases)
    .filter(([, known]) => known === type)
    .map(([alias]) => [code(type), '', '', code(alias)])

describe('docs/messages.md', () => {
  test('has the rules of every received segment', () => {
    const rules = Object.entries(segmentRules).flatMap(([type, fields]) => [
      ...aliasRows(type),
      ...fieldRows(type, fields),
    ])
    expect(tableOf('segment').map((row) => row.slice(0, 4))).toEqual(rules)
  })

  test('has every builder and no other', () => {
    const documented = tableOf('builder').map(([call = '']) => call.replace(/^`(\w+)\(.*/, '$1'))
    expect(documented.toSorted()).toEqual(Object.keys(builders).toSorted())
  })
})
