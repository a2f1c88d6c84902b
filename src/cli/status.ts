import { Command } from 'commander'
import { defaultAdminPort } from '../admin/server.js'
import type { AccountStatus, Status } from '../admin/status.js'
import { CommandError } from '../errors.js'
import { urlOf } from '../receive/address.js'
import { type FoundConfig, findConfig } from './find-config.js'
import { below } from './help.js'
import { causeOf, exchange } from './http.js'
import { say } from './language.js'
import { configOption, httpUrl, jsonOption } from './options.js'
import { paint, print, section } from './terminal.js'

interface StatusOptions {
  readonly config?: string
  readonly json?: boolean
  readonly url?: string
}

export const statusCommand = (): Command =>
  new Command('status')
    .description(
      say(
        'how the running bot is doing: accounts, queues, the journal',
        '正在运行的机器人的状态：账号、队列、日志库',
      ),
    )
    .option(
      '--url <url>',
      say('its admin listener (default: from the configuration)', '它的管理地址（默认取自配置）'),
      httpUrl,
    )
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        notes: say(
          'Asks the admin listener of the bot: the configuration needs "admin": {}.',
          '通过机器人的管理端口查询：配置里需要 "admin": {}。',
        ),
        succeeds: say('the bot answers', '机器人有应答'),
        examples: ['catflap status', 'catflap status --json', 'catflap status --url http://10.0.0.5:8081'],
      }),
    )
    .action(status)

const status = async ({ config: file, json, url }: StatusOptions): Promise<void> => {
  const said = await ask(url ?? adminUrl(await findConfig(file)))
  print(json ? [JSON.stringify(said)] : show(said))
}

const adminUrl = ({ config: { admin }, source }: FoundConfig): string => {
  if (admin === undefined)
    throw new CommandError(
      say(
        `${source}: there is no admin listener; write "admin": {} and start the bot again (port ${defaultAdminPort} of this machine)`,
        `${source}：没有配置管理端口；请写上 "admin": {} 并重启机器人（本机端口 ${defaultAdminPort}）`,
      ),
    )
  if (admin.port === 0)
    throw new CommandError(
      say(
        `${source}: "admin.port" is 0, any free one; say where it is with --url`,
        `${source}："admin.port" 为 0（任意空闲端口）；请用 --url 指明地址`,
      ),
    )
  return urlOf(admin, '')
}

const patienceMs = 5000

const ask = async (base: string): Promise<Status> => {
  const url = new URL('/status', base).href
  const signal = AbortSignal.timeout(patienceMs)
  const { status, body } = await exchange(url, { signal }).catch((error: NodeJS.ErrnoException) => {
    const cause = signal.aborted ? say(`${patienceMs} ms`, `${patienceMs} 毫秒`) : causeOf(error)
    throw new CommandError(
      say(
        `nobody answers at ${url} (${cause}); does the bot run, and was the port free when it started? Its log says so`,
        `${url} 没有应答（${cause}）；机器人在运行吗？启动时端口是否空闲？见它的日志`,
      ),
      { cause: error },
    )
  })
  if (status !== 200 || !body.startsWith('{"version"'))
    throw new CommandError(
      say(
        `${url} answers with ${status} and no status; is it the admin listener of a catflap of this version?`,
        `${url} 返回 ${status}，不是状态信息；它是同一版本 catflap 的管理端口吗？`,
      ),
    )
  return JSON.parse(body) as Status
}

const colours = { online: 'green', offline: 'red', unknown: 'yellow' } as const

const states = (): Readonly<Record<AccountStatus['state'], string>> => ({
  online: say('online', '在线'),
  offline: say('offline', '离线'),
  unknown: say('unknown', '未知'),
})

const accountRow = (account: AccountStatus): readonly string[] => {
  const { selfId, state, since, heardAt, hasApi, implementation, version = '', sends } = account
  const waiting = sends.answers + sends.broadcasts
  return [
    String(selfId),
    paint(colours[state], states()[state]),
    since === undefined ? '' : say(`since ${since}`, `自 ${since}`),
    implementation === undefined
      ? say('implementation not known yet', '实现尚未得知')
      : `${implementation} ${version}`.trim(),
    hasApi ? '' : say('no API', '没有 API'),
    heardAt === undefined
      ? say('nothing heard since the start', '启动后还没有事件')
      : say(`last event ${heardAt}`, `最近事件 ${heardAt}`),
    waiting === 0 ? '' : say(`${waiting} messages wait`, `${waiting} 条消息在排队`),
  ]
}

const journalRows = ({ journal }: Status): readonly (readonly string[])[] => {
  if (journal === undefined) return [[say('it cannot be read; the log says why', '无法读取，原因见日志')]]
  const { file, deliveries, unfinished, bytes, isWritable } = journal
  const { open, dead, retry } = unfinished
  return [
    [say('file', '文件'), file === '' ? say('none, in memory', '无，仅在内存') : file],
    ...(isWritable ? [] : [['', paint('red', say('it cannot be written', '无法写入'))]]),
    [say('deliveries', '投递'), String(deliveries)],
    [say('size', '大小'), `${(bytes / 1024 ** 2).toFixed(1)} MiB`],
    [say('at work', '进行中'), String(open)],
    [say('given up', '已放弃'), dead === 0 ? '0' : `${paint('red', String(dead))} (catflap journal dead)`],
    [say('to be handled again', '待重试'), String(retry)],
  ]
}

const show = (said: Status): readonly string[] => {
  const { version, upSince, endpoints, accounts, events, sends } = said
  const posted = accounts.map(accountRow)
  const queues = [
    [say('events at work', '正在处理的事件'), String(events.atWork)],
    [say('events that wait', '等待处理的事件'), String(events.waiting)],
    [say('answers that wait for their turn', '排队发送的答复'), String(sends.answers)],
    [say('broadcasts that wait for their turn', '排队发送的群发'), String(sends.broadcasts)],
  ]
  return [
    say(`catflap ${version}, up since ${upSince}`, `catflap ${version}，启动于 ${upSince}`),
    ...section(
      say('Endpoints', '端点'),
      endpoints.map(({ name, url }) => [name, url]),
    ),
    ...section(
      say('Accounts', '账号'),
      posted.length === 0 ? [[say('none has posted yet', '还没有账号投递过事件')]] : posted,
    ),
    ...section(say('Queues', '队列'), queues),
    ...section(say('Journal', '日志库'), journalRows(said)),
  ]
}
