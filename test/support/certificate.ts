import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { makeSelfSigned, type SelfSigned } from '../../src/cli/self-signed.js'
import type { TlsFiles } from '../../src/index.js'

const dayMs = 24 * 60 * 60_000

/** A certificate for 127.0.0.1 whose time ends so many days from now. */
export const certificate = (days = 100, now = Date.now()): Promise<SelfSigned> =>
  makeSelfSigned({ hosts: ['127.0.0.1'], from: now - 50 * dayMs, until: now + days * dayMs })

/** Writes both files into a folder. */
export const writeCertificate = async (folder: string, { cert, key }: SelfSigned): Promise<TlsFiles> => {
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
  await mkdir(folder, { recursive: true })
  await writeFile(files.key, key, { mode: 0o600 })
  await writeFile(files.cert, cert)
  return files
}

/** A connection to a server that shows this certificate; rejects where it shows another one. */
export const openTls = (port: number, trusted: string): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', ca: trusted }, () => resolve(socket))
    socket.once('error', reject)
  })
