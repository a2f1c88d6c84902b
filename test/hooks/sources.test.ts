import { describe, expect, it } from 'vitest'
import { ip, origin } from '../../src/hooks/sources.js'
import type { Delivered } from '../../src/hooks/verification.js'

const from = (address: string, headers: Record<string, string> = {}): Delivered => ({
  bytes: Buffer.from('{}'),
  headers,
  query: new URLSearchParams(),
  ip: address,
})

describe('ip', () => {
  it('takes addresses and ranges of both families', () => {
    const verify = ip(['10.0.0.0/8', '192.0.2.7', 'fd00::/8'])
    for (const address of ['10.1.2.3', '192.0.2.7', 'fd00::1']) expect(verify(from(address))).toBe('ok')
    for (const address of ['11.1.2.3', '192.0.2.8', '::1']) expect(verify(from(address))).toBe('wrong')
  })

  it('takes nothing that is none', () => {
    expect(() => ip(['10.0.0.0/64'])).toThrow(RangeError)
    expect(() => ip(['ci.example.com'])).toThrow(RangeError)
  })
})

describe('origin', () => {
  it.each(['https://ci.example.com', 'ci.example.com'])(
    'of %s is the host in the Origin header',
    (source) => {
      const verify = origin(source)
      expect(verify(from('203.0.113.7', { origin: 'https://ci.example.com' }))).toBe('ok')
      expect(verify(from('203.0.113.7', { origin: 'http://ci.example.com:8080' }))).toBe('ok')
      expect(verify(from('203.0.113.7', { origin: 'https://ci.example.com.evil.org' }))).toBe('wrong')
      expect(verify(from('203.0.113.7', { origin: 'null' }))).toBe('wrong')
    },
  )

  it('is the address of the sender where there is no header', () => {
    expect(origin('203.0.113.7')(from('203.0.113.7'))).toBe('ok')
    expect(origin('203.0.113.7')(from('203.0.113.8'))).toBe('wrong')
    expect(origin('203.0.113.7')(from('203.0.113.7', { origin: 'https://other.org' }))).toBe('wrong')
  })

  it('takes further addresses, by the address alone', () => {
    const verify = origin('ci.example.com', { ips: ['10.0.0.0/8'] })
    expect(verify(from('10.1.2.3'))).toBe('ok')
    expect(verify(from('203.0.113.7', { origin: 'http://10.1.2.3' }))).toBe('wrong')
  })

  it('of nothing would be everybody, and is refused', () => {
    expect(() => origin('')).toThrow(RangeError)
    expect(() => origin('https://')).toThrow(RangeError)
  })
})
