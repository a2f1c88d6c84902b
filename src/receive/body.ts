import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { ByteBudget } from './byte-budget.js'
import type { Endpoint } from './endpoint.js'
import type { Entrance } from './entrance.js'
import { Refusal } from './refusal.js'
import { isOursToAnswer } from './server.js'

/** The room that a body takes. */
export interface Held {
  /** Its bytes are needed no longer. */
  release(): void
}

/** Is told of a body, once: it is there whole, or why it never will be. */
export interface BodyListener {
  arrived(bytes: Buffer, held: Held): void
  failed(thrown: unknown): void
}

/** Socket → bytes. The limits count while reading: NapCat sends chunks and no length. */
export type ReadBody = (
  request: IncomingMessage,
  entrance: Entrance,
  budget: ByteBudget,
  listener: BodyListener,
) => void

export const requireJson = ({ name }: Endpoint, headers: IncomingHttpHeaders): void => {
  const { 'content-type': type = '', 'content-encoding': encoding = '' } = headers
  if (type === 'application/json' && encoding === '') return
  const contentType = type.split(';', 1)[0]?.trim() ?? ''
  if (contentType.toLowerCase() !== 'application/json' || !/^(identity)?$/i.test(encoding))
    throw new Refusal('other-content-type', { endpoint: name, contentType, encoding })
}

/** `undefined`: it has not said. */
export const announcedLength = ({ headers }: IncomingMessage): number | undefined =>
  headers['content-length'] === undefined ? undefined : Number(headers['content-length'])

export const tooLarge = ({ place, bodyLimit }: Entrance): Refusal =>
  new Refusal('too-large', { ...place, limit: bodyLimit })

/** Why nothing more comes of a body that is not whole. */
export const brokenOff = ({ socket }: IncomingMessage, { place }: Entrance): Refusal =>
  isOursToAnswer(socket.errored) ? new Refusal('never-whole') : new Refusal('cut-off', { ...place })
