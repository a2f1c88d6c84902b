import type { Command } from 'commander'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createProgram } from '../../src/cli/program.js'
import { commandsOf, helpOf } from '../support/commands.js'

afterEach(() => {
  vi.unstubAllEnvs()
})

const inLanguage = (language: string): Promise<readonly (readonly [string, Command])[]> => {
  vi.stubEnv('LC_ALL', language)
  return commandsOf()
}

const inEnglish = await inLanguage('C')

describe('every command', () => {
  test.each(inEnglish.map(([name]) => name))('%s has examples and its exit codes in its help', (name) => {
    const command = inEnglish.find(([each]) => each === name)?.[1]
    const help = helpOf(command)
    expect(help).toContain(`Examples:\n  $ catflap ${name}`)
    expect(help).toMatch(/^Exit code: 0 when .+, 1 otherwise\.$/m)
  })

  test('explains itself in Chinese where the terminal speaks it', async () => {
    for (const [name, command] of await inLanguage('zh_CN.UTF-8')) {
      expect([name, command.description()]).toEqual([name, expect.stringMatching(/\p{Script=Han}/u)])
      const optionsOf = ({ options }: Command) => options.map(({ description }) => description)
      for (const description of optionsOf(command)) expect(description).toMatch(/\p{Script=Han}/u)
      expect(helpOf(command)).toContain('示例：')
    }
  })

  test('is found by its name without the others', async () => {
    for (const name of new Set(inEnglish.map(([path]) => path.split(' ')[0] ?? ''))) {
      const { commands } = await createProgram(name)
      expect(commands.map((command) => command.name())).toEqual([name])
    }
  })

  test('is there when no known one is asked for', async () => {
    const { commands } = await createProgram()
    for (const unknown of ['strat', '--help', 'constructor'])
      expect((await createProgram(unknown)).commands).toHaveLength(commands.length)
  })
})
