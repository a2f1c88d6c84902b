import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isRepliedByCall } from '../../src/protocol/chatless.js'
import { helpers } from '../../src/protocol/event-helpers.js'
import { commonNames } from '../../src/protocol/event-name.js'
import { eventNames, eventSenders } from '../../src/protocol/event-senders.js'
import { rules } from '../../src/protocol/normalize-event.js'
import { quickActionFields } from '../../src/protocol/quick-action.js'
import { decoded } from '../samples/decoded.js'

const page = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8')
const entries = new Map(
  [...page.matchAll(/^### `(?<name>[^`]+)`\n(?<text>[\s\S]*?)(?=\n##|$(?![\s\S]))/gm)].map(
    ({ groups }) => [groups?.name ?? '', groups?.text ?? ''] as const,
  ),
)

const line = (name: string, label: string): string =>
  new RegExp(`^- ${label}: (.*)$`, 'm').exec(entries.get(name) ?? '')?.[1] ?? ''

const spelled = {
  napcat: 'NapCat',
  llonebot: 'LLOneBot',
  'go-cqhttp': 'go-cqhttp',
  lagrange: 'Lagrange',
  shamrock: 'Shamrock',
}

/** Said once for all events. */
const everywhere = [
  'name',
  'time',
  'self_id',
  'post_type',
  'message_type',
  'notice_type',
  'request_type',
  'meta_event_type',
]

/** The fields of an entry, and whether somebody leaves them out. */
const fieldsOf = (name: string): ReadonlyMap<string, boolean> =>
  new Map(
    line(name, 'Fields')
      .split(' · ')
      .map((field) => {
        const found = /^`(\w+)`(\??)/.exec(field)
        return [found?.[1] ?? field, found?.[2] === '?']
      }),
  )

const inTicks = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ')

const rows = (heading: string): string[] =>
  (page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((row) => row.startsWith('|'))
    .slice(2)
    .map((row) => row.replace(/ +/g, ' '))

describe('the entries of docs/events.md', () => {
  it('are the names of the table', () => {
    expect([...entries.keys()].sort()).toEqual([...eventNames].sort())
  })
})

describe.each(eventNames)('the entry %s', (name) => {
  const events = decoded.filter(({ sample }) => sample.of === name).map(({ event }) => event)
  const documented = fieldsOf(name)

  it('says who sends it', () => {
    expect(line(name, 'From')).toBe(eventSenders[name].map((sender) => spelled[sender]).join(', '))
  })

  it('lists the fields that deliveries have', () => {
    const found = new Set(events.flatMap((event) => Object.keys(event)))
    const listed = [...documented.keys()]
    expect([...found].filter((field) => !everywhere.includes(field) && !documented.has(field))).toEqual([])
    expect(listed.filter((field) => !found.has(field) && documented.get(field) === false)).toEqual([])
  })

  it('marks the fields that somebody leaves out', () => {
    const reaching = decoded.filter(({ lineage }) => lineage.includes(name)).map(({ event }) => event)
    const missing = [...documented.keys()].filter((field) => reaching.some((event) => !(field in event)))
    expect(missing.filter((field) => documented.get(field) === false)).toEqual([])
  })

  it('names the sub types that deliveries have', () => {
    const subTypes = events.flatMap((event) => ('sub_type' in event ? [String(event.sub_type)] : []))
    for (const subType of subTypes)
      expect(line(name, 'Fields')).toMatch(new RegExp(`\`sub_type\`.*\\b${subType}\\b`))
  })

  it('says what may be answered', () => {
    const fields = Object.entries(quickActionFields).find(([key]) => key === name)?.[1]
    const byCall = isRepliedByCall(name) ? '`reply`, by a call' : 'nothing'
    expect(line(name, 'Answer')).toBe(fields === undefined ? byCall : inTicks(fields))
  })

  it('says which name is the common one', () => {
    const common = Object.entries(commonNames).find(([own]) => own === name)?.[1]
    if (common !== undefined) expect(entries.get(name)).toContain(`\`${common.name}`)
  })
})

describe('the table of what is made the same', () => {
  it('is the table of rules', () => {
    const documented = rules.map(({ of, fields, says }) => {
      const events = of.map((name) => (name === '*' ? 'every event' : `\`${name}\``)).join(', ')
      return `| ${events} | ${inTicks(fields)} | ${says} |`
    })
    expect(rows('What is made the same')).toEqual(documented)
  })
})

describe('the table of helpers', () => {
  it('lists every helper', () => {
    const listed = rows('Helpers').map((row) => /`(\w+)`/.exec(row)?.[1])
    // Said of every event, in its own section.
    const tools = ['raw', 'api', 'signal']
    const helping = Object.getOwnPropertyNames(helpers.message).filter((name) => !tools.includes(name))
    expect(listed.sort()).toEqual(helping.sort())
  })
})
