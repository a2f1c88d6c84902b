import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBot, sign } from '../../dist/index.js'
import { port } from './judge.mjs'

const token = 'bench'
const tell = (_, message) => process.stderr.write(`${message}\n`)
const quiet = { isLevelEnabled: (level) => level !== 'debug', debug() {}, info() {}, warn: tell, error: tell }
/** What makes this bot another one: `journal` in a new file, or in this one; so many `handlers`, `asks`. */
const [, , , what, value] = process.argv
const file =
  what === 'journal' ? (value ?? join(mkdtempSync(join(tmpdir(), 'catflap-bench-')), 'catflap.db')) : ''

const bot = createBot({
  endpoints: [{ path: '/napcat', tokens: [token] }],
  // Nobody writes as fast as this: the brakes for real chats are released.
  answersPerChat: 1_000_000,
  journal: { file, keepDays: 10_000, maxBytes: 1e12 },
  log: quiet,
})
bot.text('ping', () => 'pong')
for (let count = 0; what === 'handlers' && count < Number(value); count += 1) {
  bot.command(`command${count}`, () => 'done')
  bot.text(`text ${count}`, () => 'done')
  bot.on(`notice.other_${count}`, () => 'done')
}
bot.text('ask', (event) => event.ask('what?', { timeoutMs: 3_600_000 }).then(() => 'thanks'))
await bot.listen({ port })

/** Somebody new begins a conversation, and never goes on with it. */
const ask = async (user) => {
  const message = [{ type: 'text', data: { text: 'ask' } }]
  const names = { post_type: 'message', message_type: 'private', sub_type: 'friend', sender: {} }
  const about = { self_id: 123456789, user_id: user, message_id: -user, time: 1_763_650_800 }
  const body = JSON.stringify({ ...about, ...names, message, raw_message: 'ask' })
  const headers = {
    'Content-Type': 'application/json',
    'X-Self-ID': '123456789',
    'X-Signature': sign(Buffer.from(body), token),
  }
  const { status } = await fetch(`http://127.0.0.1:${port}/napcat`, { method: 'POST', headers, body })
  if (status !== 200) throw new Error(`a question was answered with ${status}`)
}
for (let user = 1; what === 'asks' && user <= Number(value); user += 1) await ask(1_000_000 + user)

process.stdout.write('listening\n')
process.on('SIGTERM', () => bot.close().then(() => process.exit()))
