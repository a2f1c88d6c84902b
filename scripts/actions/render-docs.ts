import { type Action, type ActionTable, labelsOf, type NamedParam, type Origin, paramsOf } from './table.js'

const head = `<!-- Generated from scripts/actions/actions.json: change that file, then run \`npm run -s actions\`. -->
# Actions

Everything that a bot can ask its OneBot implementation to do. Each action is a method of \`event.api\` and of
\`bot.api(selfId)\`, and can be called by its name:

\`\`\`ts
import type { Bot } from 'catflap'

export default (bot: Bot) => {
  bot.on('notice.group_increase', async ({ api, group_id, user_id }) => {
    const { nickname } = await api.get_stranger_info({ user_id })
    await api.send_group_msg({ group_id, message: \`welcome, \${nickname}\` })
    await api.call('send_poke', { group_id, user_id }, { timeoutMs: 2000 })
    // A name that is not on this page takes any parameters and gives an unknown result.
    await api.call('an_action_of_tomorrow', { group_id })
  })
}
\`\`\`

- **The names behind an entry** are who has the action: the OneBot 11 standard, then the implementations that are
  known to have it. NapCat and go-cqhttp are complete; for the others a missing name says nothing. *Only* and
  *needed by* compare these complete ones and the standard.
- **\`Id\`** is a number or a string of digits. **\`Message\`** is a string, a segment or segments. A string is plain
  text: the client turns one that contains \`&\`, \`[\` or \`]\` into a text segment, whatever \`auto_escape\` says.
- **Sent when left out**: implementations disagree on what a missing parameter means, so the client never leaves it
  out.
- **Read**: the action changes nothing and may be called again when an answer is lost.
- **Raw result**: NapCat passes on what QQ says. Where \`result\` in it is not 0, the call rejects with \`ApiRefused\`. A
  type that stands there is what the other implementations promise.
- Implementations add fields to results; the types name the known ones.
`

/** The source of `docs/actions.md`. */
export const renderDocs = ({ types, actions }: ActionTable): string => {
  const all = Object.entries(actions)
  const unanswered = all.filter(([, action]) => action.on.length === 0)
  return `${[
    head,
    ...all.filter(([, action]) => action.on.length > 0).map(([name, action]) => entry(name, action, all)),
    '## Shared types\n',
    ...Object.entries(types).map(([name, fields]) => `### ${name}\n\n${fieldsTable(fields)}\n`),
    '## Names without an action\n',
    'NapCat declares these and answers none of them; the types leave them out:',
    `${unanswered.map(([name]) => code(name)).join(', ')}.`,
  ].join('\n')}\n`
}

const entry = (name: string, action: Action, all: readonly [string, Action][]): string => {
  const notes = [labelsOf(action.on), ...notesOf(action)].join(' · ')
  const aliases = all.filter(([, other]) => other.aliasOf === name).map(([alias]) => code(alias))
  const sections = [`## ${name}`, `${notes}.`]
  if (aliases.length > 0) sections.push(`Also called ${aliases.join(', ')}.`)
  if (action.aliasOf === undefined) sections.push(...signature(action))
  else sections.push(`The same as [${action.aliasOf}](#${action.aliasOf}).`)
  return `${sections.join('\n\n')}\n`
}

const notesOf = (action: Action): string[] => [
  ...(action.read ? ['Read'] : []),
  ...(action.newerThan === undefined ? [] : [`NapCat newer than ${action.newerThan}`]),
  ...(action.packetBackend ? ['NapCat needs its packet backend'] : []),
  ...(action.uncertain ? ['Raw result'] : []),
]

const signature = (action: Action): string[] => {
  const params = paramsOf(action)
  const { oneOf, packets, result } = action
  return [
    params.length === 0 ? 'No parameters.' : paramsTable(params),
    ...(oneOf === undefined ? [] : [`At least one of ${oneOf.map(code).join(', ')} is needed.`]),
    result === undefined ? 'Result: none.' : `Result: ${code(result)}`,
    ...(action.stream ? ['NapCat answers in packets; the result is the last one.'] : []),
    ...(packets === undefined ? [] : [`The packets before it: ${code(packets)}`]),
  ]
}

const paramsTable = (params: readonly NamedParam[]): string =>
  table(
    ['Parameter', 'Type', 'Facts'],
    params.map((param) => [code(param.name), code(param.type), factsOf(param).join('; ')]),
  )

const fieldsTable = (fields: Readonly<Record<string, string>>): string =>
  table(
    ['Field', 'Type'],
    Object.entries(fields).map(([name, type]) => [code(name), code(type)]),
  )

const factsOf = (param: NamedParam): string[] => [
  ...(param.optional ? [] : ['required']),
  ...(param.neededBy === undefined ? [] : [`needed by ${labelsOf(param.neededBy)}`]),
  ...(param.only === undefined ? [] : [`only ${labelsOf(param.only)}`]),
  ...(param.default === undefined ? [] : [`default ${defaultOf(param.default)}`]),
  ...(param.explicit === undefined ? [] : [`sent when left out: ${literal(param.explicit)}`]),
  ...(param.aliases === undefined ? [] : [`some also take it as ${param.aliases.map(code).join(', ')}`]),
]

const defaultOf = (value: NonNullable<NamedParam['default']>): string => {
  if (typeof value !== 'object') return literal(value)
  const origins = Object.keys(value) as Origin[]
  return [...new Set(Object.values(value))]
    .map((one) => `${literal(one)} (${labelsOf(origins.filter((origin) => value[origin] === one))})`)
    .join(', ')
}

const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  [headings, headings.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map(cell).join(' | ')} |`)
    .join('\n')

/** A bar would end the cell, in code too. */
const cell = (content: string): string => content.replaceAll('|', '\\|')

const literal = (value: unknown): string => code(JSON.stringify(value))

const code = (source: string): string => `\`${source}\``
