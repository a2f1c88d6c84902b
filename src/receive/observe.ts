import { Refusal } from './refusal.js'
import type { AnyStep } from './step.js'

/** Is told what became of a delivery, and in how many seconds: `answered`, `empty`, or why it was refused. */
export type Observed = (endpoint: string, outcome: string, seconds: number) => void

export function observe(observed: Observed, { name }: { readonly name: string }): AnyStep {
  return async (ctx, next) => {
    const startedAt = performance.now()
    let outcome = 'failed'
    try {
      await next()
      outcome = ctx.status === 204 ? 'empty' : 'answered'
    } catch (thrown) {
      if (thrown instanceof Refusal) outcome = thrown.cause
      throw thrown
    } finally {
      observed(name, outcome, (performance.now() - startedAt) / 1000)
    }
  }
}
