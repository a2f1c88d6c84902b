import { Command, Option } from 'commander'
import { reportTrial } from '../built-in/trial-report.js'
import type { Config } from '../config.js'
import { CommandError } from '../errors.js'
import { type HookMethod, hookMethods } from '../hooks/hook-options.js'
import type { Trial, TrialOptions } from '../hooks/trial.js'
import type { State } from '../protocol/state.js'
import { urlOf } from '../receive/address.js'
import { findConfig } from './find-config.js'
import { below } from './help.js'
import { causeOf, certificateOf, exchange } from './http.js'
import { isChinese, say } from './language.js'
import { type PluginEntry, pluginEntries } from './load-plugin.js'
import { openJournal } from './open-journal.js'
import { configOption, jsonOption, pluginArgument } from './options.js'
import { withStillBot } from './still-bot.js'
import { print } from './terminal.js'
import { type BodyOptions, bodyOf } from './trial-body.js'
import { withTrialBot } from './trial-bot.js'

interface TestOptions extends BodyOptions {
  readonly type?: string
  readonly method?: HookMethod
  readonly param?: Readonly<Record<string, string>>
  readonly inProcess?: boolean
  readonly config?: string
  readonly json?: boolean
}

const field = (written: string, fields: readonly string[] = []): readonly string[] => [...fields, written]

const parameter = (written: string, params: Readonly<Record<string, string>> = {}) => {
  const [name = '', ...value] = written.split('=')
  return { ...params, [name]: value.join('=') }
}

export const hooksTestCommand = (): Command =>
  new Command('test')
    .description(
      say(
        'post a delivery that verifies to a hook of the running bot, and show what comes back',
        '向运行中机器人的 webhook 投递一次（签名正确），并显示结果',
      ),
    )
    .argument('<name>', say('the name of the hook', 'webhook 的名字'))
    .argument(...pluginArgument())
    .addOption(
      new Option('-f, --file <file>', say('the body is in a file', '请求体取自文件')).conflicts([
        'data',
        'form',
      ]),
    )
    .addOption(new Option('-d, --data <text>', say('the body', '请求体')).conflicts('form'))
    .option(
      '--form <key=value>',
      say('a field of a form, key=@file for a file; may be repeated', '表单字段，文件写 key=@文件；可重复'),
      field,
    )
    .option('--type <type>', say('its Content-Type (default: guessed)', 'Content-Type（默认：推测）'))
    .addOption(
      new Option(
        '--method <method>',
        say('(default: the first that the hook takes)', '（默认：该 webhook 的第一个方法）'),
      ).choices(hookMethods),
    )
    .option(
      '--param <name=value>',
      say('what stands for :name in the path; may be repeated', '路径中 :name 的值；可重复'),
      parameter,
    )
    .option(
      '--in-process',
      say(
        'without network and the running bot: the handler runs here, and what it sends is sent',
        '不经网络，不需要运行中的机器人：处理函数在此运行，它发送的消息会真的发出',
      ),
    )
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        succeeds: say('the hook takes the delivery (status below 400)', 'webhook 接受投递（状态码小于 400）'),
        examples: [
          'catflap hooks test github --file push.json',
          'catflap hooks test say --param target=group:456789012 --data hello',
          'catflap hooks test upload --form title=Report --form file=@report.txt --in-process',
        ],
      }),
    )
    .action(test)

const test = async (name: string, files: readonly string[], options: TestOptions): Promise<void> => {
  const { config } = await findConfig(options.config)
  const given = await trialOptions(config, options)
  const open = openJournal(config)
  try {
    const run = options.inProcess ? testHere : testOver
    const trial = await run(config, pluginEntries(config, files), open?.state, name, given)
    print([options.json ? JSON.stringify(trial) : reportTrial(trial, isChinese() ? 'zh' : 'en')])
    if (trial.status >= 400) process.exitCode = 1
  } catch (error) {
    // There is no such hook, or its path lacks a part.
    throw error instanceof RangeError ? new CommandError(error.message) : error
  } finally {
    await open?.close()
  }
}

const trialOptions = async (
  { server }: Config,
  { type, method, param, ...body }: TestOptions,
): Promise<TrialOptions> => ({
  ...(await bodyOf(body)),
  ...(type && { contentType: type }),
  ...(method && { method }),
  ...(param && { params: param }),
  at: urlOf(server, ''),
})

type Test = (
  config: Config,
  entries: readonly PluginEntry[],
  state: State | undefined,
  name: string,
  given: TrialOptions,
) => Promise<Trial>

const testHere: Test = (config, entries, state, name, given) =>
  withTrialBot(config, entries, state, (bot) => bot.hooks.test(name, given))

/** The secrets are in the plugins, which are set up here to sign; the running bot answers. */
const testOver: Test = async (config, entries, state, name, given) => {
  const certificate = await certificateOf(config)
  return withStillBot(config, entries, state, ({ bot }) =>
    bot.hooks.test(name, {
      ...given,
      through: ({ url, body, ...request }) =>
        exchange(url, { ...request, certificate }, body).catch((error: Error) => {
          throw new CommandError(
            say(
              `nobody takes the delivery at ${url} (${causeOf(error)}); start the bot first: catflap start, or try --in-process`,
              `${url} 没有程序接收投递（${causeOf(error)}）；请先启动机器人：catflap start，或加 --in-process`,
            ),
          )
        }),
    }),
  )
}
