import { X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { certCommand } from '../../src/cli/cert.js'
import { configCommand } from '../../src/cli/config-check.js'
import { sendCommand } from '../../src/cli/send.js'
import { toConfig } from '../../src/config.js'
import { readCertificate } from '../../src/receive/certificate.js'
import { folder, run } from '../support/catflap.js'
import { certificate, writeCertificate } from '../support/certificate.js'
import { openDoor } from '../support/door.js'

const make = async (args: readonly string[] = []) => {
  const cwd = await folder()
  const { output } = await run(certCommand(), ['--out', join(cwd, 'tls'), ...args])
  const files = { cert: join(cwd, 'tls/cert.pem'), key: join(cwd, 'tls/key.pem') }
  return { cwd, files, output, made: await readCertificate(files) }
}

describe('catflap cert', () => {
  test('makes a certificate for the names it is given and for this machine, and a key for the owner alone', async () => {
    const { files, made } = await make(['--host', 'bot.example.com', '--host', '192.168.1.5', '--days', '30'])
    expect(made.names).toBe(
      'DNS:bot.example.com, IP Address:192.168.1.5, DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    )
    expect(Math.round((made.until - Date.now()) / (24 * 60 * 60_000))).toBe(30)
    if (process.platform !== 'win32') expect((await stat(files.key)).mode & 0o777).toBe(0o600)
  })

  test('prints the block for the configuration and how to trust it, and no key', async () => {
    const { output, files, made } = await make()
    const block = output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)
    const config = toConfig({ ...JSON.parse(block), endpoints: [{ path: '/napcat' }] }, 'config.json')
    expect(config.server.tls).toEqual(files)
    expect(output).toContain(`NODE_EXTRA_CA_CERTS=${files.cert}`)
    expect(output).toContain(new X509Certificate(made.cert).fingerprint256)
    expect(output).not.toContain('PRIVATE')
  })

  test('replaces nothing unless it is told to', async () => {
    const { cwd, files } = await make()
    const before = await readFile(files.key, 'utf8')
    const again = ['--out', join(cwd, 'tls')]
    await expect(run(certCommand(), again)).rejects.toThrow('cert.pem is there already; --force')
    expect(await readFile(files.key, 'utf8')).toBe(before)
    await run(certCommand(), [...again, '--force'])
    expect(await readFile(files.key, 'utf8')).not.toBe(before)
    await readCertificate(files)
  })

  test.each([['https://bot.example.com'], ['-bot'], ['a b'], ['']])(
    'takes no %j for a name',
    async (name) => {
      const command = certCommand()
        .exitOverride()
        .configureOutput({ writeErr: () => {} })
      await expect(run(command, [`--host=${name}`])).rejects.toThrow('Expected a name or an address')
    },
  )
})

test('send posts over https, and trusts the certificate of the configuration alone', async () => {
  const { files } = await make()
  const { port } = await openDoor((bot) => void bot.text('ping', () => 'pong'), {
    endpoints: [{ path: '/napcat' }],
    tls: files,
  })
  const config = { server: { port, tls: files }, endpoints: [{ path: '/napcat' }] }
  const cwd = await folder({ 'config.json': config })
  const send = () => run(sendCommand(), ['ping', '--config', join(cwd, 'config.json')])
  expect(await send()).toEqual({ code: 0, output: '200 {"reply":"pong"}\n' })
  const other = await writeCertificate(await folder(), await certificate())
  const elsewhere = await folder({ 'config.json': { ...config, server: { port, tls: other } } })
  await expect(run(sendCommand(), ['ping', '--config', join(elsewhere, 'config.json')])).rejects.toThrow(
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  )
})

describe('catflap config check', () => {
  const check = async (days: number, files = ['cert.pem', 'key.pem']) => {
    let errors = ''
    const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
      errors += String(chunk)
      return true
    })
    onTestFinished(() => stderr.mockRestore())
    const tls = { cert: files[0], key: files[1] }
    const cwd = await folder({ 'config.json': { server: { tls }, endpoints: [{ path: '/napcat' }] } })
    await writeCertificate(cwd, await certificate(days))
    return { ...(await run(configCommand(), ['check', '--config', join(cwd, 'config.json')])), errors }
  }

  test('takes the files of a certificate relative to the configuration', async () => {
    expect(await check(100)).toMatchObject({
      code: 0,
      output: expect.stringContaining('can be used'),
      errors: '',
    })
  })

  test('warns of a certificate that is about to expire', async () => {
    expect(await check(5)).toMatchObject({
      code: 0,
      errors: expect.stringMatching(/^! the certificate expires on/),
    })
  })

  test.each([
    ['an expired certificate', -1, undefined, /^✗ the certificate has expired on/],
    ['files that are not there', 100, ['none.pem', 'key.pem'], /^✗ server\.tls\.cert: there is no file/],
    [
      'files that are exchanged',
      100,
      ['key.pem', 'cert.pem'],
      /^✗ server\.tls\.cert: .* no certificate in PEM/,
    ],
  ])('refuses %s', async (_what, days, files, errors) => {
    const checked = await check(days, files)
    expect(checked).toMatchObject({ code: 1, output: '' })
    expect(checked.errors).toMatch(errors)
  })
})
