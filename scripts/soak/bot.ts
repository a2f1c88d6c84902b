import { createBot } from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { soakToken } from './event.js'

/** The bot under load, in a process of its own: its memory is only its own. Told where calls go to. */
const [apiUrl = ''] = process.argv.slice(2)

const tell = (message: object): void => void process.send?.(message)

process.on('unhandledRejection', (reason) => tell({ unhandled: String(reason) }))

const bot = createBot({
  endpoints: [{ name: 'main', path: '/napcat', tokens: [soakToken], api: { url: apiUrl, timeoutMs: 1000 } }],
  log: createLog('silent'),
  admin: { port: 0 },
})
bot.text('ping', () => 'pong')
bot.text('slow', () => new Promise((resolve) => setTimeout(resolve, 4000, 'late')))
bot.text('broken', () => {
  throw new Error('a handler that fails')
})
bot.on('message.group', ({ text }) => (text === 'several' ? { reply: 'one', delete: true } : undefined))

const { port } = await bot.listen({ port: 0 })
tell({ port })

const measure = setInterval(() => {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  tell({ bytes: heapUsed + external })
}, 1000)

process.on('message', () => {
  clearInterval(measure)
  void bot.close().then(() => process.disconnect())
})
