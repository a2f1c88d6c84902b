import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { listCommand } from '../../src/cli/list.js'
import { catflap, folder, run } from '../support/catflap.js'

const plugin = `import { definePlugin, fromGroup } from 'catflap'

export default definePlugin({
  name: 'moderation',
  setup(bot) {
    bot.command('ban <who:user> [...why]', { aliases: ['封禁'], description: '禁言', role: 'admin' }, () => {})
    bot.on('message.group', fromGroup(1), () => {})
  },
})
`

const config = {
  server: { port: 8090 },
  endpoints: [
    {
      name: 'main',
      path: '/main',
      tokens: ['very-secret'],
      api: { url: 'http://127.0.0.1:1', token: 'hidden' },
    },
    { path: '/other', selfIds: [2] },
  ],
  accounts: [
    { selfId: 1, implementation: 'napcat' },
    { selfId: 2, api: { url: 'ws://127.0.0.1:2' } },
  ],
  plugins: ['./moderation.mjs'],
}

const open = async (changes: object = {}, files: Readonly<Record<string, string>> = {}) => {
  const path = await folder({ 'config.json': { ...config, ...changes }, 'moderation.mjs': plugin, ...files })
  const list = (...args: readonly string[]) =>
    run(listCommand(), [...args, '--config', join(path, 'config.json')])
  return { path, list }
}

describe('catflap list', () => {
  test('shows what the bot consists of, without secrets', async () => {
    const { path, list } = await open()
    const { code, output } = await list()
    expect([code, output]).toEqual([
      0,
      [
        'Endpoints',
        '  POST\thttp://127.0.0.1:8090/main\tmain\t1, 2\thttp://127.0.0.1:1',
        '  POST\thttp://127.0.0.1:8090/other\t/other\t2\tno API',
        '',
        'Accounts',
        '  1\tthe API of its endpoint\tnapcat',
        '  2\tws://127.0.0.1:2',
        '',
        'Plugins',
        `  moderation\t${join(path, 'moderation.mjs')}`,
        '',
        'Handlers, in the order in which they are asked',
        '  command ban (moderation)',
        '  command help',
        '  did you mean',
        '  message.group (moderation)\tfromGroup(1)',
        '',
        'Commands',
        '  /ban <who:用户> [...why]\t禁言\t封禁',
        '',
      ].join('\n'),
    ])
  })

  test('prints the same as JSON', async () => {
    const { list } = await open({ accounts: [], endpoints: [{ path: '/open' }] })
    const { output } = await list('--json')
    expect(JSON.parse(output)).toMatchObject({
      endpoints: [{ method: 'POST', url: 'http://127.0.0.1:8090/open', name: '/open', api: [] }],
      accounts: [],
      plugins: [{ name: 'moderation' }],
      handlers: [{ where: 'command ban (moderation)', kind: 'link', plugin: 'moderation' }, {}, {}, {}],
      commands: [{ name: 'ban', role: 'admin', aliases: ['封禁'] }],
    })
  })

  test('shows hooks', async () => {
    const { path, list } = await open(
      {},
      { 'ci.mjs': `export default (bot) => { bot.hook('/ci', { name: 'builds' }, () => 'ok') }` },
    )
    const { output } = await list(join(path, 'ci.mjs'))
    expect(output).toMatch(/^Hooks\n {2}POST\thttp:\/\/127\.0\.0\.1:8090\/ci\tbuilds\tenabled\t/m)
  })

  test('connects nowhere', async () => {
    const server = createServer()
    let connections = 0
    server.on('connection', () => {
      connections += 1
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const api = { url: `ws://127.0.0.1:${port}`, events: true }
    const { list } = await open({ accounts: [{ selfId: 2, api }] })
    expect((await list()).output).toContain(api.url)
    expect(connections).toBe(0)
  })

  test('shows the others where a plugin cannot be set up, with exit code 1', async () => {
    const { path, list } = await open(
      {},
      { 'bad.mjs': 'export default () => { throw new Error("no database") }' },
    )
    const { code, output } = await list(join(path, 'bad.mjs'))
    expect(code).toBe(1)
    expect(output).toMatch(/bad\.mjs\tthe plugin .*bad\.mjs failed while it set itself up: no database/)
    expect(output).toContain('command ban (moderation)')
  })

  test('speaks Chinese where LANG does, and ends whatever plugins have opened or called', async () => {
    const { path } = await open(
      {},
      { 'open.mjs': 'export default (bot) => { setInterval(() => {}, 1000); bot.api(2).get_status() }' },
    )
    const { ends, output } = catflap(['list', 'open.mjs'], { cwd: path, env: { LANG: 'zh_CN.UTF-8' } })
    expect(await ends).toBe(0)
    expect(output()).toMatch(/^端点\n/)
  })
})
