import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { ConfigError } from '../errors.js'

/** The files of the door's certificate, in PEM. */
export interface TlsFiles {
  /** The certificate, and behind it those between it and its root. */
  readonly cert: string
  /** Its key, without a passphrase. */
  readonly key: string
}

/** A certificate that a server can show. */
export interface Certificate {
  readonly cert: Buffer
  readonly key: Buffer
  /** Whom it is for: `DNS:bot.example.com, IP Address:127.0.0.1`. */
  readonly names: string
  /** Milliseconds since 1970. */
  readonly from: number
  readonly until: number
}

/** Reads both files and holds one against the other. Rejects with `ConfigError`. */
export const readCertificate = async (files: TlsFiles): Promise<Certificate> => {
  const cert = await read(files, 'cert')
  const key = await read(files, 'key')
  const shown = parse(files, 'cert', 'no certificate in PEM', () => new X509Certificate(cert))
  const secret = parse(files, 'key', 'no private key in PEM without a passphrase', () =>
    createPrivateKey(key),
  )
  if (!shown.checkPrivateKey(secret))
    throw broken('key', `${files.key} is not the key of the certificate in ${files.cert}`)
  parse(files, 'cert', 'a certificate that cannot be used', () => createSecureContext({ cert, key }))
  return {
    cert,
    key,
    names: shown.subjectAltName ?? shown.subject,
    from: Date.parse(shown.validFrom),
    until: Date.parse(shown.validTo),
  }
}

const dayMs = 24 * 60 * 60_000
/** Whoever renews certificates by a program does it before, also those that last for days only. */
const warnedMs = ({ from, until }: Certificate): number => Math.min(14 * dayMs, (until - from) / 6)

/** What the dates of a certificate say: nothing where all is well. */
export const judgeDates = (
  certificate: Certificate,
  now: number,
): { readonly isValid: boolean; readonly says: string } | undefined => {
  const { from, until } = certificate
  if (now < from) return { isValid: false, says: `the certificate is valid only from ${day(from)} on` }
  if (now > until) return { isValid: false, says: `the certificate has expired on ${day(until)}` }
  return until - now < warnedMs(certificate)
    ? { isValid: true, says: `the certificate expires on ${day(until)}` }
    : undefined
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10)

const broken = (key: keyof TlsFiles, what: string, cause?: unknown): ConfigError =>
  new ConfigError('The certificate', [`server.tls.${key}: ${what}`], { cause })

const read = (files: TlsFiles, key: keyof TlsFiles): Promise<Buffer> =>
  readFile(files[key]).catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'ENOENT'
        ? `there is no file ${files[key]}; "catflap cert" makes a certificate`
        : `${files[key]} cannot be read (${error.code})`
    throw broken(key, why, error)
  })

const parse = <Parsed>(
  files: TlsFiles,
  key: keyof TlsFiles,
  otherwise: string,
  how: () => Parsed,
): Parsed => {
  try {
    return how()
  } catch (error) {
    throw broken(key, `${files[key]} holds ${otherwise}`, error)
  }
}
