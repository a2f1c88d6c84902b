import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { done, openApi } from '../support/api.js'
import { catflap, folder, main, type Running } from '../support/catflap.js'
import { UploadStreams } from '../support/upload-stream.js'

const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}.ts`, import.meta.url))

const config = (changes: object = {}): object => ({
  server: { port: 0 },
  endpoints: [{ name: 'main', path: '/napcat', tokens: ['very-secret'] }],
  plugins: [example('ping')],
  ...changes,
})

const start = async (
  cwd: string,
  args: readonly string[] = [],
): Promise<Running & { readonly url: string }> => {
  const running = catflap(['start', ...args], { cwd })
  const output = await running.prints('Ctrl+C stops it.')
  return { ...running, url: /http:\S+/.exec(output)?.[0] ?? '' }
}

describe('catflap start and send', () => {
  test('answer each other', async () => {
    const cwd = await folder({ 'config.json': config() })
    const { url } = await start(cwd)
    const sent = catflap(['send', 'ping', '--url', url], { cwd })
    expect([await sent.ends, sent.output()]).toEqual([0, '200 {"reply":"pong"}\n'])
    const other = catflap(['send', 'nothing to answer', '--private', '87654321', '--url', url], { cwd })
    expect([await other.ends, other.output()]).toEqual([0, '204 (no answer)\n'])
    const json = catflap(['send', 'ping', '--url', url, '--json'], { cwd })
    expect([await json.ends, JSON.parse(json.output())]).toEqual([
      0,
      { status: 200, body: '{"reply":"pong"}' },
    ])
  })

  test('start runs plugins from the arguments besides those of the configuration', async () => {
    const cwd = await folder({
      'config.json': config(),
      'own.mjs': `export default (bot) => bot.text('from a file', () => '答 [1]')`,
    })
    const { url } = await start(cwd, ['own.mjs'])
    const sent = catflap(['send', 'from a file', '--url', url], { cwd })
    await sent.ends
    expect(sent.output()).toBe('200 {"reply":[{"type":"text","data":{"text":"答 [1]"}}]}\n')
    const ping = catflap(['send', 'ping', '--url', url], { cwd })
    await ping.ends
    expect(ping.output()).toContain('pong')
  })

  test('send says what to do when no bot runs, and when it is refused', async () => {
    const cwd = await folder({ 'config.json': config() })
    const { url, child, ends } = await start(cwd)
    const wrong = await folder({
      'config.json': config({ endpoints: [{ path: '/napcat', tokens: ['other'] }] }),
    })
    const refused = catflap(['send', 'ping', '--url', url], { cwd: wrong })
    expect([await refused.ends, refused.output()]).toEqual([
      1,
      '403 (refused; the log of the bot says why)\n',
    ])
    child.kill('SIGTERM')
    await ends
    const nobody = catflap(['send', 'ping', '--url', url], { cwd })
    expect(await nobody.ends).toBe(1)
    expect(nobody.output()).toContain(
      `nobody takes the event at ${url} (ECONNREFUSED); start the bot first: catflap start`,
    )
  })

  test('start prints the URL of every endpoint and a block for NapCat, without a token in a file or a pipe', async () => {
    const cwd = await folder({
      'config.json': config({
        endpoints: [
          { name: 'main', path: '/napcat', tokens: ['very-secret'] },
          { name: 'open', path: '/open' },
        ],
      }),
    })
    const { output } = await start(cwd)
    const block = JSON.parse(output().slice(output().indexOf('{'), output().lastIndexOf('}') + 1))
    const port = /:(\d+)\/napcat/.exec(output())?.[1]
    expect(block.network.httpClients).toEqual([
      {
        name: 'catflap-main',
        enable: true,
        url: `http://127.0.0.1:${port}/napcat`,
        messagePostFormat: 'array',
        reportSelfMessage: false,
        token: '<the token of this endpoint>',
        debug: false,
      },
      expect.objectContaining({ name: 'catflap-open', url: `http://127.0.0.1:${port}/open`, token: '' }),
    ])
    expect(output()).not.toContain('very-secret')
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('%s stops it cleanly', async (signal) => {
    const { child, ends, output } = await start(await folder({ 'config.json': config() }))
    child.kill(signal)
    expect(await ends).toBe(0)
    expect(output()).toContain('stopping')
  })

  test.skipIf(process.platform === 'win32')(
    'it stops when the shell of npm has died and left it behind',
    async () => {
      const cwd = await folder({ 'config.json': config() })
      const command = `"${process.execPath}" "${main}" start; true`
      const shell = spawn('sh', ['-c', command], {
        cwd,
        env: { ...process.env, npm_lifecycle_event: 'start' },
      })
      let output = ''
      const closed = new Promise<void>((resolve) => {
        for (const stream of [shell.stdout, shell.stderr]) {
          stream.setEncoding('utf8').on('data', (chunk: string) => {
            output += chunk
            if (output.includes('Ctrl+C stops it.')) shell.kill('SIGTERM')
          })
        }
        // The pipe closes when the bot, which holds it too, has ended.
        shell.stderr.on('close', resolve)
      })
      await closed
      expect(output).toContain('npm has ended')
    },
  )

  test('a call that a plugin does not wait for is logged when it fails, and the bot goes on', async () => {
    const cwd = await folder({
      'config.json': config({ plugins: ['./hasty.mjs', example('ping')] }),
      'hasty.mjs': `export default (bot) => bot.text('hasty', (event) => { event.api.call('get_status') })`,
    })
    const { url, prints } = await start(cwd)
    await catflap(['send', 'hasty', '--url', url], { cwd }).ends
    await prints('nobody waited for it')
    const ping = catflap(['send', 'ping', '--url', url], { cwd })
    await ping.ends
    expect(ping.output()).toContain('pong')
  })

  test('a second signal does not wait for handlers', async () => {
    const cwd = await folder({
      'config.json': config({ plugins: ['./stuck.mjs'] }),
      'stuck.mjs': `export default (bot) => bot.text('ping', () => { bot.log.info({}, 'stuck'); return new Promise(() => {}) })`,
    })
    const { url, child, ends, prints } = await start(cwd)
    catflap(['send', 'ping', '--url', url], { cwd })
    await prints('stuck')
    child.kill('SIGTERM')
    await prints('stopping')
    child.kill('SIGTERM')
    expect(await ends).toBe(1)
  })
})

