import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import JSON5 from 'json5'
import { z } from 'zod'
import { CommandError } from '../errors.js'
import { say } from './language.js'

const server = z.object({
  enable: z.boolean().default(false),
  host: z.string().default('127.0.0.1'),
  port: z.int(),
  token: z.string().default(''),
})

/** What of NapCat's `onebot11_<uin>.json` says how it is reached and where it posts to. */
const napcatFile = z.object({
  network: z.object({
    httpServers: z.array(server).default([]),
    websocketServers: z.array(server).default([]),
    httpClients: z
      .array(z.object({ enable: z.boolean().default(false), url: z.string(), token: z.string().default('') }))
      .default([]),
  }),
})

type NapcatNetwork = z.output<typeof napcatFile>['network']

/** One account as NapCat has it configured. */
export interface NapcatAccount {
  readonly selfId: number
  readonly network: NapcatNetwork
}

const fileName = /^onebot11_(\d{5,11})\.json$/

/** The accounts of a NapCat `config` folder. Throws `CommandError`. */
export const readNapcatConfig = async (folder: string): Promise<readonly NapcatAccount[]> => {
  const files = await readdir(folder).catch((cause: Error) => {
    throw new CommandError(
      say(`${folder} cannot be read: ${cause.message}`, `无法读取 ${folder}：${cause.message}`),
      { cause },
    )
  })
  const named = files.flatMap((file) => {
    const uin = fileName.exec(file)?.[1]
    return uin === undefined ? [] : [{ file: join(folder, file), selfId: Number(uin) }]
  })
  if (named.length === 0)
    throw new CommandError(
      say(
        `${folder} has no onebot11_<QQ>.json; name NapCat's folder "config"`,
        `${folder} 里没有 onebot11_<QQ>.json；请指定 NapCat 的 config 目录`,
      ),
    )
  return Promise.all(named.map(async ({ file, selfId }) => ({ selfId, network: await readNetwork(file) })))
}

const readNetwork = async (file: string): Promise<NapcatNetwork> => {
  try {
    return napcatFile.parse(JSON5.parse(await readFile(file, 'utf8'))).network
  } catch (cause) {
    // The reason may quote a token.
    throw new CommandError(say(`${file} is not as NapCat writes it`, `${file} 不是 NapCat 写出的格式`), {
      cause,
    })
  }
}

interface DerivedEndpoint {
  readonly name: string
  readonly path: string
  readonly tokens: readonly string[]
  readonly selfIds: readonly number[]
}

/** What catflap's configuration says of the same accounts. */
export interface Derived {
  /** Where NapCat posts to now; `undefined`: nowhere yet. */
  readonly port: number | undefined
  readonly endpoints: readonly DerivedEndpoint[]
  readonly accounts: readonly {
    readonly selfId: number
    readonly implementation: 'napcat'
    readonly api?: { readonly url: string; readonly token: string }
  }[]
}

const addressOf = (url: string): URL | undefined => (URL.canParse(url) ? new URL(url) : undefined)

/** A server that listens on every address is reached by a loopback one. */
const reachable = (host: string): string =>
  host === '' || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host

const apiOf = ({ httpServers, websocketServers }: NapcatNetwork) => {
  const http = httpServers.find(({ enable }) => enable)
  if (http !== undefined) return { url: `http://${reachable(http.host)}:${http.port}`, token: http.token }
  const socket = websocketServers.find(({ enable }) => enable)
  return socket && { url: `ws://${reachable(socket.host)}:${socket.port}`, token: socket.token }
}

/** One endpoint for each path that accounts post to, with all their tokens. */
export const deriveConfig = (accounts: readonly NapcatAccount[]): Derived => {
  const posts = accounts.flatMap(({ selfId, network }) =>
    network.httpClients
      .filter(({ enable }) => enable)
      .flatMap(({ url, token }) => {
        const address = addressOf(url)
        return address === undefined ? [] : [{ selfId, address, token }]
      }),
  )
  const paths = [...new Set(posts.map(({ address }) => address.pathname))]
  return {
    port: posts.map(({ address }) => Number(address.port || 80))[0],
    endpoints: paths.map((path) => {
      const here = posts.filter(({ address }) => address.pathname === path)
      return {
        name: path === '/' ? 'main' : path.slice(1),
        path,
        tokens: [...new Set(here.map(({ token }) => token).filter((token) => token !== ''))],
        selfIds: [...new Set(here.map(({ selfId }) => selfId))],
      }
    }),
    accounts: accounts.map(({ selfId, network }) => {
      const api = apiOf(network)
      return { selfId, implementation: 'napcat', ...(api === undefined ? {} : { api }) }
    }),
  }
}
