import { X509Certificate } from 'node:crypto'
import { request } from 'node:http'
import { request as requestTls } from 'node:https'
import { CommandError } from '../errors.js'
import { sign } from '../receive/signature.js'

/** The response to a delivery. */
export interface Answered {
  readonly status: number
  readonly body: string
}

/**
 * Posts a delivery as NapCat's HTTP client does: chunked, without a length and without a User-Agent. `certificate`: that
 * of the server, in PEM, which is then trusted whatever it is called; nothing else is.
 */
export const post = (
  url: string,
  body: string,
  selfId: number,
  token: string | undefined,
  certificate?: Buffer,
): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const hint = error.code === 'ECONNREFUSED' ? '; start the bot first: catflap start' : ''
      reject(new CommandError(`nobody takes the event at ${url} (${error.code ?? error.message})${hint}`))
    }
    const signature = token === undefined ? {} : { 'x-signature': sign(Buffer.from(body), token) }
    const trust = certificate && {
      // Not those behind it: they vouch for others too.
      ca: new X509Certificate(certificate).toString(),
      allowPartialTrustChain: true,
      checkServerIdentity: () => undefined,
    }
    const outgoing = (url.startsWith('https:') ? requestTls : request)(
      url,
      {
        method: 'POST',
        ...trust,
        headers: { 'Content-Type': 'application/json', 'x-self-id': String(selfId), ...signature },
      },
      (response) => {
        let answer = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          answer += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: answer }))
        response.on('error', fail)
      },
    )
    outgoing.on('error', fail)
    outgoing.write(body)
    outgoing.end()
  })
