import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const script = fileURLToPath(new URL('./waiting-memory.ts', import.meta.url))

test('ten thousand waiting conversations take one timer, and little more than their events', async () => {
  const flags = ['--expose-gc', '--conditions=catflap-source', '--import', import.meta.resolve('tsx')]
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, script, '10000'])
  const { bytes, eventBytes, timers, atWork } = JSON.parse(stdout)
  expect({ timers, atWork }).toEqual({ timers: 0, atWork: 0 })
  expect((bytes - eventBytes) / 2 ** 20).toBeLessThan(20)
})
