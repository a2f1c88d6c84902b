import type { Hook } from './hook.js'
import type { HookReply } from './hook-answer.js'
import type { HookRuns } from './hook-runs.js'
import type { HookContext, HookStep } from './hook-step.js'
import { takeContext } from './taken.js'

/** Body → handler → response: the last step. */
export function handle(hook: Hook, runs: HookRuns): HookStep {
  return async (ctx) => send(ctx, await runs.take(hook, takeContext(ctx, hook)))
}

/** How a job stands, for who knows its number. */
export function tellJob(hook: Hook, runs: HookRuns): HookStep {
  return async (ctx, next) => {
    const { job = '', ...params } = ctx.params
    const reply = await runs.job(hook, job)
    if (reply !== undefined) {
      send(ctx, reply)
      return
    }
    ctx.params = params
    await next()
  }
}

const send = (ctx: HookContext, { status, headers, body }: HookReply): void => {
  ctx.body = body.length === 0 ? null : body
  ctx.status = status
  ctx.set(headers)
}
