import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { hooksCommand } from '../../src/cli/hooks.js'
import { createBot, github } from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { catflap, folder, run } from '../support/catflap.js'
import { certificate, writeCertificate } from '../support/certificate.js'
import { groupMessage } from '../support/door.js'

const plugin = `
import { github, bearer } from 'catflap'
import { appendFileSync } from 'node:fs'
export default (bot) => {
  bot.hook('/github/:repo?', { name: 'github', verify: github('very-secret') }, ({ params, body }) => ({ params, body }))
  bot.hook('/upload', { name: 'upload', verify: bearer('t0ken'), files: {} }, ({ body, files }) => ({
    body,
    files: files.map(({ filename, size }) => [filename, size]),
  }))
}
`

const makeFolder = (changes: object = {}): Promise<string> =>
  folder({
    'config.json': {
      server: { port: 0 },
      endpoints: [{ path: '/napcat', tokens: ['a-token-that-nobody-guesses'] }],
      plugins: ['./hooks.mjs'],
      ...changes,
    },
    'hooks.mjs': plugin,
  })

const hooks = (cwd: string, ...args: readonly string[]) =>
  run(hooksCommand(), [...args, '--config', join(cwd, 'config.json')])

describe('without a running bot', () => {
  test('list shows what the plugins say', async () => {
    const cwd = await makeFolder({ echoHook: true })
    const { output } = await hooks(cwd, 'list')
    expect(output.trim().split('\n')).toEqual([
      expect.stringMatching(
        /^POST\thttp:\/\/127\.0\.0\.1:0\/github\/:repo\?\tgithub\tenabled\tX-Hub-Signature-256: .*\tnothing came yet$/,
      ),
      expect.stringMatching(/^POST\t\S+\/upload\tupload\tenabled\tAuthorization: Bearer and a token\t/),
      expect.stringMatching(/^GET,POST,PUT,PATCH,DELETE\t\S+\/echo\techo\tenabled\tthe address is in /),
    ])
    expect(output).not.toContain('very-secret')
  })

  test('a test in this process is signed, and shows URL, type, status and body', async () => {
    const cwd = await makeFolder()
    const { output, code } = await hooks(
      cwd,
      ...['test', 'github', '--in-process', '--param', 'repo=cat', '--data', '{"ref":"main"}'],
    )
    expect(output).toBe(
      [
        'POST http://127.0.0.1:0/github/cat',
        'Content-Type: application/json (guessed)',
        '→ 200',
        '{"params":{"repo":"cat"},"body":{"ref":"main"}}\n',
      ].join('\n'),
    )
    expect(code).toBe(0)
  })

  test('a test takes a file, a form, and a form with a file', async () => {
    const cwd = await makeFolder()
    await writeFile(join(cwd, 'report.txt'), 'all is well')
    const bodyOf = async (...args: readonly string[]) => {
      const { output } = await hooks(cwd, 'test', 'upload', '--in-process', '--json', ...args)
      return JSON.parse(JSON.parse(output).body)
    }
    const report = join(cwd, 'report.txt')
    expect(await bodyOf('--file', report)).toEqual({ body: 'all is well', files: [] })
    expect(await bodyOf('--form', 'a=1 & 2', '--form', 'b==')).toEqual({
      body: { a: '1 & 2', b: '=' },
      files: [],
    })
    expect(await bodyOf('--form', 'a=1', '--form', `f=@${report}`)).toEqual({
      body: { a: '1' },
      files: [['report.txt', 11]],
    })
  })

  test.each([
    ['a body that the hook refuses', ['github', '--type', 'image/png', '--data', 'x'], '→ 415'],
    ['a body that is no JSON', ['github', '--data', '{'], '→ 400'],
  ])('%s has exit code 1', async (_what, args, says) => {
    const { output, code } = await hooks(await makeFolder(), 'test', ...args, '--in-process')
    expect(output).toContain(says)
    expect(code).toBe(1)
  })

  test.each([
    [['test', 'githb', '--in-process'], 'there is no hook githb; there are github, upload'],
    [['test', 'github'], 'nobody takes the delivery at http://127.0.0.1:1/github'],
    [['test', 'github', '--form', 'nothing'], '--form takes key=value'],
    [['test', 'github', '--file', '/nowhere'], '/nowhere cannot be read'],
    [['disable', 'github'], 'start the bot first'],
  ])('%j says what is wrong', async (args, says) => {
    await expect(hooks(await makeFolder({ server: { port: 1 } }), ...args)).rejects.toThrow(says)
  })
})

