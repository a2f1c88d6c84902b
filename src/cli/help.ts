import { say } from './language.js'

interface Below {
  /** Sentences that the options do not say. */
  readonly notes?: string
  /** When the exit code is 0; it is 1 otherwise, for wrong arguments too. */
  readonly succeeds: string
  readonly examples: readonly string[]
}

/** What stands below the options in the help of every command. */
export const below = ({ notes, succeeds, examples }: Below): string =>
  [
    '',
    ...(notes === undefined ? [] : [notes, '']),
    say(`Exit code: 0 when ${succeeds}, 1 otherwise.`, `退出码：${succeeds}时为 0，否则为 1。`),
    '',
    say('Examples:', '示例：'),
    ...examples.map((example) => `  $ ${example}`),
  ].join('\n')
