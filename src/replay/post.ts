import { type Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'

export type Header = readonly [name: string, value: string]

export interface PostResponse {
  readonly status: number
  readonly body: Buffer
}

const start = (url: URL, headers: readonly Header[], agent: Agent): ClientRequest => {
  const post = request(url, { method: 'POST', agent, setHost: false })
  // Not all implementations say it, and Node says it unless told not to.
  post.removeHeader('Connection')
  for (const [name, value] of headers) post.setHeader(name, value)
  return post
}

/** Posts these bytes with these headers, and no others. Rejects where no whole response comes. */
export const post = (
  url: URL,
  headers: readonly Header[],
  bytes: Uint8Array,
  agent: Agent,
): Promise<PostResponse> =>
  new Promise((resolve, reject) => {
    const sent = start(url, headers, agent)
    sent.on('error', reject)
    sent.once('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }))
    })
    // Written and ended apart, as a length would be put in front of what is ended at once.
    sent.write(bytes)
    sent.end()
  })
