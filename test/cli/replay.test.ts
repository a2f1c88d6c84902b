import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lineOf, recordsOf, writeRecords } from '../support/capture.js'
import { catflap, folder } from '../support/catflap.js'
import { groupMessage, post, selfId } from '../support/door.js'

const pong = (word = 'pong'): string => `export default (bot) => bot.text('ping', () => '${word}')`

/** A bot, and a capture of which only the first delivery is answered. */
const open = async () => {
  const cwd = await folder({
    'config.json': {
      server: { port: 0 },
      endpoints: [{ name: 'main', path: '/napcat', tokens: ['main_token'] }],
      plugins: ['./bot.mjs'],
      journal: { file: '' },
    },
    'bot.mjs': pong(),
  })
  const file = join(cwd, 'capture.jsonl')
  await writeRecords(file, [
    lineOf(groupMessage('ping'), 0, { answer: { status: 200, body: '{"reply":"pong"}' } }),
    lineOf(groupMessage('nothing'), 60_000),
  ])
  const replay = async (...args: readonly string[]) => {
    const running = catflap(['replay', 'capture.jsonl', ...args], { cwd })
    return { code: await running.ends, output: running.output() }
  }
  return { cwd, file, replay }
}

describe('catflap replay', () => {
  test('shows the name, the answer and the calls of each delivery', async () => {
    const { replay } = await open()
    const { code, output } = await replay()
    expect(code).toBe(0)
    expect(output).toMatch(/^2025-11-20T15:00:00\.000Z {2}message\.group +200 \{"reply":"pong"\}$/m)
    expect(output).toMatch(/^2025-11-20T15:01:00\.000Z {2}message\.group +204$/m)
    expect(output).toMatch(/^2 deliveries$/m)
  })

  test('finds no difference, and one when a handler has changed', async () => {
    const { cwd, replay } = await open()
    expect(await replay('--diff')).toEqual({ code: 0, output: '2 deliveries, 0 not answered as then\n' })
    await writeFile(join(cwd, 'bot.mjs'), pong('PONG'))
    const { code, output } = await replay('--diff')
    expect(code).toBe(1)
    expect(output).toContain('    - 200 {"reply":"pong"}\n    + 200 {"reply":"PONG"}\n')
    expect(output).toContain('1 not answered as then')
  })

  test('takes a part of the time, and lists what it would post', async () => {
    const { replay } = await open()
    const { output } = await replay('--dry-run', '--from', '2025-11-20T15:00:30Z')
    expect(output).toMatch(/^2025-11-20T15:01:00\.000Z {2}message\.group +\S.* bytes {2}204$/m)
    expect(output).toContain('1 deliveries')
    expect(await replay('--until', '2000-01-01T00:00:00Z')).toMatchObject({
      code: 1,
      output: expect.stringContaining('holds no delivery of that time'),
    })
  })

  test('leaves out a line that is broken, and names it', async () => {
    const { file, replay } = await open()
    await writeFile(file, '{"id":"3","at"', { flag: 'a' })
    const { code, output } = await replay()
    expect(code).toBe(0)
    expect(output).toContain('line 3: this is no delivery of a capture; it is left out')
    expect(output).toContain('2 deliveries')
  })

  test('posts to a bot that runs, which catflap capture writes down', async () => {
    const { cwd, replay } = await open()
    const running = catflap(['capture', '--out', 'live.jsonl'], { cwd })
    const url = /http:\S+/.exec(await running.prints('Ctrl+C stops it.'))?.[0] ?? ''
    const { code, output } = await replay('--diff', '--to', url, '--speed', '100000')
    expect([code, output]).toEqual([0, expect.stringContaining('2 deliveries, 0 not answered as then')])
    expect(output).toContain('as duplicates')
    const refused = await replay('--diff', '--to', url, '--token', 'wrong')
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('+ 403')])
    await post(Number(new URL(url).port), groupMessage('ping'))
    running.child.kill('SIGTERM')
    await running.ends
    const records = await recordsOf(join(cwd, 'live.jsonl'))
    expect(records).toHaveLength(3)
    expect(records[2]).toMatchObject({
      endpoint: 'main',
      headers: { 'x-self-id': String(selfId) },
      answer: { status: 200, body: '{"reply":"pong"}' },
    })
  })
})
