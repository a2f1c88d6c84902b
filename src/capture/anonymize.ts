import { readRecords } from './capture-file.js'
import { type CapturedCall, type CaptureLine, type CaptureRecord, isAside } from './capture-line.js'
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
  'sec-fetch-mode',
]

const disguiseHeaders = (headers: CaptureLine['headers'], pseudonyms: Pseudonyms): CaptureLine['headers'] => {
  const selfId = headers['x-self-id']
  return {
    ...Object.fromEntries(Object.entries(headers).filter(([name]) => keptHeaders.includes(name))),
    ...(selfId === undefined ? {} : { 'x-self-id': pseudonyms.of('number', selfId) }),
  }
}

const learnCalls = (calls: readonly CapturedCall[], pseudonyms: Pseudonyms): void => {
  for (const { params, data } of calls) learn([params, data], pseudonyms)
}

const learnRecord = (record: CaptureRecord, pseudonyms: Pseudonyms): void => {
  if (!isAside(record)) learn([record.headers, parsed(record.body), parsed(record.answer.body)], pseudonyms)
  learnCalls(isAside(record) ? record.aside : record.calls, pseudonyms)
}

const disguiseCall = (call: CapturedCall, pseudonyms: Pseudonyms): CapturedCall => ({
  ...call,
  params: disguise(call.params, pseudonyms) as CapturedCall['params'],
  ...(call.data === undefined ? {} : { data: disguise(call.data, pseudonyms) }),
  ...(call.error === undefined ? {} : { error: pseudonyms.inText(call.error) }),
  ...(call.wording === undefined ? {} : { wording: pseudonyms.inText(call.wording) }),
})

const disguiseRecord = (record: CaptureRecord, pseudonyms: Pseudonyms): CaptureRecord => {
  if (isAside(record)) return { ...record, aside: record.aside.map((call) => disguiseCall(call, pseudonyms)) }
  const { headers, body, answer, calls, endpoint } = record
  return {
    ...record,
    ...(endpoint === undefined ? {} : { endpoint: pseudonyms.inText(endpoint) }),
    headers: disguiseHeaders(headers, pseudonyms),
    body: disguiseBody(body, pseudonyms),
    answer: { ...answer, body: disguiseBody(answer.body, pseudonyms) },
    calls: calls.map((call) => disguiseCall(call, pseudonyms)),
  }
}

/**
 * A capture with QQ numbers, names, addresses and ids of files replaced, the same thing always by the same
 * pseudonym. Reads the file twice: first for what there is, then line by line. Throws `CaptureError`.
 */
export async function* anonymize(file: string): AsyncGenerator<CaptureRecord> {
  const pseudonyms = new Pseudonyms()
  for await (const record of readRecords(file)) learnRecord(record, pseudonyms)
  for await (const record of readRecords(file)) yield disguiseRecord(record, pseudonyms)
}
