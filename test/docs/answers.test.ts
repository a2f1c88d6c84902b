import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { implementations, implementationTitles } from '../../src/protocol/implementation.js'
import type { Answerable, WireField } from '../../src/protocol/quick-action.js'
import { quickActionFields } from '../../src/protocol/quick-action.js'
import { readings, type Since } from '../../src/reply/implementations.js'

const page = readFileSync(new URL('../../docs/answers.md', import.meta.url), 'utf8')

const cell = (since: Since | undefined): string =>
  since === undefined ? 'call' : since === true ? 'response' : `response from ${since}`

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const fieldRows = (kind: Answerable): string[] =>
  quickActionFields[kind]
    .filter((field) => field !== 'reply_at')
    .map((field: WireField) =>
      row([
        `\`${kind}\``,
        `\`${field}\``,
        ...implementations.map((name) => cell(readings[name].executes[kind][field])),
      ]),
    )

/** The table as it should stand in the page. */
const table = [
  row(['event', 'field', ...implementations.map((name) => implementationTitles[name])]),
  row(Array(implementations.length + 2).fill('---')),
  ...(Object.keys(quickActionFields) as Answerable[]).flatMap(fieldRows),
  ...(['message.group', 'message.private'] as const).map((kind) =>
    row([
      `\`${kind}\``,
      'a `reply` quotes by itself',
      ...implementations.map((name) => (readings[name].quotes[kind] ? 'yes' : 'no')),
    ]),
  ),
].join('\n')

test('the table of docs/answers.md is that of the code', () => {
  expect(page).toContain(table)
})
