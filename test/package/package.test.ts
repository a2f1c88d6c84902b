import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../', import.meta.url))
const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))

let tarball: string
let folder: string

const plugin = `import { ApiNotConfigured, at, type Bot, text } from 'catflap'

export default (bot: Bot) => {
  bot.text('ping', () => 'pong')
  bot.on('message.group', (event) => (event.text === 'who' ? [at(event.user_id), text(' you')] : undefined))
  bot.text('class', (event) =>
    event.api.call('get_status').then(String, (error) => (error instanceof ApiNotConfigured ? 'the same' : 'another')),
  )
}
`

interface Running {
  readonly child: ChildProcess
  /** Where it takes deliveries. */
  readonly url: string
}

/** Starts the bot and waits until its door is open. */
const start = async (): Promise<Running> => {
  const child = spawn('npx', ['catflap', 'start', 'plugin.ts'], { cwd: folder, detached: true })
  let output = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        if (output.includes('Ctrl+C stops it.')) resolve()
      })
    }
    child.once('close', () => reject(new Error(output)))
  })
  return { child, url: /http:\S+/.exec(output)?.[0] ?? '' }
}

const stop = async ({ child }: Running): Promise<void> => {
  const closed = once(child, 'close')
  // npx does not pass signals on everywhere: the whole group that was started here.
  process.kill(-(child.pid ?? 0), 'SIGTERM')
  await closed
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catflap-package-'))
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root })
  // The build that packing runs may print in front of the JSON.
  const packed = JSON.parse(stdout.slice(stdout.search(/^[[{]/m)))
  const [{ filename }] = Object.values(packed) as [{ filename: string }]
  tarball = join(folder, filename)
  await run('npm', ['init', '-y'], { cwd: folder })
  await run('npm', ['install', '--no-audit', '--no-fund', tarball], { cwd: folder })
  await writeFile(join(folder, 'plugin.ts'), plugin)
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({
      server: { port: 0 },
      endpoints: [{ path: '/napcat', tokens: ['${NAPCAT_TOKEN:-change-me}'] }],
    }),
  )
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const send = async (words: string, { url }: Running): Promise<string> =>
  (await run('npx', ['catflap', 'send', words, '--url', url], { cwd: folder })).stdout

test('a bot that `init` has made passes its own test', async () => {
  const path = join(folder, 'made')
  await mkdir(path)
  await run('npx', ['catflap', 'init', path, '--yes'], { cwd: folder })
  await run('npm', ['install', '--no-audit', '--no-fund', tarball], { cwd: path })
  const { stdout } = await run('npm', ['test'], { cwd: path })
  expect(stdout).toMatch(/pass 1\b/)
})

describe('the package, installed in an empty folder', () => {
  test.each(['commonjs', 'module'])(
    'runs a TypeScript plugin where package.json says "type": "%s"',
    async (type) => {
      await run('npm', ['pkg', 'set', `type=${type}`], { cwd: folder })
      const bot = await start()
      try {
        expect(await send('ping', bot)).toBe('200 {"reply":"pong"}\n')
        expect(await send('who', bot)).toBe(
          '200 {"reply":[{"type":"at","data":{"qq":"10001"}},{"type":"text","data":{"text":" you"}}]}\n',
        )
        expect(await send('class', bot)).toBe('200 {"reply":"the same"}\n')
      } finally {
        await stop(bot)
      }
    },
  )

  test('runs without any configuration', async () => {
    await rm(join(folder, 'config.json'))
    const bot = await start()
    try {
      expect(bot.url).toBe('http://127.0.0.1:8080/napcat')
      expect(await send('ping', bot)).toBe('200 {"reply":"pong"}\n')
    } finally {
      await stop(bot)
    }
  })

  test('type-checks a plugin, with the strictest settings and with nothing else installed', async () => {
    const strict = [
      '--strict',
      '--exactOptionalPropertyTypes',
      '--noUncheckedIndexedAccess',
      '--verbatimModuleSyntax',
    ]
    const compile = (file: string) =>
      run(
        process.execPath,
        [tsc, '--noEmit', '--module', 'nodenext', '--target', 'es2022', '--types', '', ...strict, file],
        {
          cwd: folder,
        },
      )
    await run('npm', ['pkg', 'set', 'type=module'], { cwd: folder })
    await compile('plugin.ts')
    await writeFile(join(folder, 'wrong.ts'), plugin.replace("'pong'", '({ kick: true })'))
    await expect(compile('wrong.ts')).rejects.toMatchObject({
      stdout: expect.stringContaining('wrong.ts(4,'),
    })
  })

  test('holds what users need and nothing of the workshop', async () => {
    const { stdout } = await run('tar', ['-tzf', tarball])
    const files = stdout.split('\n')
    for (const file of [
      'LICENSE',
      'README.md',
      'README.zh-CN.md',
      'config.example.json',
      'config.schema.json',
    ]) {
      expect(files).toContain(`package/${file}`)
    }
    expect(files.filter((file) => /^package\/(test|scripts|docs|examples|\.)/.test(file))).toEqual([])
  })
})
