import { createRequire } from 'node:module'
import { port } from './judge.mjs'

// As modules, its parts do not find one another.
const require = createRequire(import.meta.url)
const { Context, Logger } = require('koishi')
const { default: Http } = require('@koishijs/plugin-http')
const { default: Server } = require('@koishijs/plugin-server')
const { default: OneBot } = require('koishi-plugin-adapter-onebot')

Logger.levels.base = Logger.SILENT
const app = new Context()
app.plugin(Http)
app.plugin(Server, { host: '127.0.0.1', port })
app.inject(['server'], (ctx) => {
  // The adapter takes the body of the response for that of the request, and answers every delivery with 500.
  ctx.server.use('/napcat', (koa, next) => {
    koa.body = koa.request.body
    return next()
  })
  // It answers by calls alone: what calls nothing needs nobody at that address.
  const endpoint = `http://127.0.0.1:${port}`
  ctx.plugin(OneBot, { protocol: 'http', path: '/napcat', selfId: '123456789', secret: 'bench', endpoint })
})
app.middleware((session, next) => (session.content === 'ping' ? 'pong' : next()))
await app.start()
process.stdout.write('listening\n')
