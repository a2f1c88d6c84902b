import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

export const token = 'bench'
const selfId = 123456789

/** What is posted. Each delivery has a `message_id` and a signature of its own, or duplicates would be measured. */
export interface Mix {
  readonly text: string
  /** Besides the text, so many Chinese characters. */
  readonly padding?: number
}

const bodyOf = ({ text, padding = 0 }: Mix, number: number): string =>
  JSON.stringify({
    self_id: selfId,
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
    group_id: 456_789_012 + (number % 1000),
    group_name: '测试群',
  })

/** One request as it travels. */
const requestOf = (body: string): string =>
  [
    'POST /napcat HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `x-self-id: ${selfId}`,
    `x-signature: sha1=${createHmac('sha1', token).update(body).digest('hex')}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')

/** Writes requests to a file, each behind a line with its length in bytes. */
export const writePool = async (file: string, mix: Mix, count: number): Promise<void> => {
  const out = createWriteStream(file)
  for (let number = 1; number <= count; number += 1) {
    const request = requestOf(bodyOf(mix, number))
    if (!out.write(`${Buffer.byteLength(request)}\n${request}`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}
