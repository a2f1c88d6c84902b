import type { Socket } from 'node:net'

export interface ConnectionsOptions {
  readonly perAddress: number
  /** Addresses that many senders may share: this machine, a proxy. */
  readonly isExempt: (address: string) => boolean
  /** Is told of a connection that is closed because its address has too many. */
  readonly refused: (address: string) => void
}

/** The connections of each address. */
export class Connections {
  readonly #options: ConnectionsOptions
  readonly #open = new Map<string, Set<Socket>>()

  constructor(options: ConnectionsOptions) {
    this.#options = options
  }

  /** Counts a new one, and closes it where it is one too many. */
  add(socket: Socket): void {
    const { perAddress, isExempt, refused } = this.#options
    const address = socket.remoteAddress ?? ''
    const open = this.#open.get(address) ?? new Set()
    if (open.size >= perAddress && !isExempt(address)) {
      refused(address)
      socket.destroy()
      return
    }
    this.#open.set(address, open.add(socket))
    socket.once('close', () => {
      open.delete(socket)
      if (open.size === 0) this.#open.delete(address)
    })
  }

  /** Also those that have not come as far as a request. */
  closeAll(): void {
    for (const open of this.#open.values()) for (const socket of open) socket.destroy()
  }
}
