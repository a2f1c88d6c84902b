import { isAddressRange, toAddressList } from '../receive/address-list.js'
import { readHeader, type Verification, verification } from './verification.js'

const toList = (ranges: readonly string[]): ReturnType<typeof toAddressList> => {
  const wrong = ranges.find((range) => !isAddressRange(range))
  if (wrong === undefined) return toAddressList(ranges)
  throw new RangeError(`"${wrong}" is no address and no range such as 10.0.0.0/8`)
}

/** These addresses and ranges. Throws a `RangeError` where one is none. */
export const ip = (ranges: readonly string[]): Verification => {
  const list = toList(ranges)
  return verification((delivered) => (list.has(delivered.ip) ? 'ok' : 'wrong'), {
    says: `the address is in ${ranges.join(', ')}`,
    isHeadOnly: true,
  })
}

/** The host of `https://ci.example.com` and of `ci.example.com`. */
const hostIn = (source: string): string | undefined => {
  const url = source.includes('://') ? source : `http://${source}`
  return URL.canParse(url) ? new URL(url).hostname : undefined
}

/**
 * This host, by the `Origin` header or, where there is none, by the address of the sender; or one of the addresses.
 * Who is no browser writes what he likes into `Origin`: put a secret beside it. Throws a `RangeError` without a host.
 */
export const origin = (
  source: string,
  { ips = [] }: { readonly ips?: readonly string[] } = {},
): Verification => {
  const [host, list] = [hostIn(source), toList(ips)]
  if (source === '' || host === undefined) throw new RangeError(`"${source}" is no URL and no host`)
  return verification(
    (delivered) => {
      const sent = readHeader(delivered, 'origin')
      const from = sent === undefined ? delivered.ip : hostIn(sent)
      return from === host || list.has(delivered.ip) ? 'ok' : 'wrong'
    },
    {
      says: `the Origin or the address is ${[host, ...ips].join(' or ')}`,
      isHeadOnly: true,
      prove: () => ({ Origin: source.includes('://') ? source : `http://${source}` }),
    },
  )
}
