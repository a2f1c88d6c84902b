import { expect, test } from 'vitest'
import { HandlerSignals } from '../../src/dispatch/handler-signals.js'

const over = new Error('over')

test('a signal that handlers have asked for aborts at the end, with its reason', () => {
  const signals = new HandlerSignals(60_000)
  const { get } = signals.begin()
  expect(get()).toBe(get())
  signals.abortAll(over)
  expect(get().reason).toBe(over)
})

test('a signal whose handlers are done aborts no more', () => {
  const signals = new HandlerSignals(60_000)
  const { get, hold } = signals.begin()
  const release = hold()
  get()
  release()
  signals.abortAll(over)
  expect(get().aborted).toBe(false)
})

test('a signal that is asked for after the end has aborted', () => {
  const signals = new HandlerSignals(60_000)
  const { get } = signals.begin()
  signals.abortAll(over)
  expect(get().aborted).toBe(true)
})
