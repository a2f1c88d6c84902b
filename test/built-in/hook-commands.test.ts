import { describe, expect, test } from 'vitest'
import { echoHook, github, hookCommands } from '../../src/index.js'
import { groupMessage, openDoor, post } from '../support/door.js'
import { call, githubSignature, secret } from '../support/hook.js'

const owner = 1001

const open = async (language: 'zh' | 'en' = 'en') => {
  const bodies: unknown[] = []
  const door = await openDoor(
    (bot) => {
      bot.hook('/github/:repo?', { name: 'github', verify: github(secret) }, ({ body }) => {
        bodies.push(body)
        return { ok: true }
      })
      bot.hook('/say/:target', { name: 'say', methods: ['POST', 'PUT'] }, () => {})
    },
    { superusers: [owner], language },
  )
  await door.bot.plugin(hookCommands(language))
  const says = async (words: string, user = owner): Promise<string> => {
    const { status, body } = await post(door.port, groupMessage(words, { user_id: user }))
    if (status === 204) return ''
    const { reply } = JSON.parse(body) as { reply: string | { data: { text: string } }[] }
    return typeof reply === 'string' ? reply : reply.map(({ data }) => data.text).join('')
  }
  return { ...door, says, bodies }
}

describe('/hook', () => {
  test('list shows what there is and how it verifies, to superusers alone', async () => {
    const { says } = await open()
    expect(await says('/hook list')).toBe(
      [
        'POST /github/:repo? [enabled] github: X-Hub-Signature-256: sha256=HMAC-SHA256 of the body in hex',
        'POST, PUT /say/:target [enabled] say: does not verify who sends',
      ].join('\n'),
    )
    expect(await says('/hook list', 1002)).toBe('only for superusers')
  })

  test('test sends a delivery that verifies, and shows what came back', async () => {
    const { says, bodies, port } = await open()
    expect(await says('/hook test github {"ref": "refs/heads/main"}')).toBe(
      `POST http://127.0.0.1:${port}/github\nContent-Type: application/json (guessed)\n→ 200\n{"ok":true}`,
    )
    expect(bodies).toEqual([{ ref: 'refs/heads/main' }])
    expect(await says('/hook test say')).toBe('the path /say/:target needs a value for target')
  })

  test('test shows the beginning of a long answer', async () => {
    const { says, bot } = await open()
    bot.hook('/long', { name: 'long' }, () => 'x'.repeat(100_000))
    const shown = await says('/hook test long')
    expect(shown.length).toBeLessThan(1100)
    expect(shown.endsWith('x…')).toBe(true)
  })

  test('status shows what came last', async () => {
    const { says, port } = await open()
    const headers = { 'Content-Type': 'text/plain', ...githubSignature('hi') }
    await call(port, '/github', { body: 'hi', headers })
    const [first, second] = (await says('/hook status')).split('\n')
    expect(first).toMatch(/^github \[enabled\] last at 20\d\d-.*, answered with 200$/)
    expect(second).toBe('say [enabled] nothing came yet')
    expect(await says('/hook status say')).toBe(second)
  })

  test('disable and enable switch it', async () => {
    const { says, port } = await open()
    expect(await says('/hook disable say')).toBe('say is disabled')
    expect(await call(port, '/say/all')).toMatchObject({ status: 409 })
    expect(await says('/hook enable say')).toBe('say is enabled')
    expect(await call(port, '/say/all')).toMatchObject({ status: 204 })
  })

  test('names the hook that was probably meant', async () => {
    const { says } = await open('zh')
    expect(await says('/hook test githb')).toBe('没有 githb，您是不是想用 github？')
    expect(await says('/hook test nothing')).toBe('没有 nothing')
    expect(await says('/hook disable')).toBe('请写上名字，如 /hook disable github')
  })

  test('goes away with its plugin', async () => {
    const door = await openDoor(() => {}, { superusers: [owner], commands: { suggest: false } })
    const { remove } = await door.bot.plugin(hookCommands())
    const list = () => post(door.port, groupMessage('/hook list', { user_id: owner }))
    expect((await list()).body).toContain('webhook')
    await remove()
    expect(await list()).toMatchObject({ status: 204 })
  })
})

test('the echo hook answers this machine with what it was sent', async () => {
  const { bot, port } = await openDoor(() => {}, { trustProxy: ['127.0.0.1'] })
  await bot.plugin(echoHook())
  const { status, body } = await call(port, '/echo?a=1', {
    method: 'PUT',
    body: '{"b":2}',
    headers: { 'Content-Type': 'application/json' },
  })
  expect([status, JSON.parse(body)]).toEqual([
    200,
    {
      method: 'PUT',
      query: { a: '1' },
      contentType: 'application/json',
      address: '127.0.0.1',
      body: { b: 2 },
    },
  ])
  expect(await call(port, '/echo', { headers: { 'X-Forwarded-For': '203.0.113.9' } })).toMatchObject({
    status: 403,
  })
  expect(await bot.hooks.test('echo', { body: 'a=1' })).toMatchObject({ status: 200 })
})
