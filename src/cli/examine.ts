import type { Bot } from '../bot-interface.js'
import { type Config, exampleToken } from '../config.js'
import { CommandError } from '../errors.js'
import { isLoopback, urlOf } from '../receive/address.js'
import { bad, doubtful, type Finding, good } from './finding.js'
import { certificateOf } from './http.js'
import { say } from './language.js'
import { post } from './post.js'

type Endpoint = Config['endpoints'][number]

/** Shorter ones can be tried out by somebody who has recorded one signed delivery. */
const shortToken = 16

const titleOf = ({ name, path }: Endpoint): string => `"${name ?? path}"`

/** How well the doors are locked. */
export const examineTokens = ({ endpoints, server }: Config): Finding[] =>
  endpoints.map((endpoint, index): Finding => {
    const title = titleOf(endpoint)
    const place = `endpoints[${index}].tokens`
    const tokens = endpoint.tokens.filter((token) => token !== '')
    if (tokens.length === 0)
      return doubtful(
        say(`endpoint ${title} takes unsigned events`, `端点 ${title} 接受未签名的事件`),
        say(
          `put a token into ${place}, and the same one into NapCat`,
          `在 ${place} 填一个 token，NapCat 里填同样的值`,
        ),
      )
    if (tokens.includes(exampleToken))
      return (isLoopback(server.host) ? doubtful : bad)(
        say(
          `endpoint ${title} takes the token of the documentation, which everybody knows`,
          `端点 ${title} 用的是文档里的示例 token，人人都知道`,
        ),
        say(`choose your own in ${place} and in NapCat`, `在 ${place} 和 NapCat 里换成自己的`),
      )
    if (tokens.some((token) => token.length < shortToken))
      return doubtful(
        say(`a token of endpoint ${title} is short`, `端点 ${title} 的 token 太短`),
        say(
          `take ${shortToken} signs or more that nobody can guess`,
          `请用 ${shortToken} 位以上、猜不到的字符`,
        ),
      )
    return good(say(`endpoint ${title}: signed`, `端点 ${title}：已签名`))
  })

/** What comes back from posting a signed meta event, as NapCat would. */
export const examineRoundTrip = async (config: Config, urls: readonly string[]): Promise<Finding[]> => {
  const { endpoints, accounts } = config
  const certificate = await certificateOf(config)
  return Promise.all(
    endpoints.map(async (endpoint, index): Promise<Finding> => {
      const title = titleOf(endpoint)
      const selfId = endpoint.selfIds?.[0] ?? accounts[0]?.selfId ?? 10_000
      const token = endpoint.tokens.find((one) => one !== '')
      const body = JSON.stringify({
        time: Math.floor(Date.now() / 1000),
        self_id: selfId,
        post_type: 'meta_event',
        meta_event_type: 'heartbeat',
        status: { online: true, good: true },
        interval: 30_000,
      })
      try {
        const { status } = await post(urls[index] ?? '', body, selfId, token, certificate)
        return status === 200 || status === 204
          ? good(say(`endpoint ${title}: a signed event arrives`, `端点 ${title}：签名事件能收到`))
          : bad(
              say(
                `endpoint ${title} answers a signed event with ${status}`,
                `端点 ${title} 对签名事件返回 ${status}`,
              ),
              say(
                'if a bot runs there already, it was started with another configuration',
                '如果那里已有机器人在运行，它用的是另一份配置',
              ),
            )
      } catch (error) {
        if (error instanceof CommandError) return bad(error.message)
        throw error
      }
    }),
  )
}

/** Opens the doors of the bot, or finds out who has opened them. */
export const examinePort = async (
  bot: Bot,
  { server, endpoints }: Config,
): Promise<{ readonly finding: Finding; readonly urls: readonly string[] }> => {
  const urls = endpoints.map(({ path }) => urlOf(server, path))
  const place = `${server.host}:${server.port}`
  try {
    const listening = await bot.listen(server)
    const finding = good(say(`${place} is free`, `${place} 空闲`))
    return { finding, urls: listening.endpoints.map(({ url }) => url) }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'EADDRINUSE')
      return {
        finding: bad(say(`${place} cannot be used: ${message}`, `${place} 无法使用：${message}`)),
        urls,
      }
    const finding = good(
      say(`${place} is taken: a bot seems to run`, `${place} 已被占用：机器人似乎正在运行`),
    )
    return { finding, urls }
  }
}

interface Api {
  readonly title: string
  readonly selfId: number
  /** Whether the configuration says which account it is. */
  readonly isNamed: boolean
  readonly place: string
}

const apisOf = ({ endpoints, accounts }: Config): Api[] => [
  ...accounts.flatMap(({ selfId, api }, index) =>
    api === undefined
      ? []
      : [{ title: String(selfId), selfId, isNamed: true, place: `accounts[${index}].api` }],
  ),
  ...endpoints.flatMap((endpoint, index) =>
    endpoint.api === undefined
      ? []
      : [
          {
            title: titleOf(endpoint),
            selfId: endpoint.selfIds?.[0] ?? 10_000,
            isNamed: endpoint.selfIds?.length === 1,
            place: `endpoints[${index}].api`,
          },
        ],
  ),
]

const examineApi = async (bot: Bot, { title, selfId, isNamed, place }: Api): Promise<Finding> => {
  const api = bot.api(selfId)
  try {
    const { app_name, app_version } = await api.call('get_version_info')
    const { user_id } = await api.call('get_login_info')
    const name = `${app_name} ${app_version}`
    if (isNamed && user_id !== selfId)
      return bad(
        say(
          `the API of ${title} (${name}) belongs to the account ${user_id}`,
          `${title} 的 API（${name}）登录的是账号 ${user_id}`,
        ),
        say(`name the one of ${selfId} in ${place}`, `请在 ${place} 填 ${selfId} 的地址`),
      )
    return good(
      say(`API of ${title}: ${name}, account ${user_id}`, `${title} 的 API：${name}，账号 ${user_id}`),
    )
  } catch (error) {
    return bad((error as Error).message, say(`look at ${place}`, `请检查 ${place}`))
  }
}

/** Whether every API of the configuration answers, and who it is. */
export const examineApis = async (bot: Bot, config: Config): Promise<Finding[]> => {
  const apis = apisOf(config)
  if (apis.length > 0) return Promise.all(apis.map((api) => examineApi(bot, api)))
  return [
    doubtful(
      say('no API: only what rides on a response can be answered', '没有配置 API：只能通过响应回复'),
      say(
        'set "api" of the endpoint to the address of NapCat\'s HTTP server (httpServers)',
        '在端点里填 "api"，地址是 NapCat 的 HTTP 服务器（httpServers）',
      ),
    ),
  ]
}
