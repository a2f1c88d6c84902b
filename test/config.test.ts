import { readFileSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { loadConfig, toConfig } from '../src/config.js'
import { configJsonSchema } from '../src/config-schema.js'
import { ConfigError } from '../src/index.js'

const endpoint = { path: '/napcat', tokens: ['secret-token'] }
const http = 'http://127.0.0.1:3000'
const ws = 'ws://127.0.0.1:3001/onebot'
const problemsOf = (raw: unknown, environment = {}): readonly string[] => {
  try {
    toConfig(raw, 'config.json', environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('config.example.json', () => {
  const file = fileURLToPath(new URL('../config.example.json', import.meta.url))

  test('works as it is', async () => {
    const config = await loadConfig(file, {})
    expect(config.server).toEqual({
      host: '127.0.0.1',
      port: 8080,
      requestTimeoutMs: 30_000,
      drainMs: 10_000,
      trustProxy: [],
    })
    expect(config.endpoints).toMatchObject([
      {
        name: 'main',
        path: '/napcat',
        tokens: ['change-me'],
        api: { url: 'http://127.0.0.1:3000', token: '' },
        answerWithinMs: 3000,
        bodyLimit: 8_388_608,
      },
    ])
    expect(config.plugins).toEqual([fileURLToPath(new URL('../examples/ping.ts', import.meta.url))])
  })

  test('takes its tokens from the environment', async () => {
    const config = await loadConfig(file, { NAPCAT_TOKEN: 'abc', NAPCAT_API_TOKEN: 'def' })
    expect(config.endpoints[0]).toMatchObject({ tokens: ['abc'], api: { token: 'def' } })
  })
})

describe('a choice between a switch and an object', () => {
  const paceOf = (pace: unknown, environment = {}) =>
    toConfig({ endpoints: [endpoint], pace }, 'config.json', environment).pace

  test('takes either, and fills in what is left out', () => {
    expect(paceOf(false)).toBe(false)
    expect(paceOf({ perSecond: '${RATE}' }, { RATE: '2' })).toMatchObject({
      perSecond: 2,
      group: { burst: 5 },
    })
  })

  test('explains what is wrong with the alternative that was meant', () => {
    const problems = (pace: unknown): readonly string[] => problemsOf({ endpoints: [endpoint], pace })
    expect(problems({ perSecnd: 3 })).toEqual(['pace.perSecnd: unknown key; did you mean "perSecond"?'])
    expect(problems({ group: { burst: 0 } })).toEqual(['pace.group.burst: found 0, expected at least 1'])
    expect(problems('fast')).toEqual(['pace: found "fast", expected an object in { }'])
  })
})

describe('the environment', () => {
  test('fills numbers and switches where the whole value comes from it', () => {
    const raw = {
      server: { port: '${PORT:-8080}' },
      endpoints: [{ ...endpoint, insecure: '${OPEN:-true}', tokens: ['${TOKEN}'] }],
    }
    const config = toConfig(raw, 'config.json', { PORT: '9000', TOKEN: '12345' })
    expect(config.server.port).toBe(9000)
    expect(config.endpoints[0]).toMatchObject({ insecure: true, tokens: ['12345'] })
  })

  test('that lacks a name without a default is a problem that names the place', () => {
    expect(problemsOf({ endpoints: [{ path: '/napcat', tokens: ['${NAPCAT_TOKEN}'] }] })).toEqual([
      'endpoints[0].tokens[0]: the environment has no NAPCAT_TOKEN; set it, or write a default: ${NAPCAT_TOKEN:-…}',
    ])
  })

  test('may be a part of a value', () => {
    const raw = { endpoints: [{ path: '/${NAME:-cat}/post' }] }
    expect(toConfig(raw, 'config.json', { NAME: 'dog' }).endpoints[0]?.path).toBe('/dog/post')
  })
})

describe('what cannot be used', () => {
  test.each([
    [{ endpoint: [endpoint] }, 'endpoint: unknown key; did you mean "endpoints"?'],
    [{ endpoints: [{ ...endpoint, token: 'x' }] }, 'endpoints[0].token: unknown key; did you mean "tokens"?'],
    [
      { endpoints: [{ ...endpoint, selfids: [1] }] },
      'endpoints[0].selfids: unknown key; did you mean "selfIds"?',
    ],
    [
      { endpoints: [{ ...endpoint, api: { uri: 'x' } }] },
      'endpoints[0].api.uri: unknown key; did you mean "url"?',
    ],
    [{ endpoints: [endpoint], server: { hots: 'x' } }, 'server.hots: unknown key; did you mean "host"?'],
    [
      { endpoints: [endpoint], server: { colour: 'x' } },
      'server.colour: unknown key; known here: host, port, requestTimeoutMs, drainMs, trustProxy, tls',
    ],
    [{ endpoints: [endpoint], server: { port: '8080' } }, 'server.port: found "8080", expected a number'],
    [{ endpoints: [endpoint], server: { port: 80.5 } }, 'server.port: found 80.5, expected a whole number'],
    [{ endpoints: [endpoint], server: { port: 70_000 } }, 'server.port: found 70000, expected at most 65535'],
    [{ endpoints: [] }, 'endpoints: found an empty list, expected a length of at least 1'],
    [{}, 'endpoints: found nothing, expected a list in [ ]'],
    [[], 'the file: found an empty list, expected an object in { }'],
    [{ endpoints: [{ tokens: [] }] }, 'endpoints[0].path: found nothing, expected a text in quotes'],
    [
      { endpoints: [{ path: 'napcat' }] },
      'endpoints[0].path: found "napcat", expected "/" and then letters, digits, - _ . ~ /',
    ],
    [
      { endpoints: [endpoint, { path: '/NapCat/' }] },
      'endpoints[1].path: the same as in endpoints[0]; every one needs its own',
    ],
    [
      { endpoints: [{ ...endpoint, allow: ['10.0.0.0/33'] }] },
      'endpoints[0].allow[0]: found "10.0.0.0/33", expected an address or a range such as 10.0.0.0/8',
    ],
    [
      { endpoints: [{ ...endpoint, api: { url: 'tcp://127.0.0.1:3001' } }] },
      'endpoints[0].api.url: found "tcp://127.0.0.1:3001", expected an http:// or ws:// address such as http://127.0.0.1:3000 or ws://127.0.0.1:3001, without password and query',
    ],
    [
      { endpoints: [{ ...endpoint, api: { url: http, tokn: 'x' } }] },
      'endpoints[0].api.tokn: unknown key; did you mean "token"?',
    ],
    [
      { endpoints: [{ ...endpoint, api: [{ url: http, tokn: 'x' }, { url: ws }] }] },
      'endpoints[0].api[0].tokn: unknown key; did you mean "token"?',
    ],
    [
      { endpoints: [{ ...endpoint, api: [{ url: ws }] }] },
      'endpoints[0].api: found a list, expected a length of at least 2',
    ],
    [
      { endpoints: [{ ...endpoint, api: [{ url: ws }, { url: ws }] }] },
      'endpoints[0].api: expected one ws:// and one http:// address in the list',
    ],
    [
      { endpoints: [{ ...endpoint, api: { url: http, events: true } }] },
      'endpoints[0].api.events: events come over ws:// only; over HTTP the implementation posts them to an endpoint',
    ],
    [
      { endpoints: [endpoint], accounts: [{ selfId: 1, api: [{ url: ws }, { url: http, events: true }] }] },
      'accounts[0].api[1].events: events come over ws:// only; over HTTP the implementation posts them to an endpoint',
    ],
    [
      { endpoints: [endpoint], accounts: [{ selfId: 1, implementation: 'napkat' }] },
      'accounts[0].implementation: found "napkat", expected one of "napcat", "llonebot", "go-cqhttp", "lagrange", "shamrock"',
    ],
    [
      { endpoints: [endpoint], accounts: [{ selfId: 0 }] },
      'accounts[0].selfId: found 0, expected at least 1',
    ],
    [
      { endpoints: [{ ...endpoint, selfIds: [] }] },
      'endpoints[0].selfIds: found an empty list, expected a length of at least 1',
    ],
    [
      { endpoints: [{ ...endpoint, selfIds: [5] }], accounts: [{ selfId: 1 }] },
      'endpoints[0].selfIds: 5 is not in "accounts", which lets in nobody else; add it there',
    ],
    [
      { endpoints: [endpoint], accounts: [{ selfId: 1 }, { selfId: 1 }] },
      'accounts[1].selfId: the same as in accounts[0]; every one needs its own',
    ],
    [
      { endpoints: [{ ...endpoint, answerWithinMs: 2 ** 31 }] },
      'endpoints[0].answerWithinMs: found 2147483648, expected at most 2147483647',
    ],
    [{ endpoints: [endpoint], plugins: 'x' }, 'plugins: found "x", expected a list in [ ]'],
  ])('%j', (raw, problem) => {
    expect(problemsOf(raw)).toContain(problem)
  })

  test('several problems are told at once', () => {
    expect(problemsOf({ endpoints: [{ pth: '/x' }], server: { port: 'x' } })).toHaveLength(3)
  })

  test('no problem tells a token', () => {
    const wrong = [
      { endpoints: [{ path: '/napcat', tokens: 'secret-token' }] },
      { endpoints: [{ path: '/napcat', tokens: [{ value: 'secret-token' }] }] },
      { endpoints: [{ path: '/napcat', token: 'secret-token' }] },
      { endpoints: [{ ...endpoint, api: { url: 'http://x:secret-token@127.0.0.1' } }] },
      { endpoints: [{ ...endpoint, api: { url: 'http://x:secret-token/@127.0.0.1' } }] },
      { endpoints: [{ ...endpoint, api: { url: 'http://127.0.0.1?access_token=secret-token' } }] },
    ]
    for (const raw of wrong) expect(problemsOf(raw).join()).toMatch(/^(?!.*secret-token).+/)
  })
})

describe('a file', () => {
  const write = async (content: string): Promise<string> => {
    const file = join(await mkdtemp(join(tmpdir(), 'catflap-')), 'config.json')
    await writeFile(file, content)
    return file
  }

  test('may have comments, a comma too many and a byte order mark', async () => {
    const file = await write('\uFEFF{\n  // the door\n  "endpoints": [{ "path": "/napcat", }],\n}\n')
    expect((await loadConfig(file, {})).endpoints[0]?.path).toBe('/napcat')
  })

  test('that is no JSON is told with the place and without its content', async () => {
    const file = await write('{\n  "endpoints": [{ "path": "/napcat", "tokens": ["secret-token" "x"] }]\n}\n')
    const error = await loadConfig(file, {}).catch((reason: unknown) => reason)
    expect(String(error)).toMatch(/no valid JSON: invalid character '\\"' at 2:64/)
    expect(String(error)).not.toContain('secret-token')
  })

  test('that is not there is told by its name', async () => {
    await expect(loadConfig('/nowhere/config.json', {})).rejects.toThrow(
      /\/nowhere\/config.json.*\n.*no such file/,
    )
  })
})

test('config.schema.json is the schema of the code', () => {
  const written = readFileSync(new URL('../config.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(configJsonSchema())))
})
