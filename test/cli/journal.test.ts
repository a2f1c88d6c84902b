import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { readCapture } from '../../src/capture/capture-file.js'
import type { CaptureLine } from '../../src/capture/capture-line.js'
import { journalCommand } from '../../src/cli/journal.js'
import { folder, run } from '../support/catflap.js'
import { groupMessage, openDoor, post } from '../support/door.js'
import { call, json } from '../support/hook.js'
import { arrivalOf, lookInto } from '../support/journal.js'

const config = (changes: object = {}): object => ({ endpoints: [{ path: '/napcat' }], ...changes })

/** A folder with a configuration, and the command for its journal. */
const open = async (changes: object = {}) => {
  const path = await folder({ 'config.json': config(changes) })
  const journal = (...args: readonly string[]) =>
    run(journalCommand(), [...args, '--config', join(path, 'config.json')])
  return { file: join(path, 'data/catflap.db'), journal }
}

describe('catflap journal', () => {
  test('lists and shows what the running bot has done', async () => {
    const { file, journal } = await open()
    const door = await openDoor((bot) => bot.text('ping', () => 'pong'), { journal: { file } })
    await post(door.port, groupMessage('ping'))
    expect(await journal('list')).toEqual({
      code: 0,
      output: expect.stringMatching(/^1\t\S+Z\tdone\t123456789\tmessage\.group\treply\n$/),
    })
    const { output: shown } = await journal('show', '1')
    expect(shown).toContain('X-Self-ID: 123456789')
    expect(shown).toContain('"raw_message":"ping"')
    const { output: line } = await journal('show', '1', '--json')
    const { eventId } = JSON.parse(line)
    expect((await journal('show', eventId)).output).toBe(shown)
    expect(JSON.parse(line)).toMatchObject({
      id: 1,
      state: 'done',
      body: expect.stringContaining('"raw_message":"ping"'),
      answered: { response: { reply: 'pong' } },
    })
    expect(await journal('list', '--state', 'open')).toEqual({ code: 0, output: '(none)\n' })
  })

  test('exports what the running bot has done as a capture, without secrets', async () => {
    const { file, journal } = await open()
    const door = await openDoor((bot) => bot.text('ping', () => 'pong'), { journal: { file } })
    for (const text of ['ping', 'nothing']) await post(door.port, groupMessage(text))
    const out = join(dirname(file), 'capture.jsonl')
    await journal('export', '--since', '1h', '--out', out)
    const lines: CaptureLine[] = []
    for await (const line of readCapture(out)) lines.push(line)
    expect(lines.map(({ answer }) => answer)).toEqual([
      { status: 200, body: '{"reply":"pong"}' },
      { status: 204, body: '' },
    ])
    expect(JSON.parse(lines[0]?.body ?? '')).toMatchObject({ raw_message: 'ping' })
    expect(lines[0]?.headers).toMatchObject({ 'x-self-id': '123456789' })
    expect(Object.keys(lines[0]?.headers ?? {})).not.toContain('x-signature')
    await expect(journal('export', '--out', out)).rejects.toThrow('cannot be written: EEXIST')
    expect((await journal('export', '--since', '0')).output).toBe('')
  })

  test('lists deliveries to hooks, which are in no capture', async () => {
    const { file, journal } = await open()
    const door = await openDoor((bot) => bot.hook('/ci/:repo', { name: 'ci' }, () => 'OK'), {
      journal: { file },
    })
    await call(door.port, '/ci/cat', json({ ref: 'main' }))
    expect(await journal('list')).toEqual({
      code: 0,
      output: expect.stringMatching(/^1\t\S+Z\tdone\tci\tPOST \/ci\/cat\t200\n$/),
    })
    expect((await journal('show', '1')).output).toContain('{"ref":"main"}')
    expect((await journal('export')).output).toBe('')
  })

  test('exports what came until then, and what is not done as unfinished', async () => {
    const { file, journal } = await open()
    const arrive = (hour: string) => arrivalOf({ text: hour }, { at: Date.parse(`2025-11-21T${hour}:00Z`) })
    await lookInto(file, async (kept) => {
      for (const hour of ['08', '09', '10', '11']) await kept.append(arrive(hour))
      const answered = { places: [], decided: {}, calls: [] }
      await kept.mark(1, { ...answered, settled: true })
      await kept.mark(2, { ...answered, response: { reply: '喵' }, settled: false })
      await kept.bury(3, 'it never finished')
    })
    const { output } = await journal('export', '--until', '2025-11-21T10:30:00Z')
    const lines = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as CaptureLine)
    expect(lines.map(({ id, answer, unfinished }) => [id, answer, unfinished])).toEqual([
      ['1', { status: 204, body: '' }, undefined],
      ['2', { status: 200, body: '{"reply":"\\u55b5"}' }, 'open'],
      ['3', { status: 0, body: '' }, 'dead'],
    ])
    const errors = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    onTestFinished(() => errors.mockRestore())
    const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exit ${code}`)
    })
    onTestFinished(() => exit.mockRestore())
    await expect(journal('export', '--since', '5')).rejects.toThrow('exit 1')
    expect(errors.mock.calls.join()).toContain('Expected 10m, 1h or 1h30m ago')
    const since = await journal('export', '--since', '2025-11-21T10:30:00Z')
    expect(JSON.parse(since.output)).toMatchObject({ id: '4', unfinished: 'open' })
  })

  test('lists what was given up, retries it, and forgets what is old', async () => {
    const { file, journal } = await open()
    await lookInto(file, async (kept) => {
      await kept.append(arrivalOf({ text: '猫' }, { at: 1000 }))
      await kept.bury(1, 'it never finished')
    })
    expect((await journal('dead')).output).toContain('(it never finished)')
    expect((await journal('retry', '1')).output).toContain('1 is handled once more')
    await expect(journal('retry', '1')).rejects.toThrow('delivery 1 was not given up')
    expect((await journal('prune', '--json')).output).toBe('{"forgotten":1}\n')
    await expect(journal('show', '1')).rejects.toThrow('the journal has no delivery 1')
  })

  test('says where there is none', async () => {
    const { journal } = await open({ journal: { file: '' } })
    await expect(journal('list')).rejects.toThrow('"journal.file" is empty')
    const { journal: unborn } = await open()
    await expect(unborn('list')).rejects.toThrow('start the bot first')
  })
})
