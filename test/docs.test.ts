import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { napcatBlock } from '../src/cli/napcat-block.js'
import { exampleToken, toConfig } from '../src/config.js'
import { configJsonSchema } from '../src/config-schema.js'
import { typedLoosely } from './support/code.js'

const root = fileURLToPath(new URL('../', import.meta.url))
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const markdown = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: folder === 'docs' })
    .map((file) => join(folder, String(file)))
    .filter((file) => file.endsWith('.md'))
const pages = [...markdown('.'), ...markdown('docs')]

const blocks = (page: string, language: string): string[] =>
  [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    (match) => match[1] ?? '',
  )

test('every sample in TypeScript compiles', async () => {
  // Beside the tests, so that the sample of a test finds their support.
  const folder = join(root, 'test/doc-samples')
  await mkdir(folder, { recursive: true })
  onTestFinished(() => rm(folder, { recursive: true }))
  const samples = pages.flatMap((page) =>
    blocks(page, 'ts').map((code, index) => ({ code, file: `${page.replace(/\W/g, '-')}-${index}.ts` })),
  )
  expect(samples.length).toBeGreaterThan(6)
  for (const { code, file } of samples) await writeFile(join(folder, file), code)
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts'] }),
  )
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch((error) => error)
  expect(stdout).toBe('')
})

test.each(pages)('the links of %s lead somewhere', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)#]+)/g)].map((match) => match[1] ?? '')
  const broken = links.filter(
    (link) => !/^https?:/.test(link) && !existsSync(join(root, dirname(page), link)),
  )
  expect(broken).toEqual([])
})

describe('docs/configuration.md', () => {
  interface Node {
    readonly properties?: Readonly<Record<string, Node>>
    readonly items?: Node
    readonly anyOf?: readonly Node[]
  }

  const keysOf = (node: Node, path = ''): string[] =>
    Object.entries(node.properties ?? node.anyOf?.[0]?.properties ?? {}).flatMap(([key, child]) => {
      const name = key === 'api' ? 'api' : `${path}${key}`
      const inner = child.items?.properties ? keysOf(child.items, `${name}[].`) : keysOf(child, `${name}.`)
      const own = key === 'api' ? [`${path}api`] : []
      return inner.length > 0 ? [...own, ...inner] : [name]
    })

  test('has a row for every key, and for no other', () => {
    const table = read('docs/configuration.md').split('## Keys')[1]?.split('\n## ')[0] ?? ''
    const rows = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1])
    const keys = new Set(keysOf(configJsonSchema()).filter((key) => key !== '$schema'))
    expect(rows.toSorted()).toEqual([...keys].toSorted())
  })

  test('has an example that is accepted', () => {
    const names = ['MAIN_TOKEN', 'BACKUP_TOKEN', 'NAPCAT_TOKEN', 'GITHUB_SECRET', 'CI_SECRET']
    const environment = Object.fromEntries(names.map((name) => [name, name]))
    for (const block of blocks('docs/configuration.md', 'json')) {
      const config = toConfig(JSON.parse(block), 'docs', environment)
      expect(config.endpoints).not.toHaveLength(0)
    }
  })
})

test.each(['README.md', 'README.zh-CN.md'])('%s shows the block that the start prints', (page) => {
  const door = { name: 'main', url: 'http://127.0.0.1:8080/napcat', token: exampleToken }
  const printed = JSON.parse(napcatBlock([door], { showTokens: false })) as {
    network: { httpClients: object[] }
  }
  expect(blocks(page, 'json').map((block) => JSON.parse(block))).toEqual(printed.network.httpClients)
})

test('both READMEs have the same sections and samples of the same length', () => {
  const shape = (page: string): string[] =>
    read(page)
      .split('\n')
      .filter((line) => /^(#|```)/.test(line))
      .map((line) => line.replace(/^(#+).*/, '$1'))
  expect(shape('README.zh-CN.md')).toEqual(shape('README.md'))
})

test('both cookbooks have the same recipes', () => {
  expect(blocks('docs/cookbook.md', 'ts').length).toBeGreaterThan(10)
  expect(blocks('docs/zh/cookbook.md', 'ts')).toEqual(blocks('docs/cookbook.md', 'ts'))
})

test.each(['docs/cookbook.md', 'docs/zh/cookbook.md'])('%s needs neither as nor any', (page) => {
  expect(typedLoosely(blocks(page, 'ts').join('\n'))).toEqual([])
})

test('the lockfile carries no download addresses', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved"|https?:\/\/registry/)
})
