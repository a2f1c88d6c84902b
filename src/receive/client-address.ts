import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { AddressList } from './address-list.js'

/** `::ffff:10.0.0.1`, as a socket for both families names it, is `10.0.0.1`; `[::1]:80` and `10.0.0.1:80` lose their port. */
const plain = (address: string): string => (isPlain.test(address) ? address : unwrap(address))

const isPlain = /^\d+\.\d+\.\d+\.\d+$/

const unwrap = (address: string): string =>
  address
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/^::ffff:(?=\d+\.)/i, '')

/**
 * Whose request it is: the peer of the socket or, behind proxies, the nearest address that none of them has. What
 * stands further left in `X-Forwarded-For` anybody may have written.
 */
export const clientAddress = (peer: string, forwardedFor: string, proxies: AddressList): string => {
  let address = plain(peer)
  if (forwardedFor === '') return address
  for (const next of forwardedFor.split(',').toReversed()) {
    if (isIP(address) === 0 || !proxies.has(address)) break
    const candidate = plain(next)
    if (isIP(candidate) === 0) break
    address = candidate
  }
  return address
}

/** The address of whoever sent a request. */
export const addressOf = ({ socket, headers }: IncomingMessage, proxies: AddressList): string =>
  clientAddress(socket.remoteAddress ?? '', String(headers['x-forwarded-for'] ?? ''), proxies)