/** A bot in this process beside the command line. */
const openBot = async (options: object = {}) => {
  const bot = createBot({ endpoints: [{ path: '/napcat' }], log: createLog('silent'), ...options })
  bot.hook('/github/:repo?', { name: 'github', verify: github('very-secret') }, () => 'heard')
  onTestFinished(() => bot.close())
  return { bot, ...(await bot.listen({ port: 0 })) }
}

describe('beside a running bot', () => {
  test('a test goes to it, over https too', async () => {
    const tls = await writeCertificate(await folder(), await certificate())
    const { port } = await openBot({ tls })
    const cwd = await makeFolder({ server: { port, tls } })
    const { output } = await hooks(cwd, 'test', 'github', '--data', 'Hello, World!')
    expect(output).toBe(
      `POST https://127.0.0.1:${port}/github\nContent-Type: text/plain; charset=utf-8 (guessed)\n→ 200\nheard\n`,
    )
  })

  test('its admin listener lists and switches', async () => {
    const { port, adminPort, bot } = await openBot({ admin: { port: 0 } })
    const cwd = await makeFolder({ server: { port }, admin: { port: adminPort } })
    await bot.hooks.test('github')
    const { output } = await hooks(cwd, 'list', '--json')
    expect(JSON.parse(output)).toMatchObject([{ name: 'github', enabled: true, last: { status: 200 } }])
    expect(await hooks(cwd, 'disable', 'github')).toMatchObject({ output: 'github is disabled\n' })
    expect(await hooks(cwd, 'test', 'github')).toMatchObject({
      code: 1,
      output: expect.stringContaining('→ 409'),
    })
    expect(await hooks(cwd, 'enable', 'github', '--json')).toMatchObject({
      output: '{"name":"github","enabled":true}\n',
    })
    expect(await hooks(cwd, 'test', 'github')).toMatchObject({ code: 0 })
    await expect(hooks(cwd, 'disable', 'upload')).rejects.toThrow('there is no hook upload; there are github')
  })

  test('without an admin listener the file of its journal switches, and a restart changes nothing', async () => {
    const journal = { file: join(await folder(), 'catflap.db') }
    const first = await openBot({ journal })
    const cwd = await makeFolder({ journal })
    expect(await hooks(cwd, 'disable', 'github')).toMatchObject({ output: 'github is disabled\n' })
    expect(await first.bot.hooks.test('github')).toMatchObject({ status: 409 })
    await first.bot.close()
    const second = await openBot({ journal })
    expect(await second.bot.hooks.test('github')).toMatchObject({ status: 409 })
    await expect(hooks(cwd, 'enable', 'githb')).rejects.toThrow(
      'there is no hook githb; there are: github, upload',
    )
  })
})

test('a started bot has /hook for superusers and the echo hook where the configuration says so', async () => {
  const owner = 1001
  const cwd = await makeFolder({
    echoHook: true,
    superusers: [owner],
    language: 'en',
    endpoints: [{ path: '/napcat' }],
  })
  const { prints } = catflap(['start'], { cwd })
  const url = /http:\S+\d(?=\/napcat)/.exec(await prints('Ctrl+C stops it.'))?.[0] ?? ''
  const headers = { 'Content-Type': 'application/json', 'X-Self-ID': '123456789' }
  const body = JSON.stringify(groupMessage('/hook test echo a=1', { user_id: owner }))
  const response = await fetch(`${url}/napcat`, { method: 'POST', headers, body })
  expect(JSON.stringify(await response.json())).toContain('→ 200')
})
