import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { initCommand } from '../../src/cli/init.js'
import { deriveConfig } from '../../src/cli/napcat-config.js'
import { toConfig } from '../../src/config.js'
import { catflap, folder, run } from '../support/catflap.js'

const made = ['.gitignore', 'bot.test.ts', 'bot.ts', 'config.json', 'package.json', 'tsconfig.json']

interface Written {
  readonly server: { readonly host: string; readonly port: number }
  readonly endpoints: readonly {
    readonly name: string
    readonly path: string
    readonly tokens: readonly string[]
  }[]
}

const configIn = async (path: string): Promise<Written> =>
  JSON.parse(await readFile(join(path, 'config.json'), 'utf8')) as Written

describe('catflap init', () => {
  test('writes a bot with a token of its own, and shows the block for NapCat without it', async () => {
    const cwd = await folder()
    const { output } = await run(initCommand(), [join(cwd, 'my bot'), '--yes'])
    const path = join(cwd, 'my bot')
    expect((await readdir(path)).toSorted()).toEqual(made)
    const { endpoints } = await configIn(path)
    expect(toConfig(await configIn(path), 'it').plugins).toEqual(['./bot.ts'])
    expect(endpoints[0]?.tokens[0]).toMatch(/^[\w-]{32}$/)
    expect(output).toContain('"url": "http://127.0.0.1:8080/napcat"')
    expect(output).not.toContain(endpoints[0]?.tokens[0])
    expect((await stat(join(path, 'config.json'))).mode & 0o077).toBe(0)
    expect(JSON.parse(await readFile(join(path, 'package.json'), 'utf8'))).toMatchObject({ name: 'my-bot' })
  })

  test('leaves what is there', async () => {
    const cwd = await folder({ 'bot.ts': '// mine' })
    await run(initCommand(), [cwd, '--yes'])
    expect(await readFile(join(cwd, 'bot.ts'), 'utf8')).toBe('// mine')
    const again = await run(initCommand(), [cwd, '--yes'])
    expect(again.output).toContain('is in ')
  })

  test('makes another token every time', async () => {
    const [one, other] = [await folder(), await folder()]
    for (const cwd of [one, other]) await run(initCommand(), [cwd, '--yes'])
    expect((await configIn(one)).endpoints[0]?.tokens).not.toEqual(
      (await configIn(other)).endpoints[0]?.tokens,
    )
  })

  test('speaks Chinese where the machine does', async () => {
    const { ends, output } = catflap(['init', '--yes'], {
      cwd: await folder(),
      env: { LC_ALL: 'zh_CN.UTF-8' },
    })
    await ends
    expect(output()).toContain('接下来：')
  })
})

const server = { enable: true, host: '0.0.0.0', port: 3000, token: 'api-token' }
const client = { enable: true, url: 'http://127.0.0.1:9000/napcat', token: 'post-token' }
const network = (changes: object) => ({
  network: { httpServers: [], httpClients: [], websocketServers: [], httpSseServers: [], ...changes },
  musicSignUrl: '',
})

describe('catflap init --from-napcat', () => {
  test('takes accounts, tokens and addresses over', async () => {
    const napcat = await folder({
      'onebot11_10001.json': network({ httpServers: [server], httpClients: [client] }),
      'onebot11_10002.json': network({
        websocketServers: [{ ...server, port: 3001 }],
        httpClients: [client, { ...client, url: 'http://127.0.0.1:9000/second', token: '' }],
      }),
      'napcat.json': {},
    })
    const cwd = await folder()
    await run(initCommand(), [cwd, '--yes', '--from-napcat', napcat])
    expect(await configIn(cwd)).toMatchObject({
      server: { port: 9000 },
      endpoints: [
        { name: 'napcat', path: '/napcat', tokens: ['post-token'], selfIds: [10001, 10002] },
        { name: 'second', path: '/second', tokens: [expect.stringMatching(/^.{32}$/)], selfIds: [10002] },
      ],
      accounts: [
        {
          selfId: 10001,
          implementation: 'napcat',
          api: { url: 'http://127.0.0.1:3000', token: 'api-token' },
        },
        { selfId: 10002, implementation: 'napcat', api: { url: 'ws://127.0.0.1:3001', token: 'api-token' } },
      ],
    })
  })

  test('passes over what is switched off', () => {
    const off = { ...server, enable: false }
    const derived = deriveConfig([
      {
        selfId: 10001,
        network: { httpServers: [off], websocketServers: [off], httpClients: [{ ...client, enable: false }] },
      },
    ])
    expect(derived).toEqual({
      port: undefined,
      endpoints: [],
      accounts: [{ selfId: 10001, implementation: 'napcat' }],
    })
  })

  test('says which folder it wants, and quotes no token of a broken file', async () => {
    const cwd = await folder()
    const init = () => run(initCommand(), [cwd, '--yes', '--from-napcat', cwd])
    await expect(init()).rejects.toThrow('has no onebot11_<QQ>.json')
    await writeFile(join(cwd, 'onebot11_10001.json'), '{ "network": { "httpServers": "secret-token" } }')
    await expect(init()).rejects.toThrow(/onebot11_10001\.json is not as NapCat writes it$/)
  })
})
