import type { Command } from 'commander'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { commandsOf, helpOf } from '../support/commands.js'

afterEach(() => {
  vi.unstubAllEnvs()
})

const inLanguage = (language: string): readonly (readonly [string, Command])[] => {
  vi.stubEnv('LC_ALL', language)
  return commandsOf()
}

describe('every command', () => {
  test.each(inLanguage('C').map(([name]) => name))(
    '%s has examples and its exit codes in its help',
    (name) => {
      const command = inLanguage('C').find(([each]) => each === name)?.[1]
      const help = helpOf(command)
      expect(help).toContain(`Examples:\n  $ catflap ${name}`)
      expect(help).toMatch(/^Exit code: 0 when .+, 1 otherwise\.$/m)
    },
  )

  test('explains itself in Chinese where the terminal speaks it', () => {
    for (const [name, command] of inLanguage('zh_CN.UTF-8')) {
      expect([name, command.description()]).toEqual([name, expect.stringMatching(/\p{Script=Han}/u)])
      const optionsOf = ({ options }: Command) => options.map(({ description }) => description)
      for (const description of optionsOf(command)) expect(description).toMatch(/\p{Script=Han}/u)
      expect(helpOf(command)).toContain('示例：')
    }
  })
})
