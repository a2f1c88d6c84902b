import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { statusCommand } from '../../src/cli/status.js'
import { createBot } from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { done, openApi } from '../support/api.js'
import { folder, run } from '../support/catflap.js'
import { groupMessage, post, selfId } from '../support/door.js'
import { arrivalOf, journalFile, lookInto } from '../support/journal.js'

const status = (...args: readonly string[]) => run(statusCommand(), args)

/** A bot with an admin listener, whose journal holds a dead letter. */
const open = async () => {
  const file = journalFile()
  await lookInto(file, async (journal) => {
    await journal.append(arrivalOf({}))
    await journal.bury(1, 'it never finished')
  })
  const api = await openApi((action) =>
    action === 'get_version_info' ? done({ app_name: 'NapCat.Onebot', app_version: '4.8.1' }) : undefined,
  )
  let known = (): void => {}
  const isKnown = new Promise<void>((resolve) => {
    known = resolve
  })
  const write = (line: string): void => {
    if (line.includes('get_version_info says')) known()
  }
  const bot = createBot({
    ...api.options(),
    accounts: [{ selfId }, { selfId: 7 }],
    admin: { port: 0 },
    journal: { file },
    log: createLog('debug', { write }),
  })
  bot.text('ping', () => 'pong')
  onTestFinished(() => bot.close({ withinMs: 0 }))
  const { port, adminPort } = await bot.listen({ port: 0 })
  return { port, isKnown, url: `http://127.0.0.1:${adminPort}`, file }
}

describe('catflap status', () => {
  test('shows accounts, queues and the journal of a running bot', async () => {
    const { port, isKnown, url, file } = await open()
    await post(port, groupMessage('ping'))
    await isKnown
    const { code, output } = await status('--url', url)
    expect(code).toBe(0)
    expect(output).toMatch(/^catflap \d+\.\d+\.\d+, up since \d{4}-/)
    expect(output).toContain(`  main\thttp://127.0.0.1:${port}/napcat\n`)
    expect(output).toMatch(
      new RegExp(`  ${selfId}\\tonline\\tsince \\S+Z\\tnapcat 4\\.8\\.1\\t\\tlast event \\S+Z\\n`),
    )
    expect(output).toContain(
      '  7\tunknown\t\timplementation not known yet\t\tnothing heard since the start\n',
    )
    expect(output).toContain('  answers that wait for their turn\t0\n')
    expect(output).toContain(`  file\t${file}\n  deliveries\t2\n`)
    expect(output).toContain('  given up\t1 (catflap journal dead)\n')
  })

  test('prints what the bot says as JSON', async () => {
    const { url } = await open()
    expect(JSON.parse((await status('--url', url, '--json')).output)).toMatchObject({
      accounts: [
        { selfId, state: 'unknown', hasApi: true, sends: { answers: 0, broadcasts: 0 } },
        { selfId: 7 },
      ],
      events: { atWork: 0, waiting: 0 },
      sends: { answers: 0, broadcasts: 0 },
      journal: { deliveries: 1, unfinished: { open: 0, dead: 1, retry: 0 }, isWritable: true },
    })
  })

  test.each([
    ['no admin listener is configured', {}, 'there is no admin listener; write "admin": {}'],
    [
      'its port is any',
      { admin: { port: 0 } },
      '"admin.port" is 0, any free one; say where it is with --url',
    ],
    ['nobody listens', { admin: { port: 1 } }, 'nobody answers at http://127.0.0.1:1/status (ECONNREFUSED)'],
  ])('says so where %s', async (_what, changes, says) => {
    const path = await folder({ 'config.json': { endpoints: [{ path: '/napcat' }], ...changes } })
    await expect(status('--config', join(path, 'config.json'))).rejects.toThrow(says)
  })

  test('says so where somebody else listens', async () => {
    const other = createServer((_, response) => void response.end('hello'))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    await expect(status('--url', url)).rejects.toThrow('answers with 200 and no status')
  })
})
