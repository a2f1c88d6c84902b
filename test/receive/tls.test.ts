import { once } from 'node:events'
import { rename, rm, symlink } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type BotOptions, createBot } from '../../src/index.js'
import { TestClock } from '../../src/testkit/test-clock.js'
import { folder } from '../support/catflap.js'
import { certificate, openTls, writeCertificate } from '../support/certificate.js'
import {
  exchange,
  groupMessage,
  headersFor,
  nextResponse,
  openDoor,
  openSocket,
  requestOf,
} from '../support/door.js'

const pong = { status: 200, body: '{"reply":"pong"}' }

const ping = async (socket: TLSSocket) => {
  const response = nextResponse(socket)
  const body = JSON.stringify(groupMessage('ping'))
  socket.write(requestOf(headersFor(body), body))
  return response
}

const openTlsDoor = async ({ days = 100, ...options }: Partial<BotOptions> & { days?: number } = {}) => {
  const made = await certificate(days)
  const cwd = await folder()
  const files = await writeCertificate(cwd, made)
  const door = await openDoor((bot) => void bot.text('ping', () => 'pong'), { tls: files, ...options })
  const open = async (trusted = made.cert) => {
    const socket = await openTls(door.port, trusted)
    onTestFinished(() => void socket.destroy())
    return socket
  }
  return { ...door, ...made, cwd, files, open }
}

test('an event over https is answered, and the URL says so', async () => {
  const made = await certificate()
  const bot = createBot({
    endpoints: [{ path: '/napcat' }],
    tls: await writeCertificate(await folder(), made),
  })
  bot.text('ping', () => 'pong')
  onTestFinished(() => bot.close())
  const { endpoints } = await bot.listen({ port: 0 })
  const url = endpoints[0]?.url ?? ''
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/napcat$/)
  const outgoing = request(url, {
    method: 'POST',
    ca: made.cert,
    headers: { 'Content-Type': 'application/json', 'X-Self-ID': '123456789' },
  })
  outgoing.end(JSON.stringify(groupMessage('ping')))
  const [response] = await once(outgoing, 'response')
  expect((await response.toArray()).join('')).toBe(pong.body)
})

describe('a certificate that changes', () => {
  test('is shown to new connections, and those that are open go on', async () => {
    const { open, cwd, said } = await openTlsDoor()
    const before = await open()
    expect(await ping(before)).toMatchObject(pong)
    const next = await certificate()
    await writeCertificate(cwd, next)
    await said('a new certificate is in use: IP Address:127.0.0.1')
    expect(await ping(await open(next.cert))).toMatchObject(pong)
    await expect(open()).rejects.toThrow('self-signed')
    expect(await ping(before)).toMatchObject(pong)
  })

  test('may come by a link that leads elsewhere, more than once', async () => {
    const cwd = await folder()
    const versions = await Promise.all([certificate(), certificate(), certificate()])
    for (const [index, made] of versions.entries()) await writeCertificate(join(cwd, `v${index}`), made)
    // As Kubernetes mounts them.
    await symlink('v0', join(cwd, '..data'))
    await symlink('..data/cert.pem', join(cwd, 'cert.pem'))
    await symlink('..data/key.pem', join(cwd, 'key.pem'))
    const tls = { cert: join(cwd, 'cert.pem'), key: join(cwd, 'key.pem') }
    const { port, lines, said } = await openDoor(() => {}, { tls })
    for (const index of [1, 2]) {
      lines.length = 0
      await symlink(`v${index}`, join(cwd, 'next'))
      await rename(join(cwd, 'next'), join(cwd, '..data'))
      await said('a new certificate is in use')
      const socket = await openTls(port, versions[index]?.cert ?? '')
      socket.destroy()
    }
  })

  test.each([
    [
      'is cut off',
      async () => ({ ...(await certificate()), cert: '-----BEGIN CERT' }),
      'holds no certificate in PEM',
    ],
    [
      'has the key of another',
      async () => ({ ...(await certificate()), key: (await certificate()).key }),
      'is not the key of the certificate',
    ],
    ['has expired', () => certificate(-1), 'the certificate has expired on'],
  ])('and %s leaves the one from before, with an error', async (_what, made, says) => {
    const { open, cwd, said } = await openTlsDoor()
    await writeCertificate(cwd, await made())
    expect(await said(says)).toMatchObject({ level: 50, msg: expect.stringContaining('stays in use') })
    expect(await ping(await open())).toMatchObject(pong)
    const next = await certificate()
    await writeCertificate(cwd, next)
    await said('a new certificate is in use')
    await open(next.cert)
  })

  test('is found within the hour where nothing tells of the change', async () => {
    const clock = new TestClock(Date.now(), async () => {})
    const { cwd, said, open } = await openTlsDoor({ clock })
    await rm(cwd, { recursive: true })
    await clock.advance('1h')
    await clock.advance('1s')
    await said('there is no file')
    const next = await certificate()
    await writeCertificate(cwd, next)
    await clock.advance('1h')
    await clock.advance('1s')
    await said('a new certificate is in use')
    await open(next.cert)
  })
})

test('that a certificate is about to expire is a warning, that it has an error, each once', async () => {
  let passed = 0
  const time = new TestClock(Date.now(), async () => {})
  const clock = { ...time, now: () => time.now() + passed }
  const { said, lines } = await openTlsDoor({ clock, days: 14.5 })
  for (const [days, says, level] of [
    [5, 'the certificate expires on', 40],
    [15, 'the certificate has expired on', 50],
  ] as const) {
    passed = days * 24 * 60 * 60_000
    for (const _look of ['first', 'second']) {
      await time.advance('1h')
      await time.advance('1s')
    }
    expect(await said(says)).toMatchObject({ level })
  }
  expect(lines.filter(({ msg }) => msg.startsWith('the certificate'))).toHaveLength(2)
})

