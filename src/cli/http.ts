import { type RequestOptions, request } from 'node:http'

/** A whole response. */
export interface Answered {
  readonly status: number
  readonly body: string
}

/** One request, its body chunked. Rejects with the error of the connection. */
export const exchange = (url: string, options: RequestOptions = {}, body = ''): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const outgoing = request(url, options, (response) => {
      let answer = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        answer += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: answer }))
      response.on('error', reject)
    })
    outgoing.on('error', reject)
    if (body !== '') outgoing.write(body)
    outgoing.end()
  })

/** `ECONNREFUSED`, or the words of an error that has no code. */
export const causeOf = ({ code, message }: NodeJS.ErrnoException): string => code ?? message
