import { isIPv4, isIPv6 } from 'node:net'

/** Whether only this machine can reach a server that listens on this host. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))

/** The URL by which this machine reaches a server. NapCat cannot read an IPv6 literal, so there is none in it. */
export const urlOf = (host: string, port: number, path: string): string => {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : isIPv6(host) ? 'localhost' : host
  return `http://${name}:${port}${path}`
}
