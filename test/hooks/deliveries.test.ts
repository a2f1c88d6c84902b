import { describe, expect, it, vi } from 'vitest'
import { accepted, github, HttpError } from '../../src/index.js'
import { SqliteFile } from '../../src/journal/sqlite-file.js'
import { SqliteState } from '../../src/journal/sqlite-state.js'
import { noAccount } from '../../src/protocol/journal.js'
import { openDoor } from '../support/door.js'
import { call, githubSignature, json, secret } from '../support/hook.js'
import { arrivalOf, journalFile, leaveBehind, lookInto } from '../support/journal.js'

/** What an earlier process had taken for the hook `ci` at /ci/:repo. */
const left = (body: object, changes: object = {}) =>
  arrivalOf(body, {
    endpoint: 'ci',
    selfId: noAccount,
    name: 'POST /ci/cat?branch=main',
    headers: [['Content-Type', 'application/json']],
    ...changes,
  })

const settledIn = async (file: string, id: number, state: string): Promise<void> => {
  await vi.waitFor(async () =>
    expect((await lookInto(file, (journal) => journal.get(id)))?.state).toBe(state),
  )
}

describe('a delivery', () => {
  it('is in the journal, without what is secret', async () => {
    const file = journalFile()
    const door = await openDoor(
      (bot) => bot.hook('/ci', { name: 'ci', verify: github(secret) }, () => 'OK'),
      {
        journal: { file },
      },
    )
    const body = '{"ref":"main"}'
    const headers = {
      'Content-Type': 'application/json',
      'X-Kept': 'yes',
      'X-My-Token': 'hidden',
      ...githubSignature(body),
    }
    await call(door.port, '/ci?author=1&access_token=hidden', { body, headers })
    const [entry] = await lookInto(file, (journal) => journal.list())
    expect(entry).toMatchObject({
      endpoint: 'ci',
      selfId: noAccount,
      name: 'POST /ci?author=1',
      state: 'done',
      answered: { response: { status: 200 }, settled: true },
    })
    expect(entry?.bytes.toString()).toBe(body)
    const names = entry?.headers.map(([name]) => name.toLowerCase())
    expect(names).toContain('x-kept')
    expect(names).not.toContain('x-hub-signature-256')
    expect(JSON.stringify(entry)).not.toContain('hidden')
  })

  it('that was not done when the process ended is handled again', async () => {
    const file = journalFile()
    const id = await leaveBehind(file, left({ ref: 'main' }))
    const handled = vi.fn()
    await openDoor(
      (bot) =>
        bot.hook('/ci/:repo', { name: 'ci' }, ({ body, params, query, method, redelivered, request }) => {
          handled({ body, params, branch: query.get('branch'), method, redelivered, path: request.path })
          return { status: 'ok' }
        }),
      { journal: { file } },
    )
    await settledIn(file, id, 'done')
    expect(handled.mock.calls).toEqual([
      [
        {
          body: { ref: 'main' },
          params: { repo: 'cat' },
          branch: 'main',
          method: 'POST',
          redelivered: true,
          path: '/ci/cat',
        },
      ],
    ])
  })

  it('whose files are gone is a dead letter, and one without files is handled', async () => {
    const file = journalFile()
    const headers = [['Content-Type', 'multipart/form-data; boundary=x']]
    const photo = { field: 'photo', filename: 'a.png', type: 'image/png', size: 3 }
    const lost = await leaveBehind(file, left({ fields: {}, files: [photo] }, { headers }))
    const whole = await leaveBehind(file, left({ fields: { name: 'cat' }, files: [] }, { headers }))
    const bodies: unknown[] = []
    await openDoor(
      (bot) => bot.hook('/ci/:repo', { name: 'ci', files: {} }, ({ body }) => void bodies.push(body)),
      { journal: { file } },
    )
    await settledIn(file, lost, 'dead')
    await settledIn(file, whole, 'done')
    expect(bodies).toEqual([{ name: 'cat' }])
    const entry = await lookInto(file, (journal) => journal.get(lost))
    expect(entry?.reason).toBe('it cannot be read: its files were not kept')
  })

  it('whose hook is gone, and one whose handler fails, are dead letters', async () => {
    const file = journalFile()
    const gone = await leaveBehind(file, left({}, { endpoint: 'cd' }))
    const failing = await leaveBehind(file, left({}))
    await openDoor(
      (bot) =>
        bot.hook('/ci/:repo', { name: 'ci' }, () => {
          throw new Error('no such table')
        }),
      { journal: { file } },
    )
    await settledIn(file, gone, 'dead')
    await settledIn(file, failing, 'dead')
    const entries = await lookInto(file, (journal) => journal.list())
    expect(entries.map(({ reason }) => reason)).toEqual([
      'it cannot be read: there is no hook cd; there are ci',
      'its handler failed: no such table',
    ])
  })
})

