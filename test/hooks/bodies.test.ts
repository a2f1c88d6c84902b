import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { bearer, type FileLimits, github, z } from '../../src/index.js'
import { openDoor } from '../support/door.js'
import { call, githubSignature, json, secret } from '../support/hook.js'

const push = { ref: 'refs/heads/main', pusher: { name: 'ann' } }

describe('the payload of a form', () => {
  const open = () => openDoor((bot) => bot.hook('/ci', { form: 'payload' }, ({ body }) => ({ body })))

  it('is the body, as JSON where it is JSON', async () => {
    const { port } = await open()
    const as = async (payload: string) =>
      (await call(port, '/ci', { body: new URLSearchParams({ payload }) })).body
    expect(JSON.parse(await as(JSON.stringify(push)))).toEqual({ body: push })
    expect(JSON.parse(await as('no JSON'))).toEqual({ body: 'no JSON' })
  })

  it('may be the body of a JSON delivery too, as GitHub is set up', async () => {
    const { port } = await open()
    expect(JSON.parse((await call(port, '/ci', json(push))).body)).toEqual({ body: push })
  })
})

it('deliveries of GitHub verify in both of its content types', async () => {
  const door = await openDoor((bot) =>
    bot.hook('/ci', { verify: github(secret), form: 'payload' }, ({ body }) => ({ body })),
  )
  const payload = JSON.stringify(push)
  const bodies: Readonly<Record<string, string>> = {
    'application/json': payload,
    'application/x-www-form-urlencoded': `payload=${encodeURIComponent(payload)}`,
  }
  for (const [type, body] of Object.entries(bodies)) {
    const headers = { 'Content-Type': type, ...githubSignature(body) }
    expect(JSON.parse((await call(door.port, '/ci', { body, headers })).body)).toEqual({ body: push })
    const other = await call(door.port, '/ci', { body: body.replace('ann', 'anm'), headers })
    expect(other.status).toBe(403)
  }
})

it('a schema gives the body its type, and what does not fit gets 400', async () => {
  const door = await openDoor((bot) =>
    bot.hook('/ci', { body: z.object({ build: z.number() }) }, ({ body }) => {
      expectTypeOf(body).toEqualTypeOf<{ build: number }>()
      return `build ${body.build}`
    }),
  )
  expect((await call(door.port, '/ci', json({ build: 7 }))).body).toBe('build 7')
  const refused = await call(door.port, '/ci', json({ build: '7' }))
  expect(refused.status).toBe(400)
  expect(JSON.parse(refused.body).error).toMatch(/^build: /)
})

it('a type parameter gives the body its type', async () => {
  const door = await openDoor((bot) =>
    bot.hook<{ build: number }>('/ci', {}, ({ body }) => `build ${body.build}`),
  )
  expect((await call(door.port, '/ci', json({ build: 7 }))).body).toBe('build 7')
})

it('a __proto__ in a body is no prototype', async () => {
  const door = await openDoor((bot) =>
    bot.hook('/ci', ({ body }) => ({ keys: Object.keys(Object(body)), isAdmin: 'isAdmin' in Object(body) })),
  )
  const headers = { 'Content-Type': 'application/json' }
  const { body } = await call(door.port, '/ci', { body: '{"a":1,"__proto__":{"isAdmin":true}}', headers })
  expect(JSON.parse(body)).toEqual({ keys: ['a'], isAdmin: false })
})

