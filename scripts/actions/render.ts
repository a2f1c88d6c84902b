import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { renderDocs } from './render-docs.js'
import { renderTypes } from './render-types.js'
import { readTable } from './table.js'

/** Every generated file, by its path in the repository. */
export const renderFiles = (): ReadonlyMap<string, string> => {
  const table = readTable()
  const types = 'src/protocol/action-map.ts'
  return new Map([
    [types, format(types, renderTypes(table))],
    ['docs/actions.md', renderDocs(table)],
  ])
}

const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')

/** As the linter wants it: what is generated is checked like what is written. */
const format = (path: string, source: string): string =>
  execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${path}`], {
    cwd: new URL('../..', import.meta.url),
    input: source,
    encoding: 'utf8',
  })
