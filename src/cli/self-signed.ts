import { isIP } from 'node:net'

export interface SelfSignedOptions {
  /** Names and addresses by which senders reach the server. */
  readonly hosts: readonly string[]
  /** Milliseconds since 1970. */
  readonly from: number
  readonly until: number
}

/** A certificate that vouches for itself, and its key, both in PEM. */
export interface SelfSigned {
  readonly cert: string
  readonly key: string
}

/** What `subjectAltName` calls names and addresses. */
const nameOf = (host: string) =>
  isIP(host) === 0 ? ({ type: 2, value: host } as const) : ({ type: 7, ip: host } as const)

export const makeSelfSigned = async ({ hosts, from, until }: SelfSignedOptions): Promise<SelfSigned> => {
  // It is large, and only this needs it.
  const { generate } = await import('selfsigned')
  const made = await generate([{ name: 'commonName', value: 'catflap' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(from),
    notAfterDate: new Date(until),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: hosts.map(nameOf) },
    ],
  })
  return { cert: `${made.cert.trim()}\n`, key: `${made.private.trim()}\n` }
}
