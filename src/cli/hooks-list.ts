import { Command } from 'commander'
import type { Config } from '../config.js'
import type { HookInfo } from '../hooks/hooks.js'
import type { State } from '../protocol/state.js'
import { urlOf } from '../receive/address.js'
import { askBot } from './ask-bot.js'
import { findConfig } from './find-config.js'
import { below } from './help.js'
import { say } from './language.js'
import { pluginEntries } from './load-plugin.js'
import { openJournal } from './open-journal.js'
import { configOption, jsonOption, pluginArgument } from './options.js'
import { withStillBot } from './still-bot.js'
import { paint, print, table } from './terminal.js'

interface ListOptions {
  readonly config?: string
  readonly json?: boolean
}

export const hooksListCommand = (): Command =>
  new Command('list')
    .description(
      say(
        'method, URL, name, whether it is enabled, how it verifies who sends, the last delivery',
        '方法、URL、名字、是否启用、如何验证来源、最近一次投递',
      ),
    )
    .argument(...pluginArgument())
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        notes: say(
          'Asks the running bot where the configuration has "admin". Otherwise plugins are loaded and set up, but nothing is connected.',
          '配置了 "admin" 时询问运行中的机器人，否则加载插件，但不建立任何连接。',
        ),
        succeeds: say('they can be listed', '能够列出'),
        examples: ['catflap hooks list', 'catflap hooks list --json'],
      }),
    )
    .action(list)

const list = async (files: readonly string[], { config: named, json }: ListOptions): Promise<void> => {
  const { config } = await findConfig(named)
  const open = openJournal(config)
  try {
    const hooks = await hooksOf(config, files, open?.state)
    const listed = hooks.map((hook) => ({ ...hook, url: urlOf(config.server, hook.path) }))
    print(json ? [JSON.stringify(listed)] : show(listed))
  } finally {
    await open?.close()
  }
}

/** The hooks of the running bot, else what the configuration and its plugins say. */
export const hooksOf = async (
  config: Config,
  files: readonly string[],
  state: State | undefined,
): Promise<readonly HookInfo[]> => {
  const told = await askBot(config, '/hooks', {})
  if (told !== undefined) return told as readonly HookInfo[]
  return withStillBot(config, pluginEntries(config, files), state, ({ bot }) => bot.hooks.list())
}

export interface ListedHook extends HookInfo {
  readonly url: string
}

const show = (hooks: readonly ListedHook[]): readonly string[] =>
  hooks.length === 0 ? [say('there are no hooks', '没有 webhook')] : table(hooks.map(hookRow))

export const hookRow = ({ methods, url, name, enabled, verify, last }: ListedHook): readonly string[] => [
  methods.join(','),
  url,
  name,
  enabled ? paint('green', say('enabled', '已启用')) : paint('red', say('disabled', '已停用')),
  verify ?? say('does not verify who sends', '不验证来源'),
  last === undefined
    ? say('nothing came yet', '还没有收到过')
    : `${new Date(last.at).toISOString()} ${last.status}`,
]
