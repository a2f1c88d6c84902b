import { Command } from 'commander'
import { examineTls } from './examine-tls.js'
import { findConfig } from './find-config.js'
import { describeFinding } from './finding.js'
import { below } from './help.js'
import { say } from './language.js'
import { configOption, jsonOption } from './options.js'

interface CheckOptions {
  readonly config?: string
  readonly json?: boolean
}

export const configCommand = (): Command =>
  new Command('config').description(say('the configuration', '配置')).addCommand(
    new Command('check')
      .description(say('read the configuration and say what is wrong with it', '读取配置，指出其中的问题'))
      .addOption(configOption())
      .addOption(jsonOption())
      .addHelpText(
        'after',
        below({
          notes: say(
            'As JSON: the configuration with everything decided, without its tokens.',
            'JSON 输出：补全所有默认值的配置，不含 token。',
          ),
          succeeds: say('it can be used', '配置可用'),
          examples: ['catflap config check', 'catflap config check --config bot.json --json'],
        }),
      )
      .action(check),
  )

const check = async ({ config: file, json }: CheckOptions): Promise<void> => {
  const { config, source } = await findConfig(file)
  const faults = (await examineTls(config)).filter(({ state }) => state !== 'good')
  process.stderr.write(faults.map((fault) => `${describeFinding(fault)}\n`).join(''))
  if (faults.some(({ state }) => state === 'bad')) {
    process.exitCode = 1
    return
  }
  const text = json
    ? JSON.stringify(config, withoutSecrets, 2)
    : say(
        `${source} can be used: ${config.endpoints.length} endpoints, ${config.accounts.length} accounts, ${config.plugins.length} plugins`,
        `${source} 可以使用：${config.endpoints.length} 个端点，${config.accounts.length} 个账号，${config.plugins.length} 个插件`,
      )
  process.stdout.write(`${text}\n`)
}

const withoutSecrets = (key: string, value: unknown): unknown => {
  if (key === 'tokens' && Array.isArray(value)) return value.map(() => '…')
  return key === 'token' && value !== '' ? '…' : value
}
