import { isRead } from '../api/params.js'
import type { CapturedCall, CaptureLine } from '../capture/capture-line.js'
import { callText, textOf } from './same.js'

/** What a bot says to a delivery now. */
export interface Said {
  readonly answer: CaptureLine['answer']
  /** Missing: nobody knows. */
  readonly calls?: readonly CapturedCall[]
}

/** A line that only one of the two has: `-` what was recorded, `+` what is said now. */
export interface Difference {
  readonly side: '-' | '+'
  readonly text: string
}

/** `200 {"reply":"pong"}` */
export const answerText = ({ status, body }: CaptureLine['answer']): string => {
  if (body === '') return String(status)
  try {
    return `${status} ${textOf(JSON.parse(body))}`
  } catch {
    return `${status} ${body}`
  }
}

/** Those of answers in their order, then those of handlers, whose order is left to chance. */
const textsOf = (calls: readonly CapturedCall[]): readonly string[] => [
  ...calls.filter(({ own }) => own !== true).map(callText),
  ...calls
    .filter(({ own }) => own === true)
    .map(callText)
    .toSorted(),
]

/** What both can have: the journal does not know what handlers called by themselves. */
const comparable = (calls: readonly CapturedCall[], { captured }: CaptureLine): readonly CapturedCall[] =>
  captured === 'all' ? calls : calls.filter(({ own, action }) => own !== true && !isRead(action))

/** What a bot would have done differently. Results of calls are not compared: they are not the bot's. */
export const differences = (recorded: CaptureLine, now: Said): readonly Difference[] => {
  // What is recorded is what there was when somebody looked.
  if (recorded.unfinished !== undefined) return []
  const answers = sides([answerText(recorded.answer)], [answerText(now.answer)])
  if (now.calls === undefined) return answers
  const before = textsOf(comparable(recorded.calls, recorded))
  return [...answers, ...sides(before, textsOf(comparable(now.calls, recorded)))]
}

const sides = (before: readonly string[], now: readonly string[]): Difference[] => {
  if (before.length === now.length && before.every((text, index) => text === now[index])) return []
  const [gone, come] = [without(before, now), without(now, before)]
  // Neither: it is the order that is another one.
  const [left, right] = gone.length + come.length === 0 ? [before, now] : [gone, come]
  return [
    ...left.map((text): Difference => ({ side: '-', text })),
    ...right.map((text): Difference => ({ side: '+', text })),
  ]
}

/** Those of the first list that the second does not have as often. */
const without = (list: readonly string[], other: readonly string[]): readonly string[] => {
  const left = [...other]
  return list.filter((text) => {
    const index = left.indexOf(text)
    if (index !== -1) left.splice(index, 1)
    return index === -1
  })
}
