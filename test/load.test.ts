import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { catflap, folder, main, type Running } from './support/catflap.js'

const kept = `core.${process.version}-${process.arch}.bin`
const hasNodesOwn = 'enableCompileCache' in module

const built = ['core.cjs', 'load.cjs', 'index.js', 'catflap.cjs']

/** A copy of the package that nobody has started. */
const installed = (): string => {
  const place = mkdtempSync(join(dirname(dirname(main)), 'copy-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  for (const name of ['package.json', ...built.map((file) => join('dist', file))])
    cpSync(join(dirname(main), '..', name), join(place, name))
  return join(place, 'dist')
}

/** Starts a bot of this copy. */
const started = async (dist: string): Promise<Running> => {
  const endpoints = [{ path: '/', tokens: ['secret'] }]
  const cwd = await folder({ 'config.json': { server: { port: 0 }, endpoints } })
  const running = catflap(['start'], { cwd, file: join(dist, 'catflap.cjs') })
  await running.prints('Ctrl+C')
  return running
}

/** Starts a bot of this copy and lets it end. */
const start = async (dist: string): Promise<void> => {
  const { child, ends } = await started(dist)
  child.kill('SIGTERM')
  expect(await ends).toBe(0)
}

const helpOf = async (dist: string): Promise<string> => {
  const { ends, output } = catflap(['start', '--help'], {
    file: join(dist, 'catflap.cjs'),
    env: { LANG: 'C' },
  })
  expect(await ends).toBe(0)
  return output()
}

describe.runIf(hasNodesOwn)('where Node itself keeps what it has compiled', () => {
  test('it does so beside the package, and does not wait for the end of the bot', async () => {
    const dist = installed()
    await started(dist)
    const files = () => readdirSync(join(dist, 'compiled'), { recursive: true, withFileTypes: true })
    await vi.waitFor(() => expect(files().some((one) => one.isFile())).toBe(true))
    expect(readdirSync(dist)).not.toContain(kept)
  })
})

describe.skipIf(hasNodesOwn)('what a start has compiled', () => {
  test('is kept, and taken by the next one', async () => {
    const dist = installed()
    const before = readdirSync(dist)
    await start(dist)
    expect(readdirSync(dist).toSorted()).toEqual([...before, kept].toSorted())
    const { ino } = statSync(join(dist, kept))
    await start(dist)
    // What is not taken is written anew, as another file.
    expect(statSync(join(dist, kept)).ino).toBe(ino)
  })

  test('is compiled once more where it is damaged', async () => {
    const dist = installed()
    await start(dist)
    const whole = readFileSync(join(dist, kept))
    const damaged = Buffer.from(whole)
    damaged.fill(0, damaged.length / 2)
    writeFileSync(join(dist, kept), damaged)
    await start(dist)
    const mended = readFileSync(join(dist, kept))
    expect(mended.equals(damaged)).toBe(false)
    expect(mended.subarray(mended.length / 2).some((byte) => byte !== 0)).toBe(true)
  })

  test('belongs to that very file: another one of the same length does what it says', async () => {
    const dist = installed()
    await start(dist)
    const core = readFileSync(join(dist, 'core.cjs'), 'latin1')
    const other = core.replaceAll('"run the bot"', '"RUN the bot"')
    expect(other).not.toBe(core)
    writeFileSync(join(dist, 'core.cjs'), other, 'latin1')
    expect(await helpOf(dist)).toContain('RUN the bot')
  })

  test('need not be kept: a start does without, and leaves nothing lying about', async () => {
    const dist = installed()
    mkdirSync(join(dist, kept))
    const before = readdirSync(dist)
    await start(dist)
    expect(readdirSync(dist)).toEqual(before)
  })
})
