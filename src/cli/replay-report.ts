import type { CaptureLine } from '../capture/capture-line.js'
import { nameEvent } from '../protocol/event-name.js'
import { answerText, differences, type Said } from '../replay/compare.js'
import { say } from './language.js'

/** What became of a delivery this time. */
export interface Outcome extends Said {
  readonly state: 'handled' | 'turned away' | 'at work'
  readonly madeUp?: readonly string[]
}

export interface ReportOptions {
  readonly diff?: boolean
  readonly json?: boolean
  /** How many deliveries there are. */
  readonly count: number
}

const progressEveryMs = 500

/** Texts of the table that are longer are cut. */
const maxText = 72

const remarkOf = (state: Outcome['state']): string => {
  switch (state) {
    case 'handled':
      return ''
    case 'turned away':
      return say('(reached no handler: a duplicate, or refused)', '（没有到达处理函数：重复，或被拒绝）')
    case 'at work':
      return say('(its handlers are still at work)', '（处理函数还没结束）')
  }
}

export const nameOf = ({ body }: CaptureLine): string => {
  try {
    return nameEvent(JSON.parse(body) as Readonly<Record<string, unknown>>).name
  } catch {
    return '(no JSON)'
  }
}

const cut = (text: string): string => (text.length > maxText ? `${text.slice(0, maxText - 1)}…` : text)

/** Each action once, with how often, and with a star where its result was made up. */
const actionsOf = ({ calls = [], madeUp = [] }: Outcome): string => {
  const counts = new Map<string, number>()
  for (const { action } of calls) counts.set(action, (counts.get(action) ?? 0) + 1)
  return [...counts]
    .map(
      ([action, count]) => `${action}${madeUp.includes(action) ? '*' : ''}${count > 1 ? ` ×${count}` : ''}`,
    )
    .join(', ')
}

/** Writes what becomes of each delivery, and at the end how many there were. */
export class Report {
  readonly #options: ReportOptions
  #done = 0
  #differing = 0
  #madeUp = 0
  #turnedAway = 0
  #shownAt = 0

  constructor(options: ReportOptions) {
    this.#options = options
  }

  /** How many deliveries were not answered as they were then. */
  get differing(): number {
    return this.#differing
  }

  add(line: CaptureLine, outcome: Outcome): void {
    const { json, diff } = this.#options
    const found = differences(line, outcome)
    this.#done += 1
    this.#differing += found.length > 0 ? 1 : 0
    this.#madeUp += outcome.madeUp?.length ?? 0
    this.#turnedAway += outcome.state === 'turned away' ? 1 : 0
    if (!diff || found.length > 0) {
      const { id, at } = line
      if (json) this.#write(JSON.stringify({ id, at, name: nameOf(line), ...outcome, differences: found }))
      else this.#write(rowOf(line, outcome))
      if (diff && !json) for (const { side, text } of found) this.#write(`    ${side} ${text}`)
    }
    this.#showProgress()
  }

  list(line: CaptureLine, path: string): void {
    const { id, at, body, answer } = line
    const bytes = Buffer.byteLength(body)
    if (this.#options.json) this.#write(JSON.stringify({ id, at, name: nameOf(line), path, bytes, answer }))
    else this.#write(`${at}  ${nameOf(line).padEnd(28)}  ${path}  ${bytes} bytes  ${cut(answerText(answer))}`)
    this.#done += 1
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
    const { diff } = this.#options
    const [done, differing, turnedAway, madeUp] = [
      this.#done,
      this.#differing,
      this.#turnedAway,
      this.#madeUp,
    ]
    const parts = [
      say(`${done} deliveries`, `${done} 个事件`),
      ...(diff ? [say(`${differing} not answered as then`, `${differing} 个与当时不同`)] : []),
      ...(turnedAway > 0
        ? [say(`${turnedAway} reached no handler`, `${turnedAway} 个没有到达处理函数`)]
        : []),
      ...(madeUp > 0
        ? [
            say(
              `${madeUp} calls (*) whose results the capture does not know`,
              `${madeUp} 次调用（*）的结果不在捕获文件里`,
            ),
          ]
        : []),
    ]
    process.stderr.write(`${parts.join(', ')}\n`)
  }

  #write(text: string): void {
    if (process.stdout.isTTY && process.stderr.isTTY) process.stderr.write('\r\x1b[K')
    process.stdout.write(`${text}\n`)
  }

  #showProgress(): void {
    if (!process.stderr.isTTY || Date.now() - this.#shownAt < progressEveryMs) return
    this.#shownAt = Date.now()
    process.stderr.write(`\r\x1b[K${this.#done} of ${this.#options.count}`)
  }
}

const rowOf = (line: CaptureLine, outcome: Outcome): string =>
  [
    line.at,
    nameOf(line).padEnd(28),
    cut(outcome.answer.status === 0 ? '-' : answerText(outcome.answer)),
    [actionsOf(outcome), remarkOf(outcome.state)].filter((part) => part !== '').join(' '),
  ]
    .join('  ')
    .trimEnd()
