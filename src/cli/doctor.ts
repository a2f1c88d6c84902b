import { Command } from 'commander'
import { createBot } from '../bot.js'
import type { Bot } from '../bot-interface.js'
import type { Config } from '../config.js'
import { ConfigError } from '../errors.js'
import { createLog } from '../log.js'
import { settlesWithin } from '../protocol/settles-within.js'
import { examineApis, examinePort, examineRoundTrip, examineTokens } from './examine.js'
import { examineTls } from './examine-tls.js'
import { findConfig } from './find-config.js'
import { bad, describeFinding, doubtful, type Finding, good } from './finding.js'
import { below } from './help.js'
import { say } from './language.js'
import { configOption, jsonOption, seconds } from './options.js'

interface DoctorOptions {
  readonly config?: string
  readonly json?: boolean
  readonly wait?: number
}

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description(
      say(
        'look for what keeps events from arriving and answers from taking effect',
        '检查事件收不到、答复不生效的原因',
      ),
    )
    .option(
      '-w, --wait <seconds>',
      say('wait for the first real event and say what was wrong with it', '等待第一个真实事件，指出它的问题'),
      seconds,
    )
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        notes: say(
          'Looks at the configuration, the certificate, the port, the tokens, a signed round trip, and the APIs. Stop the bot first for --wait.',
          '检查配置、证书、端口、token、一次签名往返和 API。使用 --wait 前请先停止机器人。',
        ),
        succeeds: say('nothing is bad', '没有严重问题'),
        examples: ['catflap doctor', 'catflap doctor --wait 60'],
      }),
    )
    .action(doctor)

const doctor = async ({ config: file, json, wait }: DoctorOptions): Promise<void> => {
  const findings: Finding[] = []
  const tell = (...found: readonly Finding[]): void => {
    findings.push(...found)
    if (!json) process.stdout.write(found.map((finding) => `${describeFinding(finding)}\n`).join(''))
  }
  const config = await readConfig(file, tell)
  if (config !== undefined) await examine(await withUsableTls(config, tell), wait, tell)
  if (json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`)
  if (findings.some(({ state }) => state === 'bad')) process.exitCode = 1
}

type Tell = (...found: readonly Finding[]) => void

const readConfig = async (file: string | undefined, tell: Tell): Promise<Config | undefined> => {
  try {
    const { config, source } = await findConfig(file)
    tell(good(say(`configuration: ${source}`, `配置：${source}`)))
    return config
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    tell(...error.problems.map((problem) => bad(problem)))
    return undefined
  }
}

/** A certificate that cannot be shown is told, and the rest is looked at without it. */
const withUsableTls = async (config: Config, tell: Tell): Promise<Config> => {
  const findings = await examineTls(config)
  tell(...findings)
  if (findings.every(({ state }) => state !== 'bad')) return config
  const { tls: _, ...server } = config.server
  return { ...config, server }
}

const examine = async (config: Config, wait: number | undefined, tell: Tell): Promise<void> => {
  const remarks = new Remarks()
  const { plugins: _, ...rest } = config
  const bot = createBot({ ...rest, ...config.server, log: createLog('info', remarks) })
  try {
    tell(...examineTokens(config))
    const { finding, urls } = await examinePort(bot, config)
    tell(finding)
    if (finding.state !== 'bad') tell(...(await examineRoundTrip(config, urls)))
    tell(...(await examineApis(bot, config)))
    if (wait !== undefined) tell(...(await awaitEvent(bot, wait, urls, remarks)))
  } finally {
    // Whoever has posted waits for its response.
    await bot.close({ withinMs: 1000 })
  }
}

/** What the bot writes to its log while it is watched. */
class Remarks {
  #listener: ((message: string) => void) | undefined

  write(line: string): void {
    const { level, msg } = JSON.parse(line) as { readonly level: number; readonly msg: string }
    if (level >= 40) this.#listener?.(msg)
  }

  listen(listener: (message: string) => void): void {
    this.#listener = listener
  }
}

/** More than this apart, and what depends on the time of an event goes wrong. */
const maxSkewSeconds = 60

const awaitEvent = async (
  bot: Bot,
  waitSeconds: number,
  urls: readonly string[],
  remarks: Remarks,
): Promise<Finding[]> => {
  process.stderr.write(
    say(
      `waiting ${waitSeconds} s for an event at ${urls.join(', ')}; write something to the account\n`,
      `等待事件（${waitSeconds} 秒，${urls.join('、')}）；请给机器人发一条消息\n`,
    ),
  )
  const found: Finding[] = []
  const arrived = new Promise<void>((resolve) => {
    remarks.listen((message) => {
      found.push(bad(message))
      resolve()
    })
    bot.on('*', (event) => {
      found.push(
        good(
          say(
            `${event.name} of account ${event.self_id} arrived`,
            `收到账号 ${event.self_id} 的 ${event.name}`,
          ),
        ),
      )
      const skew = Math.round(Date.now() / 1000 - event.time)
      if (Math.abs(skew) > maxSkewSeconds)
        found.push(
          doubtful(
            say(`its clock and this one are ${skew} s apart`, `双方时钟相差 ${skew} 秒`),
            say('set both by a time server (NTP)', '请用 NTP 校准两边的时间'),
          ),
        )
      resolve()
    })
  })
  if (await settlesWithin(arrived, waitSeconds * 1000)) return found
  return [
    bad(
      say('no event arrived', '没有收到任何事件'),
      say(
        'is the HTTP client of NapCat enabled, and is its URL the one above? In a container 127.0.0.1 is the container itself',
        'NapCat 的 HTTP 客户端启用了吗？URL 是上面的地址吗？容器里的 127.0.0.1 是容器自己',
      ),
    ),
  ]
}
