import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Implementation } from '../../src/protocol/implementation.js'
import { createFakeOneBot, type FakeOneBot, type FakeOneBotOptions } from '../../src/testkit/fake-onebot.js'
import type { Change, Message } from '../../src/testkit/world-types.js'

/** What a consumer got. */
export interface Posted {
  /** The names and values as they came, in turn. */
  readonly rawHeaders: readonly string[]
  readonly headers: IncomingMessage['headers']
  readonly bytes: Buffer
}

export interface Scene {
  readonly fake: FakeOneBot
  readonly posted: Posted[]
}

/** What a consumer answers: an object as JSON, a string or bytes as they are. */
export type Answer = string | Buffer | object

const respond = (response: ServerResponse, status: number, answer: Answer): void => {
  const body = typeof answer === 'string' || Buffer.isBuffer(answer) ? answer : JSON.stringify(answer)
  response.writeHead(status)
  response.end(body)
}

/**
 * A fake with one group (1: the bot as admin, 2 a member, 3 an admin, 4 the owner) and one friend (2), and a
 * consumer of `node:http` that gives the same answer to everything.
 */
export const openScene = async (
  dialect: Implementation,
  answer: Answer = '',
  { status = 200, ...options }: Partial<FakeOneBotOptions> & { readonly status?: number } = {},
): Promise<Scene> => {
  const posted: Posted[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { rawHeaders, headers } = request
    posted.push({ rawHeaders, headers, bytes: Buffer.concat(chunks) })
    respond(response, status, answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const fake = peopled(dialect, { token: 'key', ...options })
  fake.postTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/bot`)
  onTestFinished(async () => {
    await fake.close()
    await new Promise((resolve) => server.close(resolve))
  })
  return { fake, posted }
}

/** A fake with one group and one friend, that posts nowhere yet. */
export const peopled = (dialect: Implementation, options: Partial<FakeOneBotOptions> = {}): FakeOneBot => {
  const fake = createFakeOneBot({ dialect, ...options })
  fake.world.addGroup({
    id: 1,
    botRole: 'admin',
    members: [{ id: 2 }, { id: 3, role: 'admin' }, { id: 4, role: 'owner' }],
  })
  fake.world.addFriend({ id: 2 })
  return fake
}

/** What a group or a friend reads of the bot, each message as one line: `>1001 @2 pong`. */
export const linesOf = (fake: FakeOneBot, chat: { readonly messages: readonly Message[] }): string[] =>
  chat.messages
    .filter(({ from }) => from === fake.world.selfId)
    .map(({ quotes, text }) => [...quotes.map((id) => `>${id}`), text].join(' ').trim())

/** A change as a few words: `send >1001 pong`, `mute 2 1800`, `fail kick`. */
export const inWords = (change: Change): string => {
  switch (change.did) {
    case 'send':
      return ['send', ...change.message.quotes.map((id) => `>${id}`), change.message.text].join(' ')
    case 'recall':
      return `recall ${change.message}`
    case 'kick':
      return `kick ${change.user}${change.forGood ? ' for good' : ''}`
    case 'mute':
      return `mute ${change.user} ${change.seconds}`
    case 'mute-all':
      return `mute all ${change.on}`
    case 'admin':
      return `admin ${change.user} ${change.on}`
    case 'approve':
    case 'decline':
      return [change.did, change.request.remark, change.request.reason].filter((word) => word).join(' ')
    case 'react':
      return `react ${change.message} ${change.emoji}`
    case 'fail':
      return `fail ${change.what}`
  }
}
