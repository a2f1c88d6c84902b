import type { Command } from 'commander'
import { createProgram } from '../../src/cli/program.js'

const leavesOf = (command: Command, path: readonly string[]): readonly (readonly [string, Command])[] =>
  command.commands.length === 0
    ? [[path.join(' '), command]]
    : command.commands.flatMap((inner) => leavesOf(inner, [...path, inner.name()]))

/** Every command that does something, by its name: `start`, `journal list`. */
export const commandsOf = async (): Promise<readonly (readonly [name: string, command: Command])[]> =>
  leavesOf(await createProgram(), [])

/** What `--help` prints, with what stands below the options. */
export const helpOf = (command: Command | undefined): string => {
  let help = ''
  command?.configureOutput({
    writeOut: (text) => {
      help += text
    },
  })
  command?.outputHelp()
  return help
}
