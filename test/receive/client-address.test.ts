import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toAddressList } from '../../src/receive/address-list.js'
import { clientAddress } from '../../src/receive/client-address.js'

const proxies = toAddressList(['127.0.0.1', '10.0.0.0/8', 'fd00::/8'])

test.each([
  ['203.0.113.9', '198.51.100.1', '203.0.113.9', 'a stranger is not believed'],
  ['127.0.0.1', '198.51.100.1', '198.51.100.1', 'a proxy is'],
  ['127.0.0.1', '', '127.0.0.1', 'without the header it is the proxy'],
  ['::ffff:127.0.0.1', '198.51.100.1', '198.51.100.1', 'IPv4 in IPv6 is IPv4'],
  ['::ffff:203.0.113.9', '', '203.0.113.9', 'also where no proxy is'],
  ['10.0.0.2', '198.51.100.1, 10.0.0.9', '198.51.100.1', 'two proxies in a row'],
  ['10.0.0.2', '1.1.1.1, 198.51.100.1', '198.51.100.1', 'what the sender itself wrote counts for nothing'],
  ['10.0.0.2', '198.51.100.1, unknown', '10.0.0.2', 'what is no address ends the way'],
  ['fd00::1', '[2001:db8::7]:4711', '2001:db8::7', 'a port is left out'],
  ['10.0.0.2', '198.51.100.1:4711', '198.51.100.1', 'of IPv4 too'],
])('%s with "%s" is %s: %s', (peer, header, address) => {
  expect(clientAddress(peer, header, proxies)).toBe(address)
})

test('nothing that a sender writes changes what the proxy adds', () => {
  fc.assert(
    fc.property(fc.string(), (written) => {
      expect(clientAddress('10.0.0.2', `${written},203.0.113.9`, proxies)).toBe('203.0.113.9')
    }),
  )
})
