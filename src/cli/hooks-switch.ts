import { Command } from 'commander'
import { CommandError } from '../errors.js'
import { HookSwitches } from '../hooks/hook-switches.js'
import { askBot } from './ask-bot.js'
import { type FoundConfig, findConfig } from './find-config.js'
import { below } from './help.js'
import { hooksOf } from './hooks-list.js'
import { say } from './language.js'
import { withJournal } from './open-journal.js'
import { configOption, jsonOption, pluginArgument } from './options.js'
import { print } from './terminal.js'

type Word = 'enable' | 'disable'

interface SwitchOptions {
  readonly config?: string
  readonly json?: boolean
}

export const hooksSwitchCommand = (word: Word): Command =>
  new Command(word)
    .description(
      word === 'enable'
        ? say('take deliveries again, now and after a restart', '恢复接收投递，立即生效，重启后保持')
        : say('answer deliveries with 409, now and after a restart', '以 409 拒绝投递，立即生效，重启后保持'),
    )
    .argument('<name>', say('the name of the hook', 'webhook 的名字'))
    .argument(...pluginArgument())
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        notes: say(
          'Over the admin listener of the running bot; without one, in the file of its journal, which it looks into.',
          '通过运行中机器人的管理端口；没有时写入日志库文件，机器人会读取。',
        ),
        succeeds: say('it is switched', '切换成功'),
        examples: [`catflap hooks ${word} github`],
      }),
    )
    .action((name: string, files: readonly string[], options: SwitchOptions) =>
      setEnabled(word, name, files, options),
    )

const setEnabled = async (
  word: Word,
  name: string,
  files: readonly string[],
  { config: named, json }: SwitchOptions,
): Promise<void> => {
  const found = await findConfig(named)
  const enabled = word === 'enable'
  if ((await askBot(found.config, `/hooks/${word}`, { name })) === undefined)
    await setInFile(found, name, files, enabled)
  const said = enabled
    ? say(`${name} is enabled`, `${name} 已启用`)
    : say(`${name} is disabled`, `${name} 已停用`)
  print([json ? JSON.stringify({ name, enabled }) : said])
}

const setInFile = (
  found: FoundConfig,
  name: string,
  files: readonly string[],
  isEnabled: boolean,
): Promise<void> =>
  withJournal(found, async ({ state }) => {
    const names = (await hooksOf(found.config, files, state)).map((hook) => hook.name)
    if (!names.includes(name))
      throw new CommandError(
        say(
          `there is no hook ${name}; there are: ${names.join(', ') || 'none'}`,
          `没有名为 ${name} 的 webhook；现有：${names.join('、') || '无'}`,
        ),
      )
    await new HookSwitches(state).set({ name }, isEnabled)
  })
