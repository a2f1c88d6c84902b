import { ApiProtocolError } from '../errors.js'
import type { Receiver } from './in-flight.js'
import { maxAnswerBytes } from './transport.js'

/** The envelopes of one call, in the order in which they come, for whom takes them one after another. */
export class PacketQueue implements Receiver {
  readonly #action: string
  #arrived: { readonly packet: unknown; readonly bytes: number }[] = []
  #bytes = 0
  #end: { readonly error?: unknown } | undefined
  #wake = (): void => {}

  constructor(action: string) {
    this.#action = action
  }

  readonly take = (packet: unknown, bytes: number): boolean => {
    this.#arrived.push({ packet, bytes })
    this.#bytes += bytes
    const isLast = !isPartial(packet)
    if (isLast) this.#end = {}
    if (this.#bytes > maxAnswerBytes) {
      const message = `${this.#action}: more than ${maxAnswerBytes} bytes of its packets wait to be read`
      this.#end = { error: new ApiProtocolError(this.#action, message, { maybeDone: true }) }
    }
    this.#wake()
    return this.#end === undefined
  }

  readonly fail = (error: unknown): void => {
    this.#end = { error }
    this.#wake()
  }

  async *read(): AsyncGenerator<unknown, void> {
    for (;;) {
      const next = this.#arrived.shift()
      if (next !== undefined) {
        this.#bytes -= next.bytes
        yield next.packet
      } else if (this.#end !== undefined) {
        if ('error' in this.#end) throw this.#end.error
        return
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    }
  }
}

/** The packets of NapCat before the final one. */
const isPartial = (envelope: unknown): boolean => {
  const { data } = (envelope ?? {}) as { readonly data?: { readonly type?: unknown } | null }
  return data?.type === 'stream'
}
