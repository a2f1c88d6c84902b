import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { captureFile, lineOf } from '../support/capture.js'
import { groupMessage } from '../support/door.js'

const script = fileURLToPath(new URL('../support/replay-many.ts', import.meta.url))
const texts = ['ping', '/info', 'ask', 'Tom', 'nothing']

function* lines(count: number): Generator<string> {
  for (let index = 0; index < count; index += 1) {
    const body = groupMessage(texts[index % texts.length] ?? '', { user_id: 2 + (index % 3) })
    yield `${JSON.stringify(lineOf(body, index * 700))}\n`
  }
}

test('10 000 deliveries are answered the same twice, in less than 100 MB', { timeout: 300_000 }, async () => {
  const file = captureFile()
  await pipeline(Readable.from(lines(10_000)), createWriteStream(file))
  const args = [
    '--expose-gc',
    '--conditions=catflap-source',
    '--import',
    import.meta.resolve('tsx'),
    script,
    file,
  ]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const { hashes, most } = JSON.parse(stdout) as { hashes: [string, string]; most: number }
  expect(hashes[0]).toBe(hashes[1])
  expect(most).toBeLessThan(100 * 1000 * 1000)
})
