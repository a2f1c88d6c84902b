import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { renderFiles } from '../../scripts/actions/render.js'
import { paramsOf, readTable } from '../../scripts/actions/table.js'
import { actions } from '../../src/protocol/action-map.js'

const table = readTable()
const entries = Object.entries(table.actions)
const root = new URL('../../', import.meta.url)

describe('generated files', () => {
  test.each([...renderFiles()])('%s says what the table says', (path, text) => {
    const url = new URL(path, root)
    const written = existsSync(url) ? readFileSync(url, 'utf8') : ''
    expect(written === text, `${path} differs from the table: npm run -s actions`).toBe(true)
  })

  test('docs/actions.md has one entry per action', () => {
    const docs = readFileSync(new URL('docs/actions.md', root), 'utf8')
    const headings = [...docs.matchAll(/^## (\S+)$/gm)].map(([, name]) => name)
    expect(headings).toEqual(Object.keys(actions))
  })
})

describe('the table', () => {
  test('an alias names an action that is none itself', () => {
    for (const [name, { aliasOf }] of entries) {
      if (aliasOf === undefined) continue
      expect(table.actions[aliasOf], name).toBeDefined()
      expect(table.actions[aliasOf]?.aliasOf, name).toBeUndefined()
    }
  })

  test('no parameter is there twice, and a choice is among parameters', () => {
    for (const [name, action] of entries) {
      const names = paramsOf(action).map((param) => param.name)
      expect(new Set(names).size, name).toBe(names.length)
      for (const choice of action.oneOf ?? []) expect(names, name).toContain(choice)
    }
  })

  test('a parameter says of nobody what does not have the action', () => {
    for (const [name, action] of entries) {
      for (const { only = [], neededBy = [] } of paramsOf(action)) {
        for (const origin of [...only, ...neededBy]) expect(action.on, name).toContain(origin)
      }
    }
  })

  test('defaults that differ between true and false, or 0 and more, are never left to the implementation', () => {
    for (const [name, action] of entries) {
      for (const param of paramsOf(action)) {
        if (typeof param.default !== 'object') continue
        const switches = Object.values(param.default).filter((one) => typeof one !== 'string')
        if (new Set(switches.map(Boolean)).size < 2) continue
        expect(param.explicit, `${name} ${param.name}`).toBe(param.default.onebot)
      }
    }
  })

  test('what sends or changes something is no read', () => {
    const reads = entries.flatMap(([name, { read }]) => (read ? [name] : []))
    expect(
      reads.filter((name) => /^[._]?(send|set|delete|del|upload|create|mark|forward)_/.test(name)),
    ).toEqual([])
    expect(reads).toEqual(expect.arrayContaining(['get_msg', 'can_send_image', '_get_group_notice']))
  })
})