describe('files', () => {
  const formOf = (files: Readonly<Record<string, File>>): FormData => {
    const form = new FormData()
    form.append('report_name', 'nightly')
    for (const [field, file] of Object.entries(files)) form.append(field, file)
    return form
  }
  const report = new File(['全部通过'], 'report.txt', { type: 'text/plain' })
  const open = (files: FileLimits, bodyLimit = 10_000) => {
    const paths: string[] = []
    return openDoor((bot) =>
      bot.hook('/report', { files, bodyLimit, verify: bearer('token') }, async (hook) => {
        const [file] = hook.files
        paths.push(...hook.files.map(({ path }) => path))
        const text = await file?.text()
        return { body: hook.body, filename: file?.filename, type: file?.type, size: file?.size, text }
      }),
    ).then((door) => ({ ...door, paths }))
  }
  const headers = { Authorization: 'Bearer token' }

  it('come with their fields, and are gone when the answer is there', async () => {
    const { port, paths } = await open({ types: ['text/*'] })
    const { status, body } = await call(port, '/report', { body: formOf({ report_file: report }), headers })
    expect(status).toBe(200)
    expect(JSON.parse(body)).toEqual({
      body: { report_name: 'nightly' },
      filename: 'report.txt',
      type: 'text/plain',
      size: 12,
      text: '全部通过',
    })
    expect(paths).toHaveLength(1)
    expect(paths.filter((path) => existsSync(path))).toEqual([])
  })

  it('of another type, too long or too many are refused', async () => {
    const { port, paths } = await open({ types: ['text/*'], maxBytes: 12, maxCount: 1 })
    const picture = new File(['abc'], 'a.png', { type: 'image/png' })
    const long = new File(['全部通过!'], 'a.txt', { type: 'text/plain' })
    const status = async (files: Readonly<Record<string, File>>) =>
      (await call(port, '/report', { body: formOf(files), headers })).status
    expect(await status({ a: picture })).toBe(415)
    expect(await status({ a: long })).toBe(413)
    expect(await status({ a: report, b: report })).toBe(413)
    expect(await status({ a: report })).toBe(200)
    expect(paths).toHaveLength(1)
  })

  it('that come in chunks are refused where all together are too long', async () => {
    const { port } = await open({}, 100)
    const form = new Response(formOf({ a: new File(['x'.repeat(1000)], 'a.txt') }))
    const { status } = await call(port, '/report', {
      body: form.body,
      headers: { ...headers, 'Content-Type': form.headers.get('content-type') ?? '' },
      duplex: 'half',
    } as RequestInit)
    expect(status).toBe(413)
  })

  it('are gone too where the delivery is refused after them', async () => {
    const folders = () =>
      readdirSync(tmpdir()).filter((name) => name.startsWith(`catflap-hook-${process.pid}-`))
    const door = await openDoor((bot) => bot.hook('/ci', { files: {}, perMinute: 1 }, () => {}))
    const statuses: number[] = []
    for (const _time of [1, 2])
      statuses.push((await call(door.port, '/ci', { body: formOf({ a: report }) })).status)
    expect(statuses).toEqual([204, 429])
    expect(folders()).toEqual([])
  })

  it('come with a megabyte of fields at most', async () => {
    const { port } = await open({}, 10_000_000)
    const form = new FormData()
    for (const field of ['a', 'b', 'c']) form.append(field, 'x'.repeat(500_000))
    expect((await call(port, '/report', { body: form, headers })).status).toBe(413)
  })

  it('are not taken where the hook does not ask for them', async () => {
    const door = await openDoor((bot) => bot.hook('/ci', () => {}))
    expect((await call(door.port, '/ci', { body: formOf({}) })).status).toBe(415)
  })

  it('that are signed are opened when the whole has verified', async () => {
    const door = await openDoor((bot) =>
      bot.hook('/ci', { files: {}, verify: github(secret) }, ({ files }) => files[0]?.text()),
    )
    const form = new Response(formOf({ a: report }))
    const type = form.headers.get('content-type') ?? ''
    const body = Buffer.from(await form.arrayBuffer())
    const signed = { 'Content-Type': type, ...githubSignature(body) }
    expect((await call(door.port, '/ci', { body, headers: signed })).body).toBe('全部通过')
    body.writeUInt8(body.readUInt8(body.length - 1) ^ 1, body.length - 1)
    expect((await call(door.port, '/ci', { body, headers: signed })).status).toBe(403)
  })
})
