import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

const token = 'bench'
const selfId = 123456789

/** What is posted. Each delivery has a `message_id` and a signature of its own, or duplicates would be measured. */
export interface Mix {
  readonly text: string
  /** Besides the text, so many Chinese characters. */
  readonly padding?: number
  /** By so many accounts in turn. Default 1. */
  readonly accounts?: number
  /** In so many groups in turn. Default 1000. */
  readonly chats?: number
}

const accountOf = ({ accounts = 1 }: Mix, number: number): number => selfId + (number % accounts)

/** A message in a group, as NapCat writes it. */
export const bodyOf = (mix: Mix, number: number): string => {
  const { text, padding = 0, chats = 1000 } = mix
  return JSON.stringify({
    self_id: accountOf(mix, number),
    user_id: 10_001 + (number % 500),
    time: 1_763_650_800,
    message_id: number,
    message_seq: number,
    real_id: number,
    real_seq: String(number),
    message_type: 'group',
    sender: { user_id: 10_001 + (number % 500), nickname: '小明', card: '群里的小明', role: 'member' },
    raw_message: text,
    font: 14,
    sub_type: 'normal',
    message: [
      { type: 'text', data: { text } },
      ...(padding === 0 ? [] : [{ type: 'json', data: { data: '猫'.repeat(padding) } }]),
    ],
    message_format: 'array',
    post_type: 'message',
    group_id: 456_789_012 + (number % chats),
    group_name: '测试群',
  })
}

/** What its sender says about a body. */
export const headersOf = (body: string, account = selfId): Readonly<Record<string, string>> => ({
  'Content-Type': 'application/json',
  'x-self-id': String(account),
  'x-signature': `sha1=${createHmac('sha1', token).update(body).digest('hex')}`,
})

/** One request as it travels. */
const requestOf = (mix: Mix, number: number): string => {
  const body = bodyOf(mix, number)
  const headers = {
    Host: '127.0.0.1',
    ...headersOf(body, accountOf(mix, number)),
    'Content-Length': String(Buffer.byteLength(body)),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return ['POST /napcat HTTP/1.1', ...lines, '', body].join('\r\n')
}

/** Writes requests to a file, each behind a line with its length in bytes. */
export const writePool = async (file: string, mix: Mix, count: number): Promise<void> => {
  const out = createWriteStream(file)
  for (let number = 1; number <= count; number += 1) {
    const request = requestOf(mix, number)
    if (!out.write(`${Buffer.byteLength(request)}\n${request}`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}
