import { ConfigError } from '../errors.js'
import type { Log } from '../log.js'
import { type Clock, repeat } from '../protocol/clock.js'
import { type Certificate, judgeDates, readCertificate, type TlsFiles } from './certificate.js'
import { watchFolders } from './folder-watch.js'

export interface CertificateFilesOptions {
  readonly files: TlsFiles
  /** Shows the certificate to whoever connects from now on. */
  readonly show: (certificate: Certificate) => void
  readonly log: Log
  readonly clock: Clock
}

/** The files are written one after the other: a certificate without its key is not broken yet. */
const settleMs = 300
/** Some network drives and containers tell of no change, and nothing tells that a date has passed. */
const lookEveryMs = 60 * 60_000

/** The certificate on the disk: a new one is shown without a restart, a broken one is not. */
export class CertificateFiles {
  readonly #options: CertificateFilesOptions
  #shown: Certificate | undefined
  #said = ''
  #unwatch = (): void => {}
  #stopRepeating = (): void => {}
  #stopWaiting: (() => void) | undefined
  #looking: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(options: CertificateFilesOptions) {
    this.#options = options
  }

  /** Shows the certificate, and from then on looks after it. Rejects with `ConfigError`. */
  async open(): Promise<void> {
    const { files, clock, show } = this.#options
    this.#shown = await readCertificate(files)
    show(this.#shown)
    await this.#look()
    this.#stopRepeating()
    this.#stopRepeating = repeat(clock, lookEveryMs, () => this.#lookSoon())
  }

  /** Looks no more; what is shown stays. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#stopRepeating()
    this.#stopWaiting?.()
    await this.#looking
    this.#unwatch()
  }

  #lookSoon(): void {
    if (this.#isClosed) return
    this.#stopWaiting ??= this.#options.clock.after(settleMs, () => {
      this.#stopWaiting = undefined
      this.#looking = this.#looking.then(() => this.#look())
    })
  }

  async #look(): Promise<void> {
    const { cert, key } = this.#options.files
    // Anew each time, as links may lead elsewhere now; and before reading, so that no change is missed.
    const unwatch = await watchFolders([cert, key], () => this.#lookSoon())
    this.#unwatch()
    this.#unwatch = unwatch
    try {
      this.#judge(await readCertificate({ cert, key }))
    } catch (error) {
      const why = error instanceof ConfigError ? error.problems.join('; ') : String(error)
      this.#say('error', `${why}; the certificate from before stays in use`)
    }
  }

  #judge(found: Certificate): void {
    const { files, show, log, clock } = this.#options
    const dates = judgeDates(found, clock.now())
    const isNew = this.#shown === undefined || !isSame(found, this.#shown)
    if (isNew && dates?.isValid === false) {
      this.#say('error', `${dates.says}; the certificate from before stays in use`)
      return
    }
    if (isNew) {
      this.#shown = found
      show(found)
      const until = new Date(found.until).toISOString()
      log.info({ files, until }, `a new certificate is in use: ${found.names}`)
    }
    if (dates === undefined) this.#said = ''
    else this.#say(dates.isValid ? 'warn' : 'error', dates.says)
  }

  /** Once until there is something else to say. */
  #say(level: 'warn' | 'error', sentence: string): void {
    if (this.#isClosed || sentence === this.#said) return
    this.#said = sentence
    const { files, log } = this.#options
    log[level]({ files }, sentence)
  }
}

const isSame = (one: Certificate, other: Certificate): boolean =>
  one.cert.equals(other.cert) && one.key.equals(other.key)
