import { paint } from './terminal.js'

/** One thing that was looked at. */
export interface Finding {
  readonly state: 'good' | 'doubtful' | 'bad'
  /** What was found. */
  readonly what: string
  /** What to do about it. */
  readonly fix?: string | undefined
}

export const good = (what: string): Finding => ({ state: 'good', what })
export const doubtful = (what: string, fix: string): Finding => ({ state: 'doubtful', what, fix })
export const bad = (what: string, fix?: string): Finding => ({ state: 'bad', what, fix })

const marks = { good: ['green', '✓'], doubtful: ['yellow', '!'], bad: ['red', '✗'] } as const

/** A finding as people read it; colours only on a terminal. */
export const describeFinding = ({ state, what, fix }: Finding): string => {
  const [colour, sign] = marks[state]
  return [`${paint(colour, sign)} ${what}`, ...(fix === undefined ? [] : [`    → ${fix}`])].join('\n')
}
