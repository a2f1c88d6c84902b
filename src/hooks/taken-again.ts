import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Context } from 'koa'
import type { Entry } from '../protocol/journal.js'
import { bodyOfForm, decodeBytes, kindFor } from './body.js'
import type { Hook } from './hook.js'
import { paramsOf } from './hook-router.js'
import type { KeptForm, Taken } from './taken.js'

/** Makes a context of Koa's. */
export type ContextFor = (request: IncomingMessage, response: ServerResponse) => Context

/** A delivery from the journal. Throws where its files are gone, or it cannot be read. */
export const takeEntry = (entry: Entry, hook: Hook, contextFor: ContextFor): Taken => {
  const request = requestOf(entry)
  const context = contextFor(request, new ServerResponse(request))
  const kind = kindFor(context.request.type, hook)
  const isForm = kind === 'multipart'
  return {
    context,
    params: paramsOf(hook, context.path),
    body: isForm ? bodyOfForm(fieldsOf(entry), hook) : decodeBytes(entry.bytes, kind, hook),
    bytes: isForm ? Buffer.alloc(0) : entry.bytes,
    files: [],
    remove: async () => {},
    arrival: entry,
  }
}

/** Nobody waits for its response, which goes nowhere. */
const requestOf = ({ name, headers }: Entry): IncomingMessage => {
  const [method = 'POST', url = '/'] = name.split(' ')
  return Object.assign(new IncomingMessage(new Socket()), {
    method,
    url,
    headers: Object.fromEntries(headers.map(([header, value]) => [header.toLowerCase(), value])),
    rawHeaders: headers.flat(),
  })
}

const fieldsOf = ({ bytes }: Entry): KeptForm['fields'] => {
  const { fields, files } = JSON.parse(bytes.toString()) as KeptForm
  if (files.length > 0) throw new Error('its files were not kept')
  return fields
}
