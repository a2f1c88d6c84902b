import { randomInt } from 'node:crypto'
import { Command, Option } from 'commander'
import type { Config } from '../config.js'
import { CommandError } from '../errors.js'
import { urlOf } from '../receive/address.js'
import { findConfig } from './find-config.js'
import { below } from './help.js'
import { certificateOf } from './http.js'
import { say } from './language.js'
import { configOption, httpUrl, jsonOption, number } from './options.js'
import { post } from './post.js'
import { print } from './terminal.js'

interface SendOptions {
  readonly config?: string
  readonly endpoint?: string
  readonly url?: string
  readonly group?: number
  readonly private?: number
  readonly user?: number
  readonly selfId?: number
  readonly json?: boolean
}

export const sendCommand = (): Command =>
  new Command('send')
    .description(
      say(
        'post a message event to the running bot, signed and chunked as NapCat does, and show the answer',
        '像 NapCat 那样签名、分块，向运行中的机器人投递一条消息，并显示答复',
      ),
    )
    .argument('<text>', say('what the member says', '成员说的话'))
    .option(
      '-g, --group <number>',
      say('say it in this group (default: 10000)', '在这个群里说（默认：10000）'),
      number,
    )
    .addOption(
      new Option('-p, --private <number>', say('say it in private, as this user', '以这个用户的身份私聊'))
        .argParser(number)
        .conflicts(['group', 'user']),
    )
    .option(
      '-u, --user <number>',
      say('the member who says it (default: 10001)', '说话的成员（默认：10001）'),
      number,
    )
    .option(
      '--self-id <number>',
      say(
        'the account that hears it (default: the first one that the endpoint lets in)',
        '收到消息的账号（默认：端点允许的第一个）',
      ),
      number,
    )
    .option('-e, --endpoint <name>', say('the endpoint (default: the first)', '端点（默认：第一个）'))
    .option(
      '--url <url>',
      say('where to post to (default: from the configuration)', '投递地址（默认取自配置）'),
      httpUrl,
    )
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        succeeds: say('the bot took the event', '机器人收下了事件'),
        examples: [
          'catflap send ping',
          'catflap send "加群看广告" --group 456789012 --user 87654321',
          'catflap send hello --private 87654321',
        ],
      }),
    )
    .action(send)

const send = async (text: string, options: SendOptions): Promise<void> => {
  const { config, source } = await findConfig(options.config)
  const endpoint = pickEndpoint(config, source, options.endpoint)
  const selfId = options.selfId ?? endpoint.selfIds?.[0] ?? config.accounts[0]?.selfId ?? 10_000
  const token = endpoint.tokens.find((one) => one !== '')
  const { status, body } = await post(
    options.url ?? urlOf(config.server, endpoint.path),
    JSON.stringify(messageEvent(text, selfId, options)),
    selfId,
    token,
    await certificateOf(config),
  )
  print([options.json ? JSON.stringify({ status, body }) : `${status} ${describe(status, body)}`])
  if (status >= 300) process.exitCode = 1
}

const pickEndpoint = (
  config: Config,
  source: string,
  name: string | undefined,
): Config['endpoints'][number] => {
  const found = config.endpoints.find(
    (endpoint) => name === undefined || (endpoint.name ?? endpoint.path) === name,
  )
  if (found !== undefined) return found
  const names = config.endpoints.map((endpoint) => endpoint.name ?? endpoint.path).join(', ')
  throw new CommandError(
    say(
      `${source}: no endpoint is called "${name}"; there are: ${names}`,
      `${source}：没有名为 "${name}" 的端点；现有：${names}`,
    ),
  )
}

/** A message as NapCat reports it, with the fields that it has. */
const messageEvent = (text: string, selfId: number, options: SendOptions): object => {
  const messageId = randomInt(1, 2 ** 31)
  const userId = options.private ?? options.user ?? 10_001
  const inGroup = options.private === undefined
  return {
    self_id: selfId,
    user_id: userId,
    time: Math.floor(Date.now() / 1000),
    message_id: messageId,
    message_seq: messageId,
    real_id: messageId,
    real_seq: String(messageId),
    message_type: inGroup ? 'group' : 'private',
    sender: { user_id: userId, nickname: 'catflap send', card: '', ...(inGroup ? { role: 'member' } : {}) },
    raw_message: text.replace(/&/g, '&amp;').replace(/\[/g, '&#91;').replace(/\]/g, '&#93;'),
    font: 14,
    sub_type: inGroup ? 'normal' : 'friend',
    message: [{ type: 'text', data: { text } }],
    message_format: 'array',
    post_type: 'message',
    ...(inGroup ? { group_id: options.group ?? 10_000, group_name: 'catflap send' } : { target_id: userId }),
  }
}

const describe = (status: number, body: string): string => {
  if (status === 204) return say('(no answer)', '（没有答复）')
  if (body === '') return say('(refused; the log of the bot says why)', '（被拒收；原因见机器人的日志）')
  try {
    return JSON.stringify(JSON.parse(body))
  } catch {
    return body
  }
}
