import { isIPv4 } from 'node:net'

/** Whether only this machine can reach a server that listens on this host. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))

/** Where a server listens; with `tls` it speaks https. */
export interface Place {
  readonly host: string
  readonly port: number
  readonly tls?: object | undefined
}

/** The URL by which this machine reaches a server. NapCat cannot read an IPv6 literal, so there is none in it. */
export const urlOf = ({ host, port, tls }: Place, path: string): string => {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? 'localhost' : host
  return `${tls === undefined ? 'http' : 'https'}://${name}:${port}${path}`
}
