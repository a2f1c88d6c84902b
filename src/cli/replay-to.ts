import { Agent } from 'node:http'
import { isAside } from '../capture/capture-line.js'
import type { Config } from '../config.js'
import { CommandError } from '../errors.js'
import { Pacer } from '../replay/pacer.js'
import { postAgain } from '../replay/request.js'
import { inOrder } from '../replay/selection.js'
import { findConfig } from './find-config.js'
import type { Replay, ReplayOptions } from './replay-options.js'

/** The token of the endpoint with the path of this address, else the only one there is. */
const tokenFor = ({ endpoints }: Config, { pathname }: URL): string | undefined => {
  const found =
    endpoints.find(({ path }) => path === pathname) ?? (endpoints.length === 1 ? endpoints[0] : undefined)
  return found?.tokens.find((token) => token !== '')
}

const tokenOf = async ({ token, config: named }: ReplayOptions, url: URL): Promise<string | undefined> => {
  const given = token ?? process.env.CATFLAP_TOKEN
  if (given !== undefined && given !== '') return given
  return tokenFor((await findConfig(named)).config, url)
}

/** Posts a capture to a bot that runs: what it calls is its own business, so only the responses are known. */
export const postElsewhere = async ({ file, options, report }: Replay, to: string): Promise<void> => {
  const url = new URL(to)
  const token = await tokenOf(options, url)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const pacer = new Pacer(options.speed)
  process.stderr.write(
    'A bot that has had these deliveries within the last ten minutes takes them as duplicates and answers nothing.\n',
  )
  try {
    for await (const record of inOrder(file, options)) {
      if (isAside(record)) continue
      await pacer.until(Date.parse(record.at))
      const answer = await postAgain(record, { url, token, agent }).catch((cause: NodeJS.ErrnoException) => {
        throw new CommandError(`nobody takes the delivery at ${to} (${cause.code ?? cause.message})`, {
          cause,
        })
      })
      report.add(record, { answer, state: 'handled' })
    }
  } finally {
    agent.destroy()
  }
}
