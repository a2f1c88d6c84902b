import { createHash } from 'node:crypto'
import { isAside } from '../../src/capture/capture-line.js'
import type { Bot } from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { openRehearsal } from '../../src/replay/rehearsal.js'
import { inOrder, survey } from '../../src/replay/selection.js'

/** Replays a capture twice and prints what both said, as hashes, and the most memory that was in use. */
const file = process.argv[2] ?? ''

const setUp = (bot: Bot): void => {
  bot.text('ping', () => 'pong')
  bot.command('info', { cooldown: '10s' }, async (event) => {
    const { group_name } = await event.api.get_group_info({ group_id: 1 })
    return `${group_name} ${event.user_id}`
  })
  bot.text('ask', async (event) => `hello ${(await event.ask('who?')).text}`)
}

let most = 0
const measure = (): void => {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  most = Math.max(most, heapUsed + external)
}

const replayOnce = async (): Promise<string> => {
  const hash = createHash('sha1')
  const options = {
    endpoints: [{ path: '/napcat', tokens: ['t'], api: { url: 'http://127.0.0.1:9' } }],
    log: createLog('silent'),
  }
  const rehearsal = await openRehearsal(options, await survey(file, {}, {}), setUp)
  let count = 0
  for await (const record of inOrder(file, {})) {
    if (isAside(record)) continue
    const { answer, calls } = await rehearsal.play(record)
    hash.update(JSON.stringify([answer, calls]))
    count += 1
    if (count % 1000 === 0) measure()
  }
  await rehearsal.close()
  return hash.digest('hex')
}

measure()
const before = most
const hashes = [await replayOnce(), await replayOnce()]
process.stdout.write(JSON.stringify({ hashes, before, most }))
