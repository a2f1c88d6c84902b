import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBot } from '../../dist/index.js'
import { port } from './judge.mjs'

const tell = (_, message) => process.stderr.write(`${message}\n`)
const quiet = { isLevelEnabled: (level) => level !== 'debug', debug() {}, info() {}, warn: tell, error: tell }
const file =
  process.argv[3] === 'journal' ? join(mkdtempSync(join(tmpdir(), 'catflap-bench-')), 'catflap.db') : ''

const bot = createBot({
  endpoints: [{ path: '/napcat', tokens: ['bench'] }],
  // Nobody writes as fast as this: the brakes for real chats are released.
  answersPerChat: 1_000_000,
  journal: { file },
  log: quiet,
})
bot.text('ping', () => 'pong')
await bot.listen({ port })
process.stdout.write('listening\n')
process.on('SIGTERM', () => bot.close().then(() => process.exit()))
