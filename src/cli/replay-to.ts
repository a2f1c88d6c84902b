import { isAside } from '../capture/capture-line.js'
import type { Config } from '../config.js'
import { CommandError } from '../errors.js'
import { Pacer } from '../replay/pacer.js'
import { headersOf } from '../replay/request.js'
import { inOrder } from '../replay/selection.js'
import { findConfig } from './find-config.js'
import { causeOf, certificateOf, exchange } from './http.js'
import { say } from './language.js'
import type { Replay, ReplayOptions } from './replay-options.js'

/** The token of the endpoint with the path of this address, else the only one there is. */
const tokenFor = ({ endpoints }: Config, { pathname }: URL): string | undefined => {
  const found =
    endpoints.find(({ path }) => path === pathname) ?? (endpoints.length === 1 ? endpoints[0] : undefined)
  return found?.tokens.find((token) => token !== '')
}

const tokenOf = ({ token = process.env.CATFLAP_TOKEN }: ReplayOptions, config: Config, url: URL) =>
  token === undefined || token === '' ? tokenFor(config, url) : token

/** Posts a capture to a bot that runs: what it calls is its own business, so only the responses are known. */
export const postElsewhere = async ({ file, options, report }: Replay, to: string): Promise<void> => {
  const { config } = await findConfig(options.config)
  const url = new URL(to)
  const token = tokenOf(options, config, url)
  const certificate = await certificateOf(config)
  const pacer = new Pacer(options.speed)
  process.stderr.write(
    `${say(
      'A bot that has had these deliveries within the last ten minutes takes them as duplicates and answers nothing.',
      '十分钟内收到过这些事件的机器人会把它们当作重复，不作回答。',
    )}\n`,
  )
  for await (const record of inOrder(file, options)) {
    if (isAside(record)) continue
    await pacer.until(Date.parse(record.at))
    const bytes = Buffer.from(record.body)
    const headers = Object.fromEntries(headersOf(record, bytes, { url, token }))
    const answer = await exchange(to, { method: 'POST', headers, certificate }, bytes).catch(
      (cause: Error) => {
        throw new CommandError(`nobody takes the delivery at ${to} (${causeOf(cause)})`, { cause })
      },
    )
    report.add(record, { answer, state: 'handled' })
  }
}
