import { CommandError } from '../errors.js'
import { sign } from '../receive/signature.js'
import { type Answered, causeOf, exchange } from './http.js'
import { say } from './language.js'

/** Posts a delivery as NapCat's HTTP client does: chunked, without a length and without a User-Agent. */
export const post = (
  url: string,
  body: string,
  selfId: number,
  token: string | undefined,
  certificate?: Buffer,
): Promise<Answered> => {
  const signature = token === undefined ? {} : { 'x-signature': sign(Buffer.from(body), token) }
  const headers = { 'Content-Type': 'application/json', 'x-self-id': String(selfId), ...signature }
  return exchange(url, { method: 'POST', headers, certificate }, body).catch(
    (error: NodeJS.ErrnoException) => {
      const hint =
        error.code === 'ECONNREFUSED'
          ? say('; start the bot first: catflap start', '；请先启动机器人：catflap start')
          : ''
      const cause = causeOf(error)
      throw new CommandError(
        say(
          `nobody takes the event at ${url} (${cause})${hint}`,
          `没有程序在 ${url} 接收事件（${cause}）${hint}`,
        ),
      )
    },
  )
}
