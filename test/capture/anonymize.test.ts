import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { anonymize } from '../../src/capture/anonymize.js'
import { type CaptureLine, isAside } from '../../src/capture/capture-line.js'
import { disguise, learn } from '../../src/capture/disguise.js'
import { Pseudonyms } from '../../src/capture/pseudonyms.js'
import { decodeCqString, encodeCqString } from '../../src/protocol/cq-code.js'
import { decoded } from '../samples/decoded.js'

const lineOf = (body: string, more: Partial<CaptureLine> = {}): CaptureLine => ({
  id: '1',
  at: '2025-11-20T15:00:00.000Z',
  headers: { 'x-self-id': '123456789' },
  body,
  answer: { status: 204, body: '' },
  calls: [],
  ...more,
})

const anonymized = async (lines: readonly CaptureLine[]): Promise<CaptureLine[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'catflap-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'capture.jsonl')
  await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const result: CaptureLine[] = []
  for await (const line of anonymize(file)) if (!isAside(line)) result.push(line)
  return result
}

const bodyOf = (line: CaptureLine | undefined): Record<string, unknown> =>
  JSON.parse(line?.body ?? '') as Record<string, unknown>

/** A group message of 小明, who is 87654321, with changes. */
const message = (changes: object): string =>
  JSON.stringify({
    time: 1763650800,
    self_id: 123456789,
    post_type: 'message',
    message_type: 'group',
    message_id: 1001,
    group_id: 456789012,
    group_name: '测试群',
    user_id: 87654321,
    sender: { user_id: 87654321, nickname: '小明', card: 'A&B [x],', role: 'admin' },
    ...changes,
  })

const identifying: readonly string[] = [
  'user_id', 'group_id', 'self_id', 'target_id', 'operator_id', 'sender_id', 'invitor_id', 'peer_id', 'qq',
  'guild_id', 'channel_id', 'tiny_id', 'nickname', 'card', 'card_new', 'card_old', 'group_name',
  'operator_nick', 'name_new', 'url', 'file', 'uid', 'flag', 'path', 'save_path', 'share_link', 'hash',
] // biome-ignore format: one list

/** Every value of those fields that tells somebody something. */
const secretsIn = (value: unknown, field = ''): string[] => {
  if (Array.isArray(value)) return value.flatMap((item) => secretsIn(item, field))
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, item]) => secretsIn(item, key))
  const text = String(value)
  if (text.includes('[CQ:')) return secretsIn(decodeCqString(text))
  const tells = identifying.includes(field) && text.length > 1 && text !== 'all' && text !== '284840486'
  return tells ? [text] : []
}

const encodings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  JSON.stringify(secret)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
  encodeCqString([{ type: 'text', data: { text: secret } }]),
  encodeCqString([{ type: 'x', data: { y: secret } }]).slice('[CQ:x,y='.length, -1),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
]

/** A nickname such as `bot` is not meant by `bot_offline`. */
const contains = (text: string, secret: string): boolean =>
  /^\w+$/.test(secret) ? new RegExp(`(?<!\\w)${secret}(?!\\w)`).test(text) : text.includes(secret)

describe('nothing of the fixtures that tells who or where survives', () => {
  const lines = decoded.map(({ bytes, headers }) =>
    lineOf(bytes.toString(), { headers: Object.fromEntries(headers) }),
  )
  // A flag may be made of the time, which stays.
  const times = new Set(decoded.map(({ body }) => String(body.time)))
  const secrets = [...new Set(decoded.flatMap(({ body }) => secretsIn(body)))].filter(
    (secret) => !times.has(secret),
  )

  test('there is something to hide', () => {
    expect(secrets.length).toBeGreaterThan(30)
  })

  test('in any encoding', async () => {
    const text = (await anonymized(lines)).map((line) => JSON.stringify(line)).join('\n')
    const found = secrets.filter((secret) => encodings(secret).some((form) => contains(text, form)))
    expect(found).toEqual([])
  })

  test('and what the bot reads of it stays the same', async () => {
    const after = await anonymized(lines)
    for (const [index, line] of lines.entries()) {
      const [before, now] = [bodyOf(line), bodyOf(after[index])]
      for (const key of ['time', 'post_type', 'message_type', 'sub_type', 'notice_type', 'message_seq'])
        expect(now[key]).toEqual(before[key])
      const ignored = ['raw', 'raw_pb', 'raw_info']
      expect(Object.keys(now)).toEqual(Object.keys(before).filter((key) => !ignored.includes(key)))
    }
  })
})

