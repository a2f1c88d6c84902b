import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { main } from '../support/catflap.js'
import { groupMessage, post } from '../support/door.js'

const plugin = (answer: string): string =>
  `import { words } from './words.ts'\nexport default (bot) => bot.text('a', () => '${answer}' + words)\n`

test('dev starts the bot again after a change, on the same port, and keeps it when the change is broken', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'catflap-dev-'))
  const write = (name: string, text: string): Promise<void> => writeFile(join(cwd, name), text)
  const endpoints = [{ path: '/napcat', tokens: ['main_token'] }]
  await write('config.json', JSON.stringify({ server: { port: 0 }, endpoints, plugins: ['./own.ts'] }))
  await write('own.ts', plugin('one'))
  await write('words.ts', `export const words = '!'\n`)
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
  const port = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1])
  const answer = async (): Promise<string> => (await post(port, groupMessage('a'))).body
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

  const closed = once(child, 'close')
  child.kill('SIGTERM')
  expect((await closed)[0]).toBe(0)
}, 60_000)
