import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSignatureValid, sign } from '../../src/index.js'

test('the signature of known bytes is the known one', () => {
  // RFC 2202, test case 2.
  const body = Buffer.from('what do ya want for nothing?')
  expect(sign(body, 'Jefe')).toBe('sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79')
  expect(isSignatureValid(body, 'sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79', 'Jefe')).toBe(true)
})

test('what is signed is valid, with this token and these bytes only', () => {
  const token = fc.string({ minLength: 1 })
  fc.assert(
    fc.property(fc.uint8Array(), token, token, (body, one, other) => {
      const signature = sign(body, one)
      expect(isSignatureValid(body, signature, one)).toBe(true)
      expect(isSignatureValid(body, signature.toUpperCase().replace('SHA1', 'sha1'), one)).toBe(true)
      if (one !== other) expect(isSignatureValid(body, signature, other)).toBe(false)
      expect(isSignatureValid(Buffer.concat([body, Buffer.from(' ')]), signature, one)).toBe(false)
    }),
  )
})

test('no text that is no signature is valid or throws', () => {
  fc.assert(
    fc.property(fc.string(), (signature) => {
      expect(isSignatureValid(Buffer.from('x'), signature, 'token')).toBe(false)
      expect(isSignatureValid(Buffer.from('x'), `sha1=${signature}`, 'token')).toBe(false)
    }),
  )
})
