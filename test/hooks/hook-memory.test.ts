import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('a form of 64 MiB stays within 60 MiB of memory, and a larger one is refused early', {
  timeout: 120_000,
}, async () => {
  const script = fileURLToPath(new URL('../../scripts/hook-memory.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, '64'])
  expect(stdout).toMatch(/^64 MiB: 200, took \d+ MiB of memory/)
  expect(stdout).toMatch(/^128 MiB: 413 after \d+ MiB$/m)
})