describe('what stops the start', () => {
  test.each([
    [
      'a configuration that is not there',
      {},
      ['--config', 'none.json'],
      /none\.json cannot be used:\n.*no such file/,
    ],
    [
      'a misspelt key',
      { 'config.json': { endpoint: [] } },
      [],
      /endpoint: unknown key; did you mean "endpoints"\?/,
    ],
    [
      'an unsigned door to the world',
      { 'config.json': { server: { host: '0.0.0.0', port: 0 }, endpoints: [{ path: '/napcat' }] } },
      [],
      /endpoints\[0\]\.tokens: endpoint "\/napcat" has no token/,
    ],
    ['a plugin that is not there', { 'config.json': config() }, ['none.ts'], /there is no plugin .*none\.ts/],
    [
      'a plugin with a mistake',
      { 'config.json': config(), 'bad.ts': 'export default (bot: Bot) => {' },
      ['bad.ts'],
      /the plugin .*bad\.ts cannot be loaded\n.*bad\.ts:1/s,
    ],
    [
      'a plugin without a default export',
      { 'config.json': config(), 'bad.ts': 'export const plugin = 1' },
      ['bad.ts'],
      /has no default export that is a function/,
    ],
    [
      'a plugin that throws',
      { 'config.json': config(), 'bad.mjs': 'export default () => { throw new Error("no database") }' },
      ['bad.mjs'],
      /bad\.mjs failed while it set itself up\nError: no database/,
    ],
  ])('%s is told, with exit code 1', async (_what, files, args, says) => {
    const { ends, output } = catflap(['start', ...args], { cwd: await folder(files) })
    expect(await ends).toBe(1)
    expect(output()).toMatch(says)
  })

  test('a port that is taken is told', async () => {
    const cwd = await folder({ 'config.json': config() })
    const { url } = await start(cwd)
    const port = Number(new URL(url).port)
    const { ends, output } = catflap(['start'], {
      cwd: await folder({ 'config.json': config({ server: { port } }) }),
    })
    expect(await ends).toBe(1)
    expect(output()).toContain(`127.0.0.1:${port} is taken`)
  })
})

test('help is printed, with exit code 0', async () => {
  const { ends, output } = catflap(['send', '--help'])
  expect(await ends).toBe(0)
  expect(output()).toMatch(/Examples:\n {2}\$ catflap send ping/)
})

test('nothing is wrong where whoever reads the output stops', async () => {
  const { child, ends, output } = catflap(['list'], { cwd: await folder({ 'config.json': config() }) })
  child.stdout.destroy()
  expect([await ends, output()]).toEqual([0, ''])
})

test('a wrong option is told, with exit code 1', async () => {
  const { ends, output } = catflap(['list', '--jsno'])
  expect(await ends).toBe(1)
  expect(output()).toContain("unknown option '--jsno'")
})

describe('catflap upload', () => {
  test('brings a file to NapCat and shows how to send it', async () => {
    const napcat = new UploadStreams()
    const api = await openApi((_, params) => done(napcat.take(params)))
    const cwd = await folder({ 'config.json': { endpoints: api.options().endpoints }, 'cat.txt': 'miau' })
    const { ends, output } = catflap(['upload', './cat.txt', '--to', '10001'], { cwd })
    expect(await ends).toBe(0)
    const [[path = '', bytes] = []] = napcat.files
    expect(bytes?.toString()).toBe('miau')
    expect(output()).toBe(`file://${encodeURI(path).replace('#', '%23')}\n`)
  })

  test('says what is missing', async () => {
    const cwd = await folder({ 'config.json': config() })
    const missing = catflap(['upload', './cat.txt', '--to', '10001'], { cwd })
    expect(await missing.ends).toBe(1)
    expect(missing.output()).toMatch(/^catflap: \.\/cat\.txt cannot be uploaded: ENOENT.*\n$/)
  })
})
