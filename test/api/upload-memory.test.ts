import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('an upload of 100 MiB stays within 64 MiB of memory', { timeout: 120_000 }, async () => {
  const script = fileURLToPath(new URL('../../scripts/upload-memory.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, '100'])
  expect(stdout).toMatch(/^100 MiB took \d+ MiB of memory/)
})
