import { describe, expect, it } from 'vitest'
import { toConfig } from '../../src/config.js'
import { type Bot, type BotOptions, createBot, github } from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { openDoor } from '../support/door.js'
import { call, githubSignature, secret } from '../support/hook.js'

/** The options that a configuration with these hooks makes. */
const configured = (hooks: readonly object[], environment = {}): Partial<BotOptions> => {
  const { hooks: read } = toConfig(
    { endpoints: [{ path: '/napcat', tokens: ['t'] }], hooks },
    'config.json',
    environment,
  )
  return { hooks: read }
}

const signedBy = async (port: number, key: string): Promise<number> => {
  const body = 'Hello, World!'
  const headers = { 'Content-Type': 'text/plain', ...githubSignature(body, key) }
  return (await call(port, '/github', { body, headers })).status
}

describe('a hook in the configuration', () => {
  const plugin = (bot: Bot) =>
    bot.hook(
      '/github',
      { name: 'ci', verify: github('of the plugin'), notify: ['user:1'] },
      async ({ targets }) => ({
        names: (await targets.send('pushed')).map(({ target }) => target),
      }),
    )

  it.each([{ path: '/github/' }, { name: 'ci' }])(
    'as %o counts more than what the plugin says',
    async (which) => {
      const verify = { kind: 'github', secret: ['old', '$' + '{HOOK_SECRET}'] }
      const door = await openDoor(
        plugin,
        configured([{ ...which, verify, notify: ['group:456789012'] }], { HOOK_SECRET: secret }),
      )
      expect(await signedBy(door.port, secret)).toBe(200)
      expect(await signedBy(door.port, 'old')).toBe(200)
      expect(await signedBy(door.port, 'of the plugin')).toBe(403)
    },
  )

  it('keeps what it does not name', async () => {
    const door = await openDoor(plugin, configured([{ name: 'ci', notify: ['group:456789012'] }]))
    expect(await signedBy(door.port, 'of the plugin')).toBe(200)
    const body = 'a'
    const headers = { 'Content-Type': 'text/plain', ...githubSignature(body, 'of the plugin') }
    const { body: answer } = await call(door.port, '/github', { body, headers })
    expect(JSON.parse(answer)).toEqual({ names: ['group:456789012'] })
  })

  it('may be disabled, and be enabled at run time', async () => {
    const door = await openDoor(plugin, configured([{ name: 'ci', enabled: false }]))
    expect(await signedBy(door.port, 'of the plugin')).toBe(409)
    await door.bot.hooks.enable('ci')
    expect(await signedBy(door.port, 'of the plugin')).toBe(200)
  })

  it('that no plugin registers stops the start', async () => {
    const options = configured([{ path: '/gitlab', enabled: false }])
    const bot = createBot({ endpoints: [{ path: '/napcat' }], log: createLog('silent'), ...options })
    plugin(bot)
    await expect(bot.listen({ port: 0 })).rejects.toThrow(
      'hooks[0]: no plugin registers a hook at /gitlab; there are /github ("ci")',
    )
    await bot.close()
  })
})

it.each([
  [{ path: '/a', verify: { kind: 'github', secret: '' } }, 'hooks[0].verify'],
  [
    { path: '/a', verify: { kind: 'telepathy', secret: 'a' } },
    'hooks[0].verify.kind: found "telepathy", expected one of "github"',
  ],
  [{ path: '/a', verify: { kind: 'ip', ranges: ['10.0.0.0/64'] } }, 'hooks[0].verify'],
  [{ path: '/a', verify: { kind: 'standard-webhooks', secret: 'whsec_!' } }, 'hooks[0].verify'],
  [{ path: '/a', notify: ['456789012'] }, 'hooks[0].notify[0]'],
  [{ enabled: false }, 'hooks[0]: name the hook by its "path" or by its "name"'],
  [{ path: '/a', name: 'a' }, 'hooks[0]: name the hook by its "path" or by its "name"'],
  [{ path: '/a', enable: false }, 'hooks[0].enable'],
])('%o is refused', (hook, problem) => {
  expect(() => configured([hook])).toThrow(problem)
})

it('two entries for one hook are refused', () => {
  expect(() => configured([{ path: '/a' }, { path: '/a' }])).toThrow('the same as in hooks[0]')
})

it('no secret is in an error', () => {
  const hook = { path: '/a', verify: { kind: 'github', secret: [secret, ''] } }
  expect(() => configured([hook])).toThrow(expect.not.stringContaining(secret))
})

it('each kind of verification can be written', () => {
  const kinds = ['github', 'gitea', 'gitlab', 'slack', 'dingtalk', 'feishu']
  const verify = [
    ...kinds.map((kind) => ({ kind, secret: 'a' })),
    { kind: 'standard-webhooks', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
    {
      kind: 'hmac',
      header: 'X-Mine',
      secret: 'a',
      algorithm: 'sha512',
      prefix: 'sha512=',
      encoding: 'base64',
    },
    { kind: 'bearer', secret: 'a', query: 'token' },
    { kind: 'basic', user: 'ann', secret: 'a' },
    { kind: 'ip', ranges: ['10.0.0.0/8'] },
    { kind: 'origin', source: 'ci.example.com', ips: ['::1'] },
  ]
  for (const one of verify) expect(configured([{ path: '/a', verify: one }]).hooks).toHaveLength(1)
  expect(configured([{ path: '/a', verify }]).hooks).toHaveLength(1)
})
