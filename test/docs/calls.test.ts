import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { retcodes } from '../../src/api/retcodes.js'

test('the table of retcodes in docs/calls.md is that of the code', () => {
  const page = readFileSync(new URL('../../docs/calls.md', import.meta.url), 'utf8')
  const written = [...(page.split('## Retcodes')[1] ?? '').matchAll(/^\| (\d.*?) \| (.+) \|$/gm)]
  const ofCode = retcodes.map(({ from, to, meaning }) => [from === to ? `${from}` : `${from}–${to}`, meaning])
  expect(written.map(([, retcode, meaning]) => [retcode, meaning])).toEqual(ofCode)
})
