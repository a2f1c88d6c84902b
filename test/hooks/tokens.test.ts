import { describe, expect, it } from 'vitest'
import { basic, bearer, gitlab } from '../../src/hooks/tokens.js'
import type { Delivered } from '../../src/hooks/verification.js'

const delivery = (headers: Record<string, string>, query = ''): Delivered => ({
  bytes: Buffer.from('{}'),
  headers,
  query: new URLSearchParams(query),
  ip: '127.0.0.1',
})

const encode = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

describe('a token', () => {
  it.each([
    ['gitlab', gitlab(['old', 'new']), delivery({ 'x-gitlab-token': 'new' })],
    ['bearer', bearer(['old', 'new']), delivery({ authorization: 'Bearer new' })],
    ['bearer in the query', bearer('new', { query: 'key' }), delivery({}, 'key=new')],
    ['basic', basic('ann', ['old', 'new']), delivery({ authorization: encode('ann:new') })],
  ])('of %s is accepted', (_name, verify, delivered) => {
    expect(verify(delivered)).toBe('ok')
  })

  it.each([
    ['gitlab', gitlab('new'), delivery({ 'x-gitlab-token': 'newer' })],
    ['bearer', bearer('new'), delivery({ authorization: 'Bearer ne' })],
    ['bearer without its word', bearer('new'), delivery({ authorization: 'new' })],
    ['bearer in the query', bearer('new', { query: 'key' }), delivery({}, 'key=old')],
    ['basic', basic('ann', 'new'), delivery({ authorization: encode('bob:new') })],
    ['basic that is none', basic('ann', 'new'), delivery({ authorization: 'Bearer new' })],
  ])('of %s that does not fit is wrong', (_name, verify, delivered) => {
    expect(verify(delivered)).toBe('wrong')
  })

  it.each([
    ['gitlab', gitlab('new')],
    ['bearer', bearer('new')],
    ['bearer in the query', bearer('new', { query: 'key' })],
    ['basic', basic('ann', 'new')],
  ])('of %s can be missing', (_name, verify) => {
    expect(verify(delivery({}, 'token=new'))).toBe('missing')
  })
})
