import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { commandsOf, helpOf } from '../support/commands.js'

afterEach(() => {
  vi.unstubAllEnvs()
})

const sectionsOf = (page: string): ReadonlyMap<string, string> =>
  new Map(
    page
      .split(/^## /m)
      .slice(1)
      .map((section) => [/^`catflap (.+)`/.exec(section)?.[1] ?? section, section]),
  )

const shownArgument = (argument: Command['registeredArguments'][number]): string => {
  const shown = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${shown}>` : `[${shown}]`
}

/** What may be written behind a command, each with what the help says of it. */
const rowsOf = ({ registeredArguments, options }: Command): readonly string[] =>
  [
    ...registeredArguments.map((argument) => [shownArgument(argument), argument.description]),
    ...options.map(({ flags, description }) => [flags, description]),
  ].map(([written, description]) => `| \`${written}\` | ${description} |`)

describe.each([
  ['docs/cli.md', 'C'],
  ['docs/zh/cli.md', 'zh_CN.UTF-8'],
])('%s', (file, language) => {
  const page = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
  const sections = sectionsOf(page)

  const commands = () => {
    vi.stubEnv('LC_ALL', language)
    return commandsOf()
  }

  test('has a section and a line in its table for every command, and for no other', async () => {
    const names = (await commands()).map(([name]) => name)
    expect([...sections.keys()].toSorted()).toEqual(names.toSorted())
    for (const [name, command] of await commands())
      expect(page).toContain(
        `| [\`catflap ${name}\`](#catflap-${name.replace(' ', '-')}) | ${command.description()} |`,
      )
  })

  test('says of every command what may be written behind it, how it ends, and shows it', async () => {
    for (const [name, command] of await commands()) {
      const section = sections.get(name) ?? ''
      const table = section.split(/^\| (?:option|选项) \| \|$/m)[1] ?? ''
      const rows = table.split('\n').filter((row) => /^\| `/.test(row))
      expect([name, rows]).toEqual([name, rowsOf(command)])
      const exits = helpOf(command)
        .split('\n')
        .find((line) => /^(Exit code: |退出码：)/.test(line))
      expect(section).toContain(exits)
      expect(section).toContain(`\`\`\`\n$ catflap ${name}`)
    }
  })
})
