import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { AccountState } from '../protocol/account-event.js'
import { actions } from '../protocol/action-map.js'
import type { Metrics } from '../protocol/metrics.js'
import type { WaitingSends } from './status.js'

/** What is read when somebody asks. */
export interface Levels {
  readonly atWork: () => number
  readonly waiting: () => number
  readonly bodiesBytes: () => number
  readonly sends: () => WaitingSends
  readonly accounts: () => Readonly<Record<AccountState, number>>
}

/** Metrics that can be read as text. */
export interface ReadableMetrics extends Metrics {
  readonly contentType: string
  text(): Promise<string>
}

/** Seconds: an answer is due after 3 unless set otherwise. */
const buckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30]

/** Names that plugins make up must not become series without end. */
const labelOf = (action: string): string => (Object.hasOwn(actions, action) ? action : 'other')

/** Every metric there is, in a registry of its own: a process may run several bots. */
export const createMetrics = (levels: Levels): ReadableMetrics => {
  const registry = new Registry()
  const registers = [registry]
  const counter = <Label extends string>(
    name: string,
    help: string,
    ...labelNames: Label[]
  ): Counter<Label> => new Counter({ name, help, labelNames, registers })
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  }
  const gauges = (name: string, help: string, label: string, read: () => object): void => {
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers,
      collect() {
        for (const [value, count] of Object.entries(read())) this.set({ [label]: value }, count)
      },
    })
  }
  const deliveries = counter(
    'catflap_deliveries_total',
    'Deliveries, by what became of them',
    'endpoint',
    'outcome',
  )
  const answerSeconds = new Histogram({
    name: 'catflap_answer_seconds',
    help: 'Seconds from the head of a delivery to its response, refused ones aside',
    labelNames: ['endpoint'],
    buckets,
    registers,
  })
  const hookDeliveries = counter(
    'catflap_hook_deliveries_total',
    'Deliveries to hooks, by what became of them',
    'hook',
    'outcome',
  )
  const hookSeconds = new Histogram({
    name: 'catflap_hook_seconds',
    help: 'Seconds from the head of a delivery to a hook to its response, refused ones aside',
    labelNames: ['hook'],
    buckets,
    registers,
  })
  const duplicates = counter('catflap_duplicates_total', 'Deliveries of an event that had come before')
  const late = counter('catflap_late_answers_total', 'Responses that left before the handlers were done')
  const calls = counter(
    'catflap_calls_total',
    'Calls of actions, by what became of them',
    'action',
    'outcome',
  )
  const lockOuts = counter('catflap_lockouts_total', 'Addresses locked out for wrong signatures')
  const refused = counter('catflap_refused_connections_total', 'Connections closed as there were too many')
  gauge('catflap_events_at_work', 'Events with handlers at work', levels.atWork)
  gauge('catflap_events_waiting', 'Events that wait for their turn', levels.waiting)
  gauge('catflap_bodies_bytes', 'Bytes of bodies that arrive or wait for an answer', levels.bodiesBytes)
  gauges('catflap_sends_waiting', 'Messages that wait for their turn', 'priority', levels.sends)
  gauges('catflap_accounts', 'Accounts, by whether they are online', 'state', levels.accounts)
  gauge('catflap_memory_bytes', 'Resident memory of the process', () => process.memoryUsage.rss())

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    delivery(endpoint, outcome, seconds) {
      deliveries.inc({ endpoint, outcome })
      if (outcome === 'answered' || outcome === 'empty') answerSeconds.observe({ endpoint }, seconds)
    },
    hook(hook, outcome, seconds) {
      hookDeliveries.inc({ hook, outcome })
      if (outcome === 'answered' || outcome === 'empty') hookSeconds.observe({ hook }, seconds)
    },
    duplicate: () => duplicates.inc(),
    late: () => late.inc(),
    call: (action, outcome) => calls.inc({ action: labelOf(action), outcome }),
    lockOut: () => lockOuts.inc(),
    refusedConnection: () => refused.inc(),
  }
}
