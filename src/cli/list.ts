import { Command } from 'commander'
import { type ApiWays, waysOf } from '../api/api-options.js'
import type { Config } from '../config.js'
import type { CommandInfo } from '../dispatch/command/commands.js'
import type { Registered } from '../dispatch/registered.js'
import { urlOf } from '../receive/address.js'
import { findConfig } from './find-config.js'
import { below } from './help.js'
import { hookRow, type ListedHook } from './hooks-list.js'
import { say } from './language.js'
import { pluginEntries } from './load-plugin.js'
import { openJournal } from './open-journal.js'
import { configOption, jsonOption, pluginArgument } from './options.js'
import { type SetUp, withStillBot } from './still-bot.js'
import { paint, print, section } from './terminal.js'

interface ListOptions {
  readonly config?: string
  readonly json?: boolean
}

interface ListedEndpoint {
  readonly method: 'POST'
  readonly url: string
  readonly name: string
  /** `undefined`: every account. */
  readonly accounts: readonly number[] | undefined
  /** Where calls go, without tokens. */
  readonly api: readonly string[]
}

interface ListedAccount {
  readonly selfId: number
  /** Its own; without, that of the endpoint. */
  readonly api: readonly string[]
  readonly implementation: string | undefined
}

/** What a bot consists of. */
interface Listed {
  readonly endpoints: readonly ListedEndpoint[]
  readonly accounts: readonly ListedAccount[]
  readonly hooks: readonly ListedHook[]
  readonly plugins: readonly SetUp[]
  readonly handlers: readonly Registered[]
  readonly commands: readonly CommandInfo[]
}

export const listCommand = (): Command =>
  new Command('list')
    .description(
      say(
        'endpoints, hooks, plugins, handlers and commands of the bot that the configuration describes',
        '配置所描述的机器人：端点、webhook、插件、处理函数和命令',
      ),
    )
    .argument(...pluginArgument())
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        notes: say(
          'Plugins are loaded and set up, but nothing is connected and nobody is called.',
          '会加载插件，但不建立任何连接，也不调用任何接口。',
        ),
        succeeds: say('every plugin can be set up', '所有插件都能加载'),
        examples: ['catflap list', 'catflap list ./welcome.ts', 'catflap list --json'],
      }),
    )
    .action(list)

const list = async (files: readonly string[], { config: file, json }: ListOptions): Promise<void> => {
  const { config } = await findConfig(file)
  const open = openJournal(config)
  try {
    const listed = await withStillBot(config, pluginEntries(config, files), open?.state, async (still) => ({
      ...describeDoors(config),
      hooks: (await still.bot.hooks.list()).map((hook) => ({
        ...hook,
        url: urlOf(config.server, hook.path),
      })),
      plugins: still.plugins,
      handlers: still.bot.handlers,
      commands: await still.bot.commands.list(),
    }))
    print(json ? [JSON.stringify(listed)] : show(listed))
    if (listed.plugins.some(({ problem }) => problem !== undefined)) process.exitCode = 1
  } finally {
    await open?.close()
  }
}

const urlsOf = (api: ApiWays | undefined): readonly string[] =>
  api === undefined ? [] : waysOf(api).map(({ url }) => url)

const describeDoors = ({ server, endpoints, accounts }: Config): Pick<Listed, 'endpoints' | 'accounts'> => {
  const welcome = accounts.length === 0 ? undefined : accounts.map(({ selfId }) => selfId)
  return {
    endpoints: endpoints.map(({ path, name = path, selfIds, api }) => ({
      method: 'POST',
      url: urlOf(server, path),
      name,
      accounts: selfIds ?? welcome,
      api: urlsOf(api),
    })),
    accounts: accounts.map(({ selfId, api, implementation }) => ({
      selfId,
      api: urlsOf(api),
      implementation,
    })),
  }
}

const none = (): string => say('no API', '没有 API')

const endpointRow = ({ method, url, name, accounts, api }: ListedEndpoint): readonly string[] => [
  method,
  url,
  name,
  accounts === undefined ? say('every account', '所有账号') : accounts.join(', '),
  api.length === 0 ? none() : api.join(', '),
]

const accountRow = ({ selfId, api, implementation = '' }: ListedAccount): readonly string[] => [
  String(selfId),
  api.length === 0 ? say('the API of its endpoint', '端点的 API') : api.join(', '),
  implementation,
]

const pluginRow = ({ use, name = '', problem }: SetUp): readonly string[] => [
  name,
  use,
  problem === undefined ? '' : paint('red', problem),
]

const handlerRow = ({ where, matcher = '' }: Registered): readonly string[] => [where, matcher]

const commandRow = ({ usage, description = '', aliases, disabled }: CommandInfo): readonly string[] => [
  usage,
  description,
  aliases.join(', '),
  disabled.length === 0 ? '' : say(`switched off: ${disabled.join(', ')}`, `已关闭：${disabled.join(', ')}`),
]

const show = ({ endpoints, accounts, hooks, plugins, handlers, commands }: Listed): readonly string[] =>
  [
    section(say('Endpoints', '端点'), endpoints.map(endpointRow)),
    section(say('Accounts', '账号'), accounts.map(accountRow)),
    section(say('Hooks', 'Webhook'), hooks.map(hookRow)),
    section(say('Plugins', '插件'), plugins.map(pluginRow)),
    section(
      say('Handlers, in the order in which they are asked', '处理函数（按询问顺序）'),
      handlers.map(handlerRow),
    ),
    section(say('Commands', '命令'), commands.map(commandRow)),
  ]
    .flat()
    .slice(1)
