import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  ApiRefused,
  type Bot,
  type BotOptions,
  file,
  fromStream,
  image,
  node,
  text,
  video,
} from '../../src/index.js'
import { type ApiAnswer, done, type FakeApi, openApi, type Params } from '../support/api.js'
import { groupMessage, openDoor, post, selfId } from '../support/door.js'
import { UploadStreams } from '../support/upload-stream.js'

const picture = randomBytes(300)
const group_id = 456789012

const onDisk = async (content: Uint8Array = picture, name = 'cat.png'): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'files-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const base64 = `base64://${picture.toString('base64')}`
const answers = (answer: unknown) => (bot: Bot) => bot.on('message.group', () => answer as 'pong')

/** NapCat that takes uploads, and a bot whose message must not hold more than 100 bytes of a file. */
const openNapCat = async (options: Partial<BotOptions> = {}) => {
  const napcat = new UploadStreams()
  const api = await openApi((action, params) =>
    action === 'upload_file_stream' ? take(napcat, params) : undefined,
  )
  const { bot } = await openDoor(undefined, {
    ...api.options(),
    accounts: [{ selfId, implementation: 'napcat' }],
    media: { inlineBytes: 100 },
    ...options,
  })
  return { napcat, api, account: bot.api(selfId) }
}

const take = (napcat: UploadStreams, params: Params): ApiAnswer => {
  try {
    return done(napcat.take(params))
  } catch (error) {
    if (error instanceof ApiRefused) return { retcode: error.retcode, wording: error.wording }
    throw error
  }
}

const sentBy = ({ calls }: FakeApi): unknown[] =>
  calls.flatMap(([action, params]) => (action.startsWith('send') ? [params.message ?? params.messages] : []))

describe('a reply with a file of this machine', () => {
  test('is called with its bytes, never with its path', async () => {
    const api = await openApi()
    const path = await onDisk()
    const door = await openDoor(answers([text('look'), image(path)]), {
      ...api.options(),
      accounts: [{ selfId, implementation: 'napcat' }],
    })
    expect(await post(door.port, groupMessage('hi'))).toMatchObject({ status: 204 })
    const { message } = await api.called('send_group_msg')
    expect(message).toMatchObject([
      { type: 'reply' },
      { type: 'text' },
      { type: 'image', data: { file: base64 } },
    ])
  })

  test('rides with its bytes where nothing can be called', async () => {
    const path = await onDisk()
    const { port } = await openDoor(answers({ reply: image(path), at_sender: true }))
    const { body } = await post(port, groupMessage('hi'))
    expect(JSON.parse(body)).toEqual({ reply: [{ type: 'image', data: { file: base64 } }], at_sender: true })
  })

  test('that cannot ride is told, and the rest of the answer is done', async () => {
    const { port, said } = await openDoor(
      answers({ reply: image('/no/such/cat.png'), at_sender: true, delete: true }),
    )
    const { body } = await post(port, groupMessage('hi'))
    expect(JSON.parse(body)).toEqual({ delete: true })
    expect(await said('a file in it cannot be')).toMatchObject({ err: { code: 'ENOENT' } })
    const alone = await openDoor(answers(image('/no/such/cat.png')))
    expect(await post(alone.port, groupMessage('hi'))).toMatchObject({ status: 204 })
  })
})

