import { X509Certificate } from 'node:crypto'
import { type RequestOptions, request } from 'node:http'
import { request as requestTls } from 'node:https'
import type { Config } from '../config.js'
import { readCertificate } from '../receive/certificate.js'

/** A whole response. */
export interface Answered {
  readonly status: number
  readonly body: string
}

/** What the bot of this configuration shows, in PEM; `undefined`: it speaks http. Rejects with `ConfigError`. */
export const certificateOf = async ({ server: { tls } }: Config): Promise<Buffer | undefined> =>
  tls && (await readCertificate(tls)).cert

/** That certificate is trusted whatever it is called, and nothing else is: not those behind it, which vouch for others too. */
const trusting = (certificate: Buffer) => ({
  ca: new X509Certificate(certificate).toString(),
  allowPartialTrustChain: true,
  checkServerIdentity: () => undefined,
})

export interface ExchangeOptions extends Pick<RequestOptions, 'method' | 'headers' | 'signal'> {
  /** The only one that is trusted, in PEM. Default: those of public authorities. */
  readonly certificate?: Buffer | undefined
}

/** One request, its body chunked. Rejects with the error of the connection. */
export const exchange = (
  url: string,
  { certificate, ...options }: ExchangeOptions = {},
  body: string | Buffer = '',
): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? requestTls : request
    const outgoing = send(url, { ...options, ...(certificate && trusting(certificate)) }, (response) => {
      let answer = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        answer += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: answer }))
      response.on('error', reject)
    })
    outgoing.on('error', reject)
    if (body.length > 0) outgoing.write(body)
    outgoing.end()
  })

/** `ECONNREFUSED`, or the words of an error that has no code. */
export const causeOf = ({ code, message }: NodeJS.ErrnoException): string => code ?? message
