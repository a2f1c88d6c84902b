import { expect, test } from 'vitest'
import { HandlerSignals } from '../../src/dispatch/handler-signals.js'

const over = new Error('over')

test('a signal that handlers have asked for aborts at the end, with its reason', () => {
  const signals = new HandlerSignals(60_000)
  const signal = signals.begin()
  expect(signal.get()).toBe(signal.get())
  signals.abortAll(over)
  expect(signal.get().reason).toBe(over)
})

test('a signal whose handlers are done aborts no more', () => {
  const signals = new HandlerSignals(60_000)
  const signal = signals.begin()
  signal.hold()
  signal.get()
  signal.release()
  signals.abortAll(over)
  expect(signal.get().aborted).toBe(false)
})

test('a signal that is asked for after the end has aborted', () => {
  const signals = new HandlerSignals(60_000)
  const signal = signals.begin()
  signals.abortAll(over)
  expect(signal.get().aborted).toBe(true)
})