test('a certificate that has expired is shown all the same where there was none before', async () => {
  const { said, port } = await openTlsDoor({ days: -1 })
  expect(await said('the certificate has expired on')).toMatchObject({ level: 50 })
  expect(port).toBeGreaterThan(0)
})

describe('the start is refused', () => {
  const listen = async (change: Readonly<Record<string, string>>): Promise<unknown> => {
    const tls = await writeCertificate(await folder(change), { ...(await certificate()), ...change })
    const bot = createBot({ endpoints: [{ path: '/napcat' }], tls })
    onTestFinished(() => bot.close())
    return bot.listen({ port: 0 })
  }

  test.each([
    [
      'a certificate that is none',
      { cert: 'no' },
      /server\.tls\.cert: .*cert\.pem holds no certificate in PEM/,
    ],
    ['a key that is none', { key: 'no' }, /server\.tls\.key: .*key\.pem holds no private key in PEM/],
  ])('for %s', async (_what, change, says) => {
    await expect(listen(change)).rejects.toThrow(says)
  })

  test('for the key of another certificate', async () => {
    const { key } = await certificate()
    await expect(listen({ key })).rejects.toThrow(/server\.tls\.key: .* is not the key of the certificate in/)
  })

  test('for files that are not there', async () => {
    const files = { cert: '/nowhere/cert.pem', key: '/nowhere/key.pem' }
    const bot = createBot({ endpoints: [{ path: '/napcat' }], tls: files })
    onTestFinished(() => bot.close())
    await expect(bot.listen({ port: 0 })).rejects.toThrow(
      'there is no file /nowhere/cert.pem; "catflap cert"',
    )
  })
})

describe('what does not come as far as HTTP', () => {
  test('is told by what it is', async () => {
    const { port, said, open } = await openTlsDoor()
    await expect(exchange(port, 'GET / HTTP/1.1\r\n\r\n')).rejects.toThrow('closed')
    expect(await said('has to begin with https://')).toMatchObject({ cause: 'no-tls', address: '127.0.0.1' })
    await expect(exchange(port, 'nothing that is known here')).rejects.toThrow('closed')
    await said('neither TLS nor HTTP')
    await expect(open((await certificate()).cert)).rejects.toThrow('self-signed')
    await said('does it trust the certificate?')
    expect(await ping(await open())).toMatchObject(pong)
  })

  test('is cut off when it takes too long', async () => {
    const { port, said } = await openTlsDoor({ requestTimeoutMs: 200 })
    const socket = await openSocket(port)
    const closed = once(socket, 'close')
    await said('a TLS handshake was not done in time')
    await closed
  })

  test('does not hold up the end', async () => {
    const { bot, port, open } = await openTlsDoor()
    const silent = await openSocket(port)
    const idle = await open()
    const closed = Promise.all([once(silent, 'close'), once(idle, 'close')])
    await bot.close()
    await closed
  })
})

describe('over https too', () => {
  test('a request that trickles gets 408', async () => {
    const { open, said } = await openTlsDoor({ requestTimeoutMs: 200 })
    const socket = await open()
    const response = nextResponse(socket)
    socket.write('POST /napcat HTTP/1.1\r\n')
    expect(await response).toMatchObject({ status: 408, body: '' })
    expect(await said('did not arrive whole in time')).toMatchObject({ cause: 'too-slow' })
  })

  test('a connection beyond the limit is closed, and one that ends makes room', async () => {
    const { open, said } = await openTlsDoor({ limits: { connections: 1 } })
    const first = await open()
    await expect(open()).rejects.toThrow()
    await said('limits.connections')
    const left = once(first, 'close')
    first.end()
    await left
    const next = async (): Promise<TLSSocket> => open().catch(next)
    expect(await ping(await next())).toMatchObject(pong)
  })

  test('a response that waits behind another one on a connection that closes is not waited for', async () => {
    let release = (): void => {}
    const held = new Promise<string>((resolve) => {
      release = () => resolve('done')
    })
    const { bot, open, said, logged } = await openTlsDoor()
    bot.text('slow', () => held)
    bot.text('second', () => bot.log.info({}, 'the second is answered'))
    const socket = await open()
    const bodies = ['slow', 'second'].map((words) => JSON.stringify(groupMessage(words)))
    socket.write(Buffer.concat(bodies.map((body) => requestOf(headersFor(body), body))))
    await said('the second is answered')
    socket.destroy()
    // Another connection comes and goes: by then the end of the first has been seen.
    await ping(await open())
    release()
    await bot.close({ withinMs: 2000 })
    expect(logged()).not.toContain('closing all the same')
  })

  test('what is at work when the end begins has its answer', async () => {
    let release = (): void => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { bot, open, said } = await openTlsDoor()
    bot.text('slow', async () => {
      bot.log.info({}, 'at work')
      await held
      return 'done'
    })
    const socket = await open()
    const response = nextResponse(socket)
    const body = JSON.stringify(groupMessage('slow'))
    socket.write(requestOf(headersFor(body), body))
    await said('at work')
    const closed = bot.close()
    release()
    expect(await response).toMatchObject({ status: 200, body: '{"reply":"done"}' })
    await closed
  })
})
