import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = new URL('../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const files = readdirSync(new URL('src/', root), { recursive: true })
  .map((file) => String(file).replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))

/** What a file of ours imports, types included: `./x.js` → `receive/x.ts`, `koa` → `koa`. */
const importsOf = (file: string): string[] =>
  [
    ...read(`src/${file}`).matchAll(
      /^(?:import|export)\s[^'";]*?from '([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gm,
    ),
  ]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .map((path) =>
      path.startsWith('.') ? posix.join(posix.dirname(file), path).replace(/\.js$/, '.ts') : path,
    )

const imports = new Map(files.map((file) => [file, importsOf(file)]))
const ownImports = (file: string): string[] =>
  (imports.get(file) ?? []).filter((path) => path.endsWith('.ts'))
const partOf = (file: string): string => (file.includes('/') ? `${file.split('/')[0]}/` : file)

const architecture = read('docs/architecture.md')
const names = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')
const rows = [...architecture.matchAll(/^\| (`[^|]+) \| ([^|]+) \|$/gm)]
  .map((match) => ({ parts: names(match[1] ?? ''), may: match[2] ?? '' }))
  .filter(({ parts }) => parts.every((part) => files.some((file) => partOf(file) === part)))

describe('the import table of docs/architecture.md', () => {
  test('has a row for every part', () => {
    expect(rows.flatMap(({ parts }) => parts).toSorted()).toEqual([...new Set(files.map(partOf))].toSorted())
  })

  test.each(rows.flatMap(({ parts, may }) => parts.map((part) => ({ part, may }))))(
    'holds for $part',
    ({ part, may }) => {
      const allowed = may.startsWith('everything but')
        ? [...new Set(files.map(partOf))].filter((other) => !names(may).includes(other))
        : names(may)
      const imported = files
        .filter((file) => partOf(file) === part)
        .flatMap((file) => ownImports(file).map((path) => ({ file, path })))
        .filter(({ path }) => partOf(path) !== part && !allowed.includes(partOf(path)))
      expect(imported).toEqual([])
    },
  )

  test('leaves index.ts to the users', () => {
    expect(files.filter((file) => ownImports(file).includes('index.ts'))).toEqual([])
  })
})

test('there are no circles', () => {
  const circles: string[] = []
  const done = new Set<string>()
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      return
    }
    if (done.has(file)) return
    for (const next of ownImports(file)) walk(next, [...path, file])
    done.add(file)
  }
  for (const file of files) walk(file, [])
  expect(circles).toEqual([])
})

test('each library has the home that docs/architecture.md names', () => {
  const sentence = architecture.slice(architecture.indexOf('Each library has one home'))
  const homes: Readonly<Record<string, RegExp>> = {
    '@clack/prompts': /^cli\/init\.ts$/,
    axios: /^api\/http-transport\.ts$/,
    commander: /^cli\//,
    croner: /^schedule\/cron\.ts$/,
    json5: /^(config|cli\/napcat-config|testkit\/dialects\/napcat)\.ts$/,
    koa: /^receive\/routes\.ts$/,
    busboy: /^hooks\/multipart\.ts$/,
    'koa-router': /^(receive\/routes|hooks\/hook-router)\.ts$/,
    libsql: /^journal\/(sqlite-file|checkpoints)\.ts$/,
    'light-my-request': /^hooks\/trial\.ts$/,
    leven: /^nearest\.ts$/,
    mitt: /^dispatch\/bus\.ts$/,
    pino: /^log\.ts$/,
    'prom-client': /^admin\/registry\.ts$/,
    'pino-pretty': /^log\.ts$/,
    'raw-body': /^receive\/read-body\.ts$/,
    'secure-json-parse': /^receive\/json\.ts$/,
    jiti: /^cli\/load-plugin\.ts$/,
    selfsigned: /^cli\/self-signed\.ts$/,
    standardwebhooks: /^hooks\/timed\.ts$/,
    ws: /^(api\/ws-transport|testkit\/fake-sockets)\.ts$/,
    zod: /^(config-schema|config-problems|cli\/napcat-config)\.ts$/,
  }
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Readonly<
    Record<'dependencies' | 'devDependencies', Record<string, string>>
  >
  const used = new Set([...imports.values()].flat())
  const libraries = [
    // Types of libraries are no library: `hook.request` is a context of Koa.
    ...Object.keys(dependencies).filter((name) => !name.startsWith('@types/')),
    // What only stands inside the package is not installed with it.
    ...Object.keys(devDependencies).filter((name) => used.has(name)),
  ]
  expect(libraries.toSorted()).toEqual(Object.keys(homes).toSorted())
  for (const [library, home] of Object.entries(homes)) {
    expect(sentence).toContain(library.split('-')[0])
    // Types of koa may be named anywhere; its code is used in one place.
    const users = files.filter((file) =>
      new RegExp(
        `^import (?!type)[^']*'${library}(/[^']*)?'|(?:import|library)\\('${library}(/[^']*)?'\\)`,
        'm',
      ).test(read(`src/${file}`)),
    )
    expect(users.filter((file) => !home.test(file))).toEqual([])
    expect(users).not.toEqual([])
  }
})