describe('a delivery that is sent again', () => {
  const github1 = { 'X-GitHub-Delivery': 'f0b1' }

  it('gets the first answer, also after a restart, and reaches the handler once', async () => {
    const file = journalFile()
    const handled = vi.fn(() => ({ number: handled.mock.calls.length }))
    const open = () => openDoor((bot) => bot.hook('/ci', handled), { journal: { file } })
    const first = await open()
    const again = async (port: number) => (await call(port, '/ci', json({}, github1))).body
    expect(await again(first.port)).toBe('{"number":1}')
    expect(await again(first.port)).toBe('{"number":1}')
    await first.bot.close()
    expect(await again((await open()).port)).toBe('{"number":1}')
    expect(handled).toHaveBeenCalledTimes(1)
  })

  it('while the first is at work waits for its answer', async () => {
    let finish = (_word: string): void => {}
    const handled = vi.fn(() => new Promise<string>((resolve) => (finish = resolve)))
    const door = await openDoor((bot) => bot.hook('/ci', handled))
    const answers = [1, 2].map(() => call(door.port, '/ci', json({}, github1)))
    await vi.waitFor(() => expect(handled).toHaveBeenCalled())
    finish('once')
    for (const { body } of await Promise.all(answers)) expect(body).toBe('once')
    expect(handled).toHaveBeenCalledTimes(1)
  })

  it('is new where the first has failed, and where the hook says so', async () => {
    const handled = vi.fn((): string => {
      if (handled.mock.calls.length === 1) throw new Error('once')
      return 'OK'
    })
    const door = await openDoor((bot) => {
      bot.hook('/ci', handled)
      bot.hook('/each', { repeats: false }, handled)
    })
    expect((await call(door.port, '/ci', json({}, github1))).status).toBe(500)
    expect((await call(door.port, '/ci', json({}, github1))).status).toBe(200)
    for (const _time of [1, 2]) await call(door.port, '/each', json({}, github1))
    expect(handled).toHaveBeenCalledTimes(4)
  })

  it('is not handled a second time where its first answer got lost with the process', async () => {
    const file = journalFile()
    const handled = vi.fn(() => 'built')
    const open = () => openDoor((bot) => bot.hook('/ci', handled), { journal: { file } })
    const first = await open()
    await call(first.port, '/ci', json({}, github1))
    await first.bot.close()
    // As it was before the answer was written down.
    const kept = new SqliteFile({ file, isOwner: false })
    const state = new SqliteState(kept)
    const [key = ''] = await state.keys('hook-repeat:')
    await state.set(key, { begun: 1 })
    kept.close()
    const again = await call((await open()).port, '/ci', json({}, github1))
    expect(again).toMatchObject({ status: 202, body: '{"status":"accepted"}' })
    expect(handled).toHaveBeenCalledTimes(1)
  })

  it('by a key of its own, and another key is another delivery', async () => {
    const handled = vi.fn()
    const door = await openDoor((bot) => bot.hook('/ci', { repeats: 'X-Build' }, handled))
    for (const build of ['7', '7', '8']) await call(door.port, '/ci', json({}, { 'X-Build': build }))
    expect(handled).toHaveBeenCalledTimes(2)
  })

  it('after a refusal of the handler gets the refusal', async () => {
    const handled = vi.fn(() => {
      throw new HttpError(422, 'no such branch')
    })
    const door = await openDoor((bot) => bot.hook('/ci', handled))
    for (const _time of [1, 2]) {
      const response = await call(door.port, '/ci', json({}, github1))
      expect(response).toMatchObject({ status: 422, body: '{"error":"no such branch"}' })
    }
    expect(handled).toHaveBeenCalledTimes(1)
  })
})

