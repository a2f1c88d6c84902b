import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { doctorCommand } from '../../src/cli/doctor.js'
import { sign } from '../../src/receive/signature.js'
import { createFakeOneBot } from '../../src/testkit/fake-onebot.js'
import { folder, run } from '../support/catflap.js'
import { certificate, writeCertificate } from '../support/certificate.js'
import { openDoor, post } from '../support/door.js'

const endpoint = { name: 'main', path: '/napcat', tokens: ['a-token-that-nobody-guesses'] }

interface Finding {
  readonly state: string
  readonly what: string
  readonly fix?: string
}

const doctor = async (config: object, args: readonly string[] = []) => {
  const cwd = await folder({ 'config.json': { server: { port: 0 }, endpoints: [endpoint], ...config } })
  const { code, output } = await run(doctorCommand(), [
    '--json',
    '--config',
    join(cwd, 'config.json'),
    ...args,
  ])
  const findings = JSON.parse(output) as Finding[]
  const found = (part: string): Finding | undefined => findings.find(({ what }) => what.includes(part))
  return { code, found, findings }
}

const openFake = async (apiToken = '') => {
  const fake = createFakeOneBot({ dialect: 'napcat', selfId: 10_001, apiToken })
  onTestFinished(() => fake.close())
  return fake.listen()
}

describe('catflap doctor', () => {
  test('finds nothing bad where everything is right', async () => {
    const api = { url: await openFake('api-token'), token: 'api-token' }
    const { code, findings } = await doctor({ accounts: [{ selfId: 10_001, api }] })
    expect(findings.map(({ state }) => state)).toEqual(Array(findings.length).fill('good'))
    expect(findings.at(-1)?.what).toMatch(/^API of 10001: NapCat\.Onebot .*, account 10001$/)
    expect(code).toBe(0)
  })

  test('finds an API that belongs to another account', async () => {
    const { code, found } = await doctor({ accounts: [{ selfId: 10_002, api: { url: await openFake() } }] })
    expect(found('belongs to the account 10001')).toMatchObject({
      state: 'bad',
      fix: expect.stringContaining('accounts[0].api'),
    })
    expect(code).toBe(1)
  })

  test('finds an API whose token is another, and one where nobody answers', async () => {
    const endpoints = [{ ...endpoint, api: { url: await openFake('right'), token: 'wrong-secret' } }]
    const { found, findings } = await doctor({ endpoints })
    expect(found('is the token right')).toMatchObject({ state: 'bad' })
    expect(JSON.stringify(findings)).not.toContain('wrong-secret')
    const nobody = await doctor({ endpoints: [{ ...endpoint, api: { url: 'http://127.0.0.1:1' } }] })
    expect(nobody.found('nobody answers')).toMatchObject({ state: 'bad' })
  })

  test.each([
    ['an unsigned endpoint', { tokens: [] }, '127.0.0.1', 'unsigned', 'doubtful'],
    ['a short token', { tokens: ['short'] }, '127.0.0.1', 'is short', 'doubtful'],
    ['the token of the documentation', { tokens: ['change-me'] }, '127.0.0.1', 'everybody knows', 'doubtful'],
    ['the same on every address', { tokens: ['change-me'] }, '0.0.0.0', 'everybody knows', 'bad'],
  ])('finds %s', async (_what, changes, host, part, state) => {
    const { found } = await doctor({ server: { host, port: 0 }, endpoints: [{ ...endpoint, ...changes }] })
    expect(found(part)).toMatchObject({ state })
  })

  test('finds what is wrong with the configuration', async () => {
    const { code, findings } = await doctor({ endpoint: [] })
    expect(findings).toEqual([{ state: 'bad', what: expect.stringContaining('did you mean "endpoints"?') }])
    expect(code).toBe(1)
  })

  test('posts its event over https where there is a certificate', async () => {
    const tls = await writeCertificate(await folder(), await certificate())
    const { found } = await doctor({ server: { port: 0, tls } })
    expect(found('certificate: IP Address:127.0.0.1')).toMatchObject({ state: 'good' })
    expect(found('a signed event arrives')).toMatchObject({ state: 'good' })
  })

  test.each([
    ['has expired', -1, 'the certificate has expired on', 'bad'],
    ['is about to', 5, 'the certificate expires on', 'doubtful'],
  ])('finds a certificate that %s', async (_what, days, part, state) => {
    const tls = await writeCertificate(await folder(), await certificate(days))
    const { found } = await doctor({ server: { port: 0, tls } })
    expect(found(part)).toMatchObject({ state, fix: expect.stringContaining('renew it') })
    expect(found('a signed event arrives')).toMatchObject({ state: 'good' })
  })

  test.skipIf(process.platform === 'win32')('finds a key that everybody can read', async () => {
    const tls = await writeCertificate(await folder(), await certificate())
    await chmod(tls.key, 0o644)
    const { found } = await doctor({ server: { port: 0, tls } })
    expect(found('everybody on this machine can read')).toMatchObject({ state: 'doubtful' })
  })

  test('finds a certificate that is not there, and looks at the rest', async () => {
    const { code, found } = await doctor({ server: { port: 0, tls: { cert: 'none', key: 'none' } } })
    expect(found('server.tls.cert: there is no file')).toMatchObject({ state: 'bad' })
    expect(found('a signed event arrives')).toMatchObject({ state: 'good' })
    expect(code).toBe(1)
  })

  test('finds a bot that was started with another configuration', async () => {
    const { port } = await openDoor()
    const { found } = await doctor({ server: { port } })
    expect(found('is taken')).toMatchObject({ state: 'good' })
    expect(found('with 403')).toMatchObject({ state: 'bad' })
  })

  test.each([
    ['an event that is signed with another token', 'other', Date.now() / 1000, 'X-Signature fits no token'],
    ['an event from a machine with another time', endpoint.tokens[0], 1_700_000_000, 's apart'],
  ])('waits for %s', async (_what, token, time, part) => {
    const waiting = new Promise<number>((resolve) => {
      const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
        const url = /^waiting.*?(http:\S+?)[;,]/.exec(String(chunk))?.[1]
        if (url !== undefined) resolve(Number(new URL(url).port))
        return true
      })
      onTestFinished(() => stderr.mockRestore())
    })
    const examined = doctor({}, ['--wait', '30'])
    const port = await waiting
    const body = JSON.stringify({
      time: Math.floor(time),
      self_id: 10_001,
      post_type: 'notice',
      notice_type: 'friend_add',
      user_id: 2,
    })
    await post(port, body, { 'X-Self-ID': '10001', 'X-Signature': sign(Buffer.from(body), token ?? '') })
    expect((await examined).found(part)).toBeDefined()
  })

  test('stops waiting', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    onTestFinished(() => stderr.mockRestore())
    const { found } = await doctor({}, ['--wait', '1'])
    expect(found('no event arrived')).toMatchObject({ state: 'bad' })
  })
})
