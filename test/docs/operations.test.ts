import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createMetrics } from '../../src/admin/registry.js'

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')

test('the table of metrics in docs/operations.md is the registry', async () => {
  const none = (): number => 0
  const text = await createMetrics({
    atWork: none,
    waiting: none,
    bodiesBytes: none,
    sends: () => ({ answers: 0, broadcasts: 0 }),
    accounts: () => ({ online: 0, offline: 0, unknown: 0 }),
  }).text()
  const registered = [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name)
  const documented = [...page.matchAll(/^\| `(catflap_\w+)` \|/gm)].map(([, name]) => name)
  expect(documented.toSorted()).toEqual(registered.toSorted())
})