describe('relations stay', () => {
  test('the sender, who is mentioned, quoted in CQ strings and named by commands, is one person', async () => {
    const text = '/ban 87654321 小明'
    const [line] = await anonymized([
      lineOf(
        message({
          message: [
            { type: 'at', data: { qq: '87654321' } },
            { type: 'text', data: { text } },
          ],
          raw_message: `[CQ:at,qq=87654321]${text}`,
        }),
        { answer: { status: 200, body: '{"reply":"小明(87654321) is muted"}' } },
      ),
    ])
    const body = bodyOf(line)
    const id = String(body.user_id)
    const { nickname } = body.sender as { nickname: string }
    expect(id).not.toBe('87654321')
    expect(body.message).toEqual([
      { type: 'at', data: { qq: id } },
      { type: 'text', data: { text: `/ban ${id} ${nickname}` } },
    ])
    expect(body.raw_message).toBe(`[CQ:at,qq=${id}]/ban ${id} ${nickname}`)
    expect(line?.answer.body).toBe(`{"reply":"${nickname}(${id}) is muted"}`)
  })

  test('a name that comes before its owner is found', async () => {
    const [first] = await anonymized([
      lineOf(JSON.stringify({ post_type: 'notice', tip: '小明 recalled' })),
      lineOf(message({})),
    ])
    expect(bodyOf(first).tip).toMatch(/^名字\d+ recalled$/)
  })

  test('names and numbers inside nested forwards and JSON cards are found', async () => {
    const card = JSON.stringify({
      app: 'x',
      meta: { title: '小明', uin: '87654321', url: 'https://a.example/b?c' },
    })
    const node = {
      type: 'node',
      data: { user_id: 87654321, nickname: '小明', content: [{ type: 'text', data: { text: '我是小明' } }] },
    }
    const [line] = await anonymized([
      lineOf(message({ message: [node, { type: 'json', data: { data: card } }] })),
    ])
    expect(line?.body).not.toMatch(/小明|87654321|a\.example/)
    const [forward, json] = bodyOf(line).message as [typeof node, { data: { data: string } }]
    expect(forward.data.user_id).toBe(bodyOf(line).user_id)
    expect(JSON.parse(json.data.data)).toMatchObject({ meta: { uin: String(forward.data.user_id) } })
  })

  test('ids of messages stay, so that quotations still find them', async () => {
    const [line] = await anonymized([
      lineOf(message({ message: [{ type: 'reply', data: { id: '-1042917133' } }] })),
    ])
    expect(bodyOf(line)).toMatchObject({ message_id: 1001, message: [{ data: { id: '-1042917133' } }] })
  })

  test('a name of letters is replaced as a word only', async () => {
    const [line] = await anonymized([
      lineOf(message({ sender: { user_id: 87654321, nickname: 'bot' }, raw_message: 'a robot, bot!' })),
    ])
    expect(bodyOf(line).raw_message).toMatch(/^a robot, 名字\d+!$/)
  })

  test('calls and their results speak of the same people', async () => {
    const call = {
      action: 'set_group_ban',
      params: { group_id: 456789012, user_id: 87654321, duration: 86_400 },
      outcome: 'refused' as const,
      error: 'set_group_ban was refused: 小明(87654321)',
    }
    const [line] = await anonymized([lineOf(message({}), { calls: [call] })])
    const body = bodyOf(line)
    expect(line?.calls).toEqual([
      {
        ...call,
        params: { group_id: body.group_id, user_id: body.user_id, duration: 86_400 },
        error: expect.stringMatching(new RegExp(`: 名字\\d+\\(${body.user_id}\\)$`)),
      },
    ])
  })
})

test('a header that names the machine is left out, the account is replaced', async () => {
  const headers = { 'x-self-id': '123456789', host: 'bot.example:8080', 'content-type': 'application/json' }
  const [line] = await anonymized([lineOf(message({}), { headers })])
  expect(line?.headers).toEqual({
    'content-type': 'application/json',
    'x-self-id': String(bodyOf(line).self_id),
  })
})

test('a body that is no JSON is text', async () => {
  const [line] = await anonymized([lineOf('who is 87654321?')])
  expect(line?.body).toMatch(/^who is \d{10}\?$/)
})

test('a line that is no delivery is named', async () => {
  await expect(anonymized([{} as CaptureLine])).rejects.toThrow('line 1: this is no delivery of a capture')
})

test('a name never survives, whatever it is made of and wherever it stands', () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 2, maxLength: 12 })
    .filter((text) => /^\p{Script=Han}{2,}|^\S*[^\w\s-]\S*$/u.test(text) && text.trim().length > 1)
  fc.assert(
    fc.property(name, fc.string(), (nickname, around) => {
      const pseudonyms = new Pseudonyms()
      const event = {
        sender: { nickname },
        message: [{ type: 'text', data: { text: `${around}${nickname}` } }],
      }
      learn(event, pseudonyms)
      const { sender, message } = disguise(event, pseudonyms) as typeof event
      expect(message[0]?.data.text.endsWith(sender.nickname)).toBe(true)
    }),
  )
})
