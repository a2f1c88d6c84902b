import type { Socket } from 'node:net'

export interface ConnectionsOptions {
  readonly perAddress: number
  /** Addresses that many senders may share: this machine, a proxy. */
  readonly isExempt: (address: string) => boolean
  /** Is told of a connection that is closed because its address has too many. */
  readonly refused: (address: string) => void
}

/** How many connections an address has. */
export class Connections {
  readonly #options: ConnectionsOptions
  readonly #counts = new Map<string, number>()

  constructor(options: ConnectionsOptions) {
    this.#options = options
  }

  /** Counts a new one, and closes it where it is one too many. */
  add(socket: Socket): void {
    const { perAddress, isExempt, refused } = this.#options
    const address = socket.remoteAddress ?? ''
    const count = this.#counts.get(address) ?? 0
    if (count >= perAddress && !isExempt(address)) {
      refused(address)
      socket.destroy()
      return
    }
    this.#counts.set(address, count + 1)
    socket.once('close', () => this.#drop(address))
  }

  #drop(address: string): void {
    const left = (this.#counts.get(address) ?? 0) - 1
    if (left > 0) this.#counts.set(address, left)
    else this.#counts.delete(address)
  }
}
