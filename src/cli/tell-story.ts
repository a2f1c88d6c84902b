import { noAccount } from '../protocol/journal.js'
import { say } from './language.js'
import type { AskedHandler, Part, Story } from './story.js'
import { paint, section } from './terminal.js'

const marks = {
  answered: ['green', '✓'],
  'turned down': ['yellow', '✗'],
  ran: ['green', '·'],
  around: ['gray', '·'],
  refused: ['red', '✗'],
  taken: ['gray', '-'],
} as const satisfies Record<Part, readonly [string, string]>

const wordsOf = ({ part, because = '' }: AskedHandler): string => {
  const words: Readonly<Record<Part, string>> = {
    answered: say('answered', '有答复'),
    'turned down': say(`takes it and turns it down: ${because}`, `取走并拒绝：${because}`),
    ran: say('takes it; no answer is known', '会接收；没有已知的答复'),
    around: say('stands around those behind it', '包在后面各项之外'),
    refused: because,
    taken: say(`not asked: ${because} had taken it`, `没有轮到：已被 ${because} 取走`),
  }
  return words[part]
}

const handlerRow = (handler: AskedHandler): readonly string[] => {
  const [colour, mark] = marks[handler.part]
  // What a person wrote may stand in it, and must not steer the terminal.
  const words = wordsOf(handler).replace(/\p{Cc}/gu, ' ')
  return [paint(colour, mark), handler.where, words]
}

const maxSigns = 80

const shorten = (value: unknown): string => {
  const signs = [...JSON.stringify(value)]
  return signs.length <= maxSigns ? signs.join('') : `${signs.slice(0, maxSigns - 1).join('')}…`
}

const travelled = ({ response, calls }: Story): readonly (readonly string[])[] => [
  ...(response === undefined ? [] : [[say('response', '响应'), '', JSON.stringify(response)]]),
  ...calls.flatMap(({ action, params, state, result }) => [
    [say('call', '调用'), action, JSON.stringify(params)],
    ...(result === undefined ? [] : [['', state, JSON.stringify(result)]]),
  ]),
]

export interface Telling {
  readonly story: Story
  readonly conclusions: readonly string[]
  readonly unknowns: readonly string[]
}

/** A story as people read it. */
export const tellStory = ({ story, conclusions, unknowns }: Telling): readonly string[] => {
  const { id, eventId, name, at, endpoint, selfId, redeliveries, facts } = story
  return [
    paint('bold', [name, selfId === noAccount ? endpoint : selfId, at].join('  ')),
    [
      ...(eventId === undefined ? [] : [`id ${eventId}`]),
      say(`journal ${id}`, `日志库 ${id}`),
      say(`endpoint ${endpoint}`, `端点 ${endpoint}`),
      ...(redeliveries === 0
        ? []
        : [say(`handled again ${redeliveries} times`, `重新处理 ${redeliveries} 次`)]),
    ].join(' · '),
    Object.entries(facts)
      .map(([field, value]) => `${field} ${shorten(value)}`)
      .join(' · '),
    '',
    ...conclusions.map((conclusion) => `→ ${conclusion}`),
    ...section(
      say('Handlers, in the order in which they are asked', '处理函数（按询问顺序）'),
      story.handlers.map(handlerRow),
    ),
    ...section(say('What was done', '做了什么'), travelled(story)),
    ...section(
      say('Not known', '无法得知'),
      unknowns.map((unknown) => [unknown]),
    ),
  ]
}
