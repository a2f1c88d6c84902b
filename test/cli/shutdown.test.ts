import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { main } from '../support/catflap.js'
import { groupMessage, post, token } from '../support/door.js'

/** Takes effect a moment after the response has gone. */
const plugin = `
import { appendFileSync } from 'node:fs'
export default (bot) => bot.on('message.group', async ({ message_id }) => {
  await new Promise((resolve) => setTimeout(resolve, 50))
  appendFileSync('done.txt', message_id + '\\n')
})`

const config = {
  server: { port: 0 },
  endpoints: [{ path: '/napcat', tokens: [token], answerWithinMs: 0 }],
  plugins: ['./effects.mjs'],
}

/** Posts one event after another until the door closes; resolves to those that were taken. */
const postUntilClosed = async (port: number, taken: () => void): Promise<number[]> => {
  const ids: number[] = []
  for (;;) {
    const event = groupMessage('x')
    try {
      const { status } = await post(port, event)
      if (status === 503) return ids
      ids.push(Number(event.message_id))
      taken()
    } catch {
      return ids
    }
  }
}

test('SIGTERM under load: everything that was taken takes effect', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'catflap-'))
  await writeFile(join(cwd, 'config.json'), JSON.stringify(config))
  await writeFile(join(cwd, 'effects.mjs'), plugin)
  const child = spawn(process.execPath, [main, 'start'], {
    cwd,
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  const port = await new Promise<number>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      const found = /127\.0\.0\.1:(\d+)/.exec(output)?.[1]
      if (found !== undefined && output.includes('Ctrl+C')) resolve(Number(found))
    })
  })
  let taken = 0
  const stopAt40 = (): void => {
    taken += 1
    if (taken === 40) child.kill('SIGTERM')
  }
  const posted = await Promise.all(Array.from({ length: 8 }, () => postUntilClosed(port, stopAt40)))
  const [code] = (await once(child, 'close')) as [number | null]
  const done = (await readFile(join(cwd, 'done.txt'), 'utf8')).trim().split('\n').map(Number)
  expect(code).toBe(0)
  expect(done.toSorted()).toEqual(posted.flat().toSorted())
})
