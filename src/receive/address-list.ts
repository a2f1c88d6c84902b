import { BlockList, isIP, isIPv6 } from 'node:net'

/** Addresses: single ones and ranges. */
export interface AddressList {
  has(address: string): boolean
}

/** Whether it is an address or a range such as `10.0.0.0/8` or `fd00::/8`. */
export const isAddressRange = (range: string): boolean => {
  const [address = '', prefix, ...rest] = range.split('/')
  if (isIP(address) === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (isIPv6(address) ? 128 : 32))
}

export const toAddressList = (ranges: readonly string[]): AddressList => {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return { has: (address) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') }
}
