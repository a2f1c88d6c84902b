import { readCapture } from './capture-file.js'
import type { CaptureLine } from './capture-line.js'
import { disguise, learn } from './disguise.js'
import { Pseudonyms } from './pseudonyms.js'

/** A body as JSON, or as text where it is none. */
const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return { text: body }
  }
}

/** A body of JSON stays one, with what stood behind it: go-cqhttp signs its newline. */
const disguiseBody = (body: string, pseudonyms: Pseudonyms): string => {
  try {
    return JSON.stringify(disguise(JSON.parse(body), pseudonyms)) + (/\s*$/.exec(body)?.[0] ?? '')
  } catch {
    return pseudonyms.inText(body)
  }
}

/** What of the headers is about the delivery and not about the machine that sent it. */
const keptHeaders: readonly string[] = [
  'content-type',
  'user-agent',
  'x-impl',
  'transfer-encoding',
  'x-client-role',
]

const disguiseHeaders = (headers: CaptureLine['headers'], pseudonyms: Pseudonyms): CaptureLine['headers'] => {
  const selfId = headers['x-self-id']
  return {
    ...Object.fromEntries(Object.entries(headers).filter(([name]) => keptHeaders.includes(name))),
    ...(selfId === undefined ? {} : { 'x-self-id': pseudonyms.of('number', selfId) }),
  }
}

const learnLine = ({ headers, body, answer, calls }: CaptureLine, pseudonyms: Pseudonyms): void => {
  learn([headers, parsed(body), parsed(answer.body)], pseudonyms)
  for (const { params, data } of calls) learn([params, data], pseudonyms)
}

const disguiseLine = (line: CaptureLine, pseudonyms: Pseudonyms): CaptureLine => ({
  ...line,
  headers: disguiseHeaders(line.headers, pseudonyms),
  body: disguiseBody(line.body, pseudonyms),
  answer: { ...line.answer, body: disguiseBody(line.answer.body, pseudonyms) },
  calls: line.calls.map(({ params, data, error, ...call }) => ({
    ...call,
    params: disguise(params, pseudonyms) as typeof params,
    ...(data === undefined ? {} : { data: disguise(data, pseudonyms) }),
    ...(error === undefined ? {} : { error: pseudonyms.inText(error) }),
  })),
})

/**
 * A capture with QQ numbers, names, addresses and ids of files replaced, the same thing always by the same
 * pseudonym. Reads the file twice: first for what there is, then line by line. Throws `CaptureError`.
 */
export async function* anonymize(file: string): AsyncGenerator<CaptureLine> {
  const pseudonyms = new Pseudonyms()
  for await (const line of readCapture(file)) learnLine(line, pseudonyms)
  for await (const line of readCapture(file)) yield disguiseLine(line, pseudonyms)
}
