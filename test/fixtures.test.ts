import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { eventSenders } from '../src/protocol/event-senders.js'
import { implementations } from '../src/protocol/implementation.js'
import { isSignatureValid } from '../src/receive/signature.js'
import { samples } from './samples/all.js'
import { decoded } from './samples/decoded.js'
import { token, writeDelivery } from './samples/delivery.js'

describe.each(decoded)('$implementation/$sample.file', (fixture) => {
  const { implementation, sample, delivery, headers, bytes, body, event, lineage } = fixture

  it('is as the implementation writes it', () => {
    expect(delivery.equals(writeDelivery(implementation, sample.body ?? body, sample.file))).toBe(true)
  })

  it('is signed over its bytes', () => {
    const signature = headers.get('x-signature')
    if (implementation === 'shamrock') expect(signature).toBeUndefined()
    else expect(isSignatureValid(bytes, signature ?? '', token)).toBe(true)
  })

  it('reaches the handlers of its name', () => {
    expect(lineage).toContain(sample.of)
  })

  it('becomes the documented shape', () => {
    const expected: Record<string, unknown> = { ...body, ...sample.becomes, name: event.name }
    for (const field of sample.gone) delete expected[field]
    expect(Object.fromEntries(Object.entries(event))).toEqual(expected)
    expect(event.raw).toBe(body)
  })
})

describe.each(Object.entries(eventSenders))('%s', (name, senders) => {
  it('has a fixture of everybody who sends it, and of nobody else', () => {
    const found = decoded.filter(({ sample }) => sample.of === name)
    expect(new Set(found.map(({ implementation }) => implementation))).toEqual(new Set(senders))
  })
})

describe.each(implementations)('the folder of %s', (implementation) => {
  it('holds the samples and nothing else', () => {
    const files = readdirSync(new URL(`./fixtures/${implementation}`, import.meta.url))
    expect(files.sort()).toEqual(samples[implementation].map(({ file }) => `${file}.http`).sort())
  })
})
