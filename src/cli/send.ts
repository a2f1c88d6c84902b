import { randomInt } from 'node:crypto'
import { Command, Option } from 'commander'
import type { Config } from '../config.js'
import { CommandError } from '../errors.js'
import { urlOf } from '../receive/address.js'
import { findConfig } from './find-config.js'
import { certificateOf } from './http.js'
import { httpUrl, number } from './options.js'
import { post } from './post.js'

interface SendOptions {
  readonly config?: string
  readonly endpoint?: string
  readonly url?: string
  readonly group?: number
  readonly private?: number
  readonly user?: number
  readonly selfId?: number
}

export const sendCommand = (): Command =>
  new Command('send')
    .description(
      'post a message event to the running bot, signed and chunked as NapCat does, and show the answer',
    )
    .argument('<text>', 'what the member says')
    .option('-g, --group <number>', 'say it in this group (default: 10000)', number)
    .addOption(
      new Option('-p, --private <number>', 'say it in private, as this user')
        .argParser(number)
        .conflicts(['group', 'user']),
    )
    .option('-u, --user <number>', 'the member who says it (default: 10001)', number)
    .option(
      '--self-id <number>',
      'the account that hears it (default: the first one that the endpoint lets in)',
      number,
    )
    .option('-e, --endpoint <name>', 'the endpoint (default: the first)')
    .option('--url <url>', 'where to post to (default: from the configuration)', httpUrl)
    .option(
      '-c, --config <file>',
      'the configuration of the bot (default: config.json, then config.example.json)',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ catflap send ping
  $ catflap send "加群看广告" --group 456789012 --user 87654321
  $ catflap send hello --private 87654321

Exit code: 0 when the bot took the event, 1 otherwise.`,
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
  process.stdout.write(`${status} ${describe(status, body)}\n`)
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
  throw new CommandError(`${source}: no endpoint is called "${name}"; there are: ${names}`)
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
  if (status === 204) return '(no answer)'
  if (body === '') return '(refused; the log of the bot says why)'
  try {
    return JSON.stringify(JSON.parse(body))
  } catch {
    return body
  }
}
