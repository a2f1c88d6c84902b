import { readCapture } from '../capture/capture-file.js'
import type { CaptureLine } from '../capture/capture-line.js'
import { CaptureError } from '../errors.js'
import { nameEvent } from '../protocol/event-name.js'
import type { DeliveredToBot } from './perform.js'
import type { Fields } from './world-types.js'

/** A delivery of a capture, and what came of it this time. */
export interface Replayed {
  /** Its id in the capture. */
  readonly id: string
  /** The name of the event. */
  readonly name: string
  /** What the capture says was answered. */
  readonly recorded: CaptureLine['answer']
  readonly answer: { readonly status: number | undefined; readonly body: string }
  readonly calls: readonly { readonly action: string; readonly params: Fields }[]
}

const eventOf = (file: string, { id, body }: CaptureLine): Fields => {
  try {
    return JSON.parse(body) as Fields
  } catch (cause) {
    throw new CaptureError(`${file}: the body of ${id} is not JSON`, { cause })
  }
}

/** Delivers what a capture holds, one after the other, to the account that it is of. */
export const replay = async (
  file: string,
  selfId: number,
  deliver: (event: Fields) => Promise<DeliveredToBot>,
): Promise<readonly Replayed[]> => {
  const replayed: Replayed[] = []
  for await (const line of readCapture(file)) {
    const event = eventOf(file, line)
    if (event.self_id !== selfId) {
      throw new CaptureError(
        `${file}: ${line.id} is of account ${event.self_id}; make the test bot with { selfId: ${event.self_id} }`,
      )
    }
    const { status, body, calls } = await deliver(event)
    replayed.push({
      id: line.id,
      name: nameEvent(event).name,
      recorded: line.answer,
      answer: { status, body },
      calls: calls.map(({ action, params }) => ({ action, params })),
    })
  }
  return replayed
}