describe('a call with a file of this machine', () => {
  test('uploads to NapCat what is too large for a message', async () => {
    const { napcat, api, account } = await openNapCat()
    const path = await onDisk()
    await account.send_group_msg({ group_id, message: [text('look'), file(path)] })
    const [[there, bytes] = []] = napcat.files
    expect(bytes?.equals(picture)).toBe(true)
    const uploaded = { file: encodeURI(`file://${there}`).replace('#', '%23'), name: 'cat.png' }
    expect(sentBy(api)).toEqual([[text('look'), { type: 'file', data: uploaded }]])
  })

  test('uploads one file once, also as cover and in a node', async () => {
    const { napcat, api, account } = await openNapCat()
    const seen = video('https://a/b.mp4', { cover: await onDisk() })
    const messages = [
      node({ userId: 1, nickname: 'a', content: seen }),
      node({ userId: 1, nickname: 'b', content: seen }),
    ]
    await account.send_group_forward_msg({ group_id, messages })
    expect(napcat.files.size).toBe(1)
    expect(JSON.stringify(sentBy(api)).match(/file:\/\/\//g)).toHaveLength(4)
  })

  test('carries more bytes where nothing can be uploaded, up to a limit', async () => {
    const accounts = [{ selfId, implementation: 'llonebot' }] as const
    const { napcat, api, account } = await openNapCat({
      accounts,
      media: { inlineBytes: 100, base64Bytes: 300 },
    })
    await account.send_private_msg({ user_id: 1, message: image(await onDisk()) })
    expect(sentBy(api)).toEqual([[{ type: 'image', data: { file: base64 } }]])
    expect(napcat.requests).toEqual([])
    const tooLarge = await onDisk(randomBytes(301))
    await expect(account.send_private_msg({ user_id: 1, message: image(tooLarge) })).rejects.toMatchObject({
      reason: 'file',
      cause: expect.any(RangeError),
    })
  })

  test('tries an upload where nobody knows the implementation, and then carries the bytes', async () => {
    const { api, account } = await openNapCat({ accounts: [{ selfId }] })
    await account.send_private_msg({ user_id: 1, message: image(await onDisk()) })
    expect(JSON.stringify(sentBy(api))).toContain('file:///')
    const other = await openApi((action) => (action === 'upload_file_stream' ? { retcode: 1404 } : undefined))
    const { bot } = await openDoor(undefined, { ...other.options(), media: { inlineBytes: 0 } })
    await bot.api(selfId).send_private_msg({ user_id: 1, message: image(await onDisk()) })
    expect(sentBy(other)).toEqual([[{ type: 'image', data: { file: base64 } }]])
  })

  test('sends nothing where the file is missing or a folder', async () => {
    const { api, account } = await openNapCat()
    for (const path of ['/no/such/cat.png', tmpdir()]) {
      const sending = account.send_group_msg({ group_id, message: image(path) })
      await expect(sending).rejects.toMatchObject({ code: 'API_NOT_SENT', reason: 'file' })
    }
    expect(api.calls).toEqual([])
  })

  test('leaves alone what was written by hand and what came in an event', async () => {
    const { api, account } = await openNapCat()
    const received = { type: 'image', data: { file: await onDisk(), url: 'https://a/b.png' } }
    await account.send_group_msg({ group_id, message: [received, image('file:///shared/cat.png')] })
    expect(sentBy(api)).toEqual([[received, { type: 'image', data: { file: 'file:///shared/cat.png' } }]])
  })
})

test('the bytes of a received file come in packets, over HTTP too', async () => {
  const packets = [
    { type: 'stream', data_type: 'file_info', file_name: 'cat.png', file_size: picture.length },
    { type: 'stream', data_type: 'file_chunk', index: 0, data: picture.subarray(0, 200).toString('base64') },
    { type: 'stream', data_type: 'file_chunk', index: 1, data: picture.subarray(200).toString('base64') },
    { type: 'response', data_type: 'file_complete', total_chunks: 2, total_bytes: picture.length },
  ]
  const server = createServer((_, response) => {
    for (const data of packets)
      response.write(`${JSON.stringify({ status: 'ok', retcode: 0, data })}\r\n\r\n`)
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { bot } = await openDoor(undefined, { accounts: [{ selfId, api: { url } }] })
  const names: string[] = []
  const file = bot.api(selfId).downloadFile('code', { onInfo: ({ name }) => names.push(name) })
  expect(await fromStream(file)).toEqual(picture)
  expect(names).toEqual(['cat.png'])
})

test('an event reads its conversation backwards and sends a forward to it', async () => {
  const past = { message_id: 1, time: 1, message: 'before', sender: { user_id: 1, nickname: 'a' } }
  const api = await openApi((action) =>
    action.endsWith('_history') ? done({ messages: [past] }) : undefined,
  )
  const { port } = await openDoor(
    (bot) =>
      bot.on('message.group', async (event) => {
        for await (const { text } of event.history({ before: event })) await event.forward([text, event.text])
      }),
    api.options(),
  )
  await post(port, groupMessage('now'))
  const { group_id: group, messages } = await api.called('send_group_forward_msg')
  expect({ group, said: JSON.stringify(messages).match(/before|now/g) }).toEqual({
    group: group_id,
    said: ['before', 'now'],
  })
})
