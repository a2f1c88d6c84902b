import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ActionsOptions, answerAction } from './actions.js'
import type { Page } from './page.js'
import type { Status } from './status.js'

export interface AdminOptions {
  /** Default `127.0.0.1`. Nobody is asked who he is: whoever reaches it may look. */
  readonly host?: string
  /** Default 8081; 0: any free one. */
  readonly port?: number
}

export const defaultAdminHost = '127.0.0.1'
export const defaultAdminPort = 8081

/** Whether the bot can do its work. */
export interface Readiness {
  /** Everything that has to hold. */
  readonly checks: Readonly<Record<string, boolean>>
  /** Accounts whose API did not answer when it was last called. */
  readonly unreachable: readonly number[]
}

export interface AdminSources extends ActionsOptions {
  readonly readiness: () => Readiness
  readonly status: () => Promise<Status>
  readonly metrics: { readonly contentType: string; readonly text: () => Promise<string> }
}

type Pages = Readonly<Record<string, () => Promise<Page>>>

const pagesOf = ({ readiness, status, metrics }: Omit<AdminSources, keyof ActionsOptions>): Pages => ({
  '/healthz': async () => ({ status: 200, type: 'text/plain', body: 'ok\n' }),
  '/readyz': async () => {
    const said = readiness()
    const ready = Object.values(said.checks).every((holds) => holds)
    const body = `${JSON.stringify({ ready, ...said })}\n`
    return { status: ready ? 200 : 503, type: 'application/json', body }
  },
  '/status': async () => ({
    status: 200,
    type: 'application/json',
    body: `${JSON.stringify(await status())}\n`,
  }),
  '/metrics': async () => ({ status: 200, type: metrics.contentType, body: await metrics.text() }),
})

const pageFor = async (pages: Pages, sources: AdminSources, request: IncomingMessage): Promise<Page> => {
  const { method, url = '' } = request
  const path = url.split('?')[0] ?? ''
  const answered = await answerAction(sources, path, request)
  if (answered !== undefined) return answered
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined
  if (page === undefined)
    return { status: 404, type: 'text/plain', body: `${Object.keys(pages).join('\n')}\n` }
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, type: 'text/plain', body: 'GET only\n' }
  return page()
}

const write = (response: ServerResponse, { status, type, body }: Page): void => {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}

export interface Admin {
  readonly port: number
  close(): Promise<void>
}

/** Opens the listener for whoever looks after the bot, apart from the door of the senders. */
export const openAdmin = async (
  { host = defaultAdminHost, port = defaultAdminPort }: AdminOptions,
  sources: AdminSources,
): Promise<Admin> => {
  const pages = pagesOf(sources)
  const server = createServer((request, response) => {
    pageFor(pages, sources, request)
      .catch(() => ({ status: 500, type: 'text/plain', body: 'failed\n' }))
      .then((page) => write(response, page))
  })
  server.maxConnections = 100
  await new Promise<void>((resolve, reject) => {
    // Once it listens there is nobody left to reject: a connection that cannot be taken is one look less.
    server.on('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
