import { readdirSync, readFileSync } from 'node:fs'

export const soakToken = 'soak'

type Body = Readonly<Record<string, unknown>>

const folder = new URL('../../test/fixtures/napcat/', import.meta.url)

/** The body of a captured delivery, whose one chunk or whole rest is JSON. */
const bodyOf = (file: string): Body => {
  const text = readFileSync(new URL(file, folder), 'utf8')
  const rest = text.slice(text.indexOf('\r\n\r\n'))
  return JSON.parse(rest.slice(rest.indexOf('{'), rest.lastIndexOf('}') + 1)) as Body
}

const samples = readdirSync(folder)
  .filter((file) => file.endsWith('.http'))
  .map(bodyOf)

/** What is said in messages, with what is not said to a handler most of the time. */
const texts = ['hello', 'ping', 'hello', 'ping', 'several', 'hello', 'broken', 'hello']

const accounts = 200
const groups = 1000

/** The event of this number: every kind in turn, of 200 accounts in 1000 groups. */
export const soakEvent = (number: number): { readonly body: Body; readonly isSlow: boolean } => {
  const sample = samples[number % samples.length] ?? {}
  const isSlow = number % 101 === 0
  const text = isSlow ? 'slow' : (texts[number % texts.length] ?? '')
  const isMessage = sample.post_type === 'message'
  // Keys of what was seen fill a table of 100 000 in hours: nine of ten events carry nothing to remember.
  const isRemembered = number % 10 === 0
  const { time: _, ...timeless } = sample
  const body = {
    ...(isRemembered || isMessage ? sample : timeless),
    self_id: 10_000 + (number % accounts),
    ...(sample.group_id === undefined ? {} : { group_id: 1 + (number % groups) }),
    ...(isMessage ? { message: [{ type: 'text', data: { text } }], raw_message: text } : {}),
    ...(sample.message_id === undefined ? {} : { message_id: isRemembered ? number : -1 }),
    ...(isRemembered ? { soak: number } : {}),
  }
  return { body, isSlow: isSlow && isMessage }
}
