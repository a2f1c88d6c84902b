import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { main } from '../support/catflap.js'
import { groupMessage, post } from '../support/door.js'

const endpoints = [{ path: '/napcat', tokens: ['main_token'] }]

/** `catflap dev` with its plugin `own.ts`, in a folder of its own. */
const dev = async (files: Readonly<Record<string, string>>, settings: object = {}) => {
  const cwd = await mkdtemp(join(tmpdir(), 'catflap-dev-'))
  onTestFinished(() => rm(cwd, { recursive: true, force: true }))
  const write = (name: string, text: string): Promise<void> => writeFile(join(cwd, name), text)
  const config = { server: { port: 0 }, endpoints, plugins: ['./own.ts'], ...settings }
  await write('config.json', JSON.stringify(config))
  for (const [name, text] of Object.entries(files)) await write(name, text)
  const child = spawn(process.execPath, [main, 'dev'], { cwd })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  const prints = (part: string, count = 1): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (output.split(part).length > count) resolve()
      }
      child.stdout.on('data', look)
      child.stderr.on('data', look)
      look()
    })
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').prependListener('data', (text: string) => {
      output += text
    })

  await prints('Ctrl+C stops it.')
  /** Any free one is the same as long as one bot follows another while that listens. */
  const port = (): number => Number(output.split('http://127.0.0.1:').at(-1)?.match(/^\d+/)?.[0])
  const answer = async (): Promise<string> => (await post(port(), groupMessage('a'))).body
  return { child, write, prints, port, answer, output: () => output }
}

const plugin = (answer: string): string =>
  `import { words } from './words.ts'\nexport default (bot) => bot.text('a', () => '${answer}' + words)\n`

test('dev starts the bot again after a change, on the same port, and keeps it when the change is broken', async () => {
  const { child, write, prints, port, answer } = await dev({
    'own.ts': plugin('one'),
    'words.ts': `export const words = '!'\n`,
  })
  const first = port()
  expect(await answer()).toBe('{"reply":"one!"}')

  await write('own.ts', plugin('two'))
  await prints('catflap dev: the bot has changed over')
  expect(await answer()).toBe('{"reply":"two!"}')

  await write('own.ts', 'this is no program')
  await prints('the bot from before the change goes on')
  expect(await answer()).toBe('{"reply":"two!"}')

  await write('own.ts', plugin('three'))
  await prints('catflap dev: the bot has changed over', 2)
  await write('words.ts', `export const words = '?'\n`)
  await prints('catflap dev: the bot has changed over', 3)
  expect(await answer()).toBe('{"reply":"three?"}')
  expect(port()).toBe(first)

  const closed = once(child, 'close')
  child.kill('SIGTERM')
  expect((await closed)[0]).toBe(0)
}, 60_000)

const counting = (name: string, atStart: string): string => `export default async (bot) => {
  const counts = bot.store('counts')
  const before = ${atStart}
  bot.text('a', async () => {
    await counts.update('a', (count = 0) => count + 1)
    return '${name} ' + before + ' ' + (await counts.get('a'))
  })
}
`

test('what a plugin keeps is there after a change, whether it looks when it sets itself up or later', async () => {
  const journal = { file: 'catflap.db' }
  const own = { 'own.ts': counting('one', "'-'") }
  const { write, prints, port, answer, output } = await dev(own, { journal })
  const first = port()
  expect(await answer()).toBe('{"reply":"one - 1"}')

  await write('own.ts', counting('two', "'-'"))
  await prints('catflap dev: the bot has changed over')
  expect(await answer()).toBe('{"reply":"two - 2"}')
  expect(port()).toBe(first)

  await write('own.ts', counting('three', "await counts.get('a')"))
  await prints('Ctrl+C stops it.', 3)
  expect(await answer()).toBe('{"reply":"three 2 3"}')
  expect(output()).not.toContain('cannot be used')
}, 60_000)
