import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent } from 'node:http'
import axios from 'axios'
import WebSocket from 'ws'
import { createBot, type Log } from '../src/index.js'
import { compare, inFlight, type Result, type Side } from './measure.js'

const many = 64
const action = 'send_group_msg'
const params = { group_id: 456789012, message: 'pong' }

/** 64 calls at a time: catflap against what it is made of. */
export const benchApi = async (): Promise<readonly Result[]> => {
  const server = fork(new URL('api-server.ts', import.meta.url))
  const [port] = (await once(server, 'message')) as [number]
  const sides = await Promise.all([
    viaCatflap(`ws://127.0.0.1:${port}`),
    viaWs(`ws://127.0.0.1:${port}`),
    viaCatflap(`http://127.0.0.1:${port}`),
    viaAxios(`http://127.0.0.1:${port}`),
  ])
  const [oursOverWs, ws, oursOverHttp, http] = sides
  try {
    return [
      await compare({ what: 'calls over WebSocket', ours: oursOverWs, bare: ws, target: 0.7 }),
      await compare({ what: 'calls over HTTP', ours: oursOverHttp, bare: http, target: 0.9 }),
    ]
  } finally {
    for (const { close } of sides) await close()
    server.disconnect()
  }
}

type Client = Side & { readonly close: () => void | Promise<void> }

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

const viaCatflap = async (url: string): Promise<Client> => {
  const bot = createBot({ endpoints: [{ path: '/', api: { url } }], pace: false, log: silent })
  const api = bot.api(123456789)
  return {
    name: 'catflap',
    run: inFlight(many, () => api.send_group_msg(params)),
    close: () => bot.close(),
  }
}

const viaWs = async (url: string): Promise<Client> => {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  await once(socket, 'open')
  const waiting = new Map<number, (answer: unknown) => void>()
  let last = 0
  socket.on('message', (data) => {
    const answer = JSON.parse(String(data))
    waiting.get(answer.echo)?.(answer)
    waiting.delete(answer.echo)
  })
  const call = (): Promise<unknown> =>
    new Promise((resolve) => {
      last += 1
      waiting.set(last, resolve)
      socket.send(JSON.stringify({ action, params, echo: last }))
    })
  return { name: 'ws alone', run: inFlight(many, call), close: () => socket.close() }
}

const viaAxios = async (url: string): Promise<Client> => {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: many })
  const client = axios.create({ httpAgent, proxy: false })
  return {
    name: 'axios alone',
    run: inFlight(many, () => client.post(`${url}/${action}`, params)),
    close: () => httpAgent.destroy(),
  }
}
