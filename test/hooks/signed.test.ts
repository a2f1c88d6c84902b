import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gitea, github, hmac } from '../../src/hooks/signed.js'
import { allOf, anyOf, type Delivered, type Verification } from '../../src/hooks/verification.js'

const delivery = (body: string | Uint8Array, headers: Record<string, string>): Delivered => ({
  bytes: Buffer.from(body),
  headers,
  query: new URLSearchParams(),
  ip: '127.0.0.1',
})

/** The example of GitHub's documentation. */
const SECRET = "It's a Secret to Everybody"
const BODY = 'Hello, World!'
const DIGEST = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
const signed = delivery(BODY, { 'x-hub-signature-256': `sha256=${DIGEST}` })

const flipBit = (bytes: Uint8Array, bit: number): Buffer => {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
  return copy
}

describe('github', () => {
  it("accepts the example of GitHub's documentation", () => {
    expect(github(SECRET)(signed)).toBe('ok')
  })

  it('refuses a body with one bit changed', () => {
    for (let bit = 0; bit < BODY.length * 8; bit++)
      expect(github(SECRET)({ ...signed, bytes: flipBit(signed.bytes, bit) })).toBe('wrong')
  })

  it('refuses a signature with one bit changed', () => {
    for (let bit = 0; bit < DIGEST.length * 4; bit++) {
      const other = flipBit(Buffer.from(DIGEST, 'hex'), bit).toString('hex')
      expect(github(SECRET)(delivery(BODY, { 'x-hub-signature-256': `sha256=${other}` }))).toBe('wrong')
    }
  })

  it('accepts each of several secrets', () => {
    expect(github(['another', SECRET])(signed)).toBe('ok')
  })

  it('tells a missing signature from a wrong one', () => {
    expect(github(SECRET)(delivery(BODY, {}))).toBe('missing')
    expect(github(SECRET)(delivery(BODY, { 'x-hub-signature-256': DIGEST }))).toBe('wrong')
    expect(github(SECRET)(delivery(BODY, { 'x-hub-signature-256': `sha256=${DIGEST}zz` }))).toBe('wrong')
  })

  it('takes no empty secret', () => {
    expect(() => github('')).toThrow(RangeError)
    expect(() => github([])).toThrow(RangeError)
  })
})

it('gitea signs without a prefix', () => {
  expect(gitea(SECRET)(delivery(BODY, { 'x-gitea-signature': DIGEST }))).toBe('ok')
})

it('hmac accepts what was signed in base64, with each algorithm', () => {
  const algorithms = fc.constantFrom('sha1', 'sha256', 'sha512')
  fc.assert(
    fc.property(fc.uint8Array(), fc.string({ minLength: 1 }), algorithms, (body, secret, algorithm) => {
      const signature = createHmac(algorithm, secret).update(body).digest('base64')
      const verify = hmac({ header: 'X-Mine', secret, algorithm, encoding: 'base64' })
      expect(verify(delivery(body, { 'x-mine': signature }))).toBe('ok')
    }),
  )
})

describe('several verifications', () => {
  const yes: Verification = () => 'ok'
  const wrong: Verification = () => 'wrong'
  const missing: Verification = () => 'missing'

  it('allOf needs every one', () => {
    expect(allOf(yes, yes)(signed)).toBe('ok')
    expect(allOf(yes, missing)(signed)).toBe('missing')
    expect(allOf(missing, wrong, yes)(signed)).toBe('wrong')
  })

  it('anyOf needs one', () => {
    expect(anyOf(wrong, missing, yes)(signed)).toBe('ok')
    expect(anyOf(missing, missing)(signed)).toBe('missing')
    expect(anyOf(missing, wrong)(signed)).toBe('wrong')
  })
})
