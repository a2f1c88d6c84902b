import type { IncomingMessage } from 'node:http'
import type getRawBody from 'raw-body'
import { library } from '../library.js'
import { announcedLength, brokenOff, type ReadBody, tooLarge } from './body.js'
import type { Entrance } from './entrance.js'
import { Holding } from './holding.js'
import { Refusal } from './refusal.js'

/** For requests that came through the router. */
export const readBody: ReadBody = (request, entrance, budget, listener) => {
  const collect = library('raw-body') as typeof getRawBody
  const length = announcedLength(request)
  const { bodyLimit } = entrance
  const held = new Holding(budget, entrance.place)
  const fail = (thrown: unknown): void => {
    held.release()
    letGoBy(request)
    listener.failed(thrown)
  }
  // What is too large is refused for that, and holds nothing.
  const isHeld = length !== undefined && length <= bodyLimit
  try {
    if (isHeld) held.hold(length)
    else if (length === undefined) holdWhatComes(request, held)
  } catch (refusal) {
    fail(refusal)
    return
  }
  collect(request, { length: length ?? null, limit: bodyLimit }).then(
    (bytes) => listener.arrived(bytes, held),
    (error: unknown) => fail(refusalOf(error, request, entrance)),
  )
}

const holdWhatComes = (request: IncomingMessage, held: Holding): void => {
  const count = (chunk: Buffer): void => {
    try {
      held.hold(chunk.length)
    } catch (refusal) {
      request.off('data', count)
      // raw-body lets go of what it has when its stream fails.
      request.emit('error', refusal)
    }
  }
  request.on('data', count)
}

/** The rest has to go by before the socket can carry the next request. */
export const letGoBy = (request: IncomingMessage): void => {
  request.removeAllListeners('data')
  request.resume()
}

const refusalOf = (error: unknown, request: IncomingMessage, entrance: Entrance): unknown => {
  if (error instanceof Refusal) return error
  const { type } = error as getRawBody.RawBodyError
  return type === 'entity.too.large' ? tooLarge(entrance) : brokenOff(request, entrance)
}
