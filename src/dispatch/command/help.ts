import { type Command, shownName } from './command.js'
import type { Texts } from './language.js'
import { shorten, showUsage } from './usage.js'

/** Commands on one page of the list. */
const perPage = 20

const listOf = (commands: readonly Command[], page: number, help: string, texts: Texts): string => {
  const pages = Math.max(1, Math.ceil(commands.length / perPage))
  const shown = Math.min(Math.max(1, page), pages)
  const lines = commands.slice((shown - 1) * perPage, shown * perPage).map((command) => {
    const { description } = command.options
    return description === undefined
      ? showUsage(command.spec, shownName(command), texts)
      : `${shownName(command)}  ${description}`
  })
  return [texts.commands(shown, pages, help), ...lines].join('\n')
}

const detailsOf = (command: Command, texts: Texts): string => {
  const { description, aliases = [], examples = [] } = command.options
  const prefix = command.prefixes[0] ?? ''
  return [
    ...(description === undefined ? [] : [description]),
    texts.usage(showUsage(command.spec, shownName(command), texts)),
    ...(aliases.length === 0 ? [] : [texts.aliases(aliases.map((alias) => prefix + alias).join(' '))]),
    ...(examples.length === 0 ? [] : [texts.examples, ...examples.map((example) => prefix + example)]),
  ].join('\n')
}

const isCalled = (command: Command, name: string): boolean =>
  command.words.includes(name) || command.prefixes.some((prefix) => command.words.includes(prefix + name))

/** What `/help about` answers: the list, a page of it, or one command. */
export const answerHelp = (
  commands: readonly Command[],
  about: string,
  help: string,
  texts: Texts,
): string => {
  const name = about.toLowerCase()
  const command = commands.find((each) => isCalled(each, name))
  if (name !== '' && command !== undefined) return detailsOf(command, texts)
  if (name !== '' && !/^\d{1,4}$/.test(name)) return texts.noSuchCommand(shorten(about))
  return commands.length === 0 ? texts.noCommands : listOf(commands, Number(name), help, texts)
}
