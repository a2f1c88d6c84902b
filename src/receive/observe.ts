import type { Endpoint } from './endpoint.js'
import { Refusal } from './refusal.js'
import type { Step } from './step.js'

/** Is told what became of a delivery, and in how many seconds: `answered`, `empty`, or why it was refused. */
export type Observed = (endpoint: string, outcome: string, seconds: number) => void

export function observe(observed: Observed, { name }: Endpoint): Step {
  return async (ctx, next) => {
    const startedAt = performance.now()
    let outcome = 'failed'
    try {
      await next()
      outcome = ctx.status === 200 ? 'answered' : 'empty'
    } catch (thrown) {
      if (thrown instanceof Refusal) outcome = thrown.cause
      throw thrown
    } finally {
      observed(name, outcome, (performance.now() - startedAt) / 1000)
    }
  }
}