describe('a job', () => {
  it('goes on after its response, and tells how it stands', async () => {
    let finish = (_result: object): void => {}
    const door = await openDoor((bot) => {
      bot.hook('/ci/:repo', () => accepted(() => new Promise((resolve) => (finish = resolve))))
      bot.hook('/', () => accepted(() => 'at the root'))
    })
    const { status, headers, body } = await call(door.port, '/ci/cat', json({}))
    const { job } = JSON.parse(body)
    expect(status).toBe(202)
    expect(headers.get('location')).toBe(`/ci/cat/jobs/${job}`)
    const ask = async () => JSON.parse((await call(door.port, `/ci/cat/jobs/${job}`, { method: 'GET' })).body)
    expect(await ask()).toEqual({ job, status: 'running' })
    finish({ built: true })
    await door.bot.settled()
    expect(await ask()).toEqual({ job, status: 'done', result: { built: true } })
    const root = (await call(door.port, '/', json({}))).headers.get('location') ?? ''
    await door.bot.settled()
    expect((await call(door.port, root, { method: 'GET' })).body).toContain('at the root')
  })

  it('is known by its whole number only', async () => {
    const door = await openDoor((bot) => bot.hook('/ci/:repo', () => accepted(() => {})))
    expect((await call(door.port, '/ci/cat/jobs/1', { method: 'GET' })).status).toBe(404)
  })

  it('that fails is failed, and a dead letter', async () => {
    const file = journalFile()
    const door = await openDoor(
      (bot) => bot.hook('/ci', () => accepted(() => Promise.reject(new Error('no disk')))),
      { journal: { file } },
    )
    const { headers } = await call(door.port, '/ci', json({}))
    await door.said('hook /ci failed')
    await settledIn(file, 1, 'dead')
    const { body } = await call(door.port, headers.get('location') ?? '', { method: 'GET' })
    expect(JSON.parse(body)).toMatchObject({ status: 'failed' })
  })

  it('that the process did not live to see is run by the next one, under its number', async () => {
    const file = journalFile()
    const job = 'b7d1c3f2-0000-4000-8000-000000000000'
    const id = await leaveBehind(file, left({}), { response: { status: 202, job } })
    const ran = vi.fn(() => 'built')
    const door = await openDoor((bot) => bot.hook('/ci/:repo', { name: 'ci' }, () => accepted(ran)), {
      journal: { file },
    })
    await settledIn(file, id, 'done')
    expect(ran).toHaveBeenCalledTimes(1)
    const { body } = await call(door.port, `/ci/cat/jobs/${job}`, { method: 'GET' })
    expect(JSON.parse(body)).toEqual({ job, status: 'done', result: 'built' })
  })

  it('that ends with the bot is left for the next one', async () => {
    const file = journalFile()
    const door = await openDoor(
      (bot) =>
        bot.hook('/ci', () =>
          accepted(
            (signal) =>
              new Promise((_resolve, reject) => {
                signal.addEventListener('abort', () => reject(signal.reason))
              }),
          ),
        ),
      { journal: { file } },
    )
    await call(door.port, '/ci', json({}))
    await door.bot.close({ withinMs: 0 })
    expect((await lookInto(file, (journal) => journal.get(1)))?.state).toBe('open')
  })
})
