import Koa from 'koa'
import Router from 'koa-router'
import getRawBody from 'raw-body'
import { answerTo, port, readEvent } from './judge.mjs'

const router = new Router()
router.post('/napcat', async (ctx) => {
  const event = readEvent(await getRawBody(ctx.req, { limit: 8 * 1024 * 1024 }), ctx.get('x-signature'))
  const answer = event && answerTo(event)
  if (answer === undefined) ctx.status = event === undefined ? 403 : 204
  else ctx.body = answer
})
new Koa().use(router.routes()).listen(port, '127.0.0.1', () => process.stdout.write('listening\n'))
