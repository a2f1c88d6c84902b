import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { createFakeOneBot, type FakeOneBot } from '../../src/testkit/fake-onebot.js'
import type { Said } from '../../src/testkit/group.js'
import { main } from '../support/catflap.js'

const events = 2000
const perSecond = 500
const kills = 10
const groups = 40

/** What becomes of a message, by how it begins: each in another way to its effect. */
const plugin = `
  const later = (value) => new Promise((resolve) => setTimeout(resolve, 80, value))
  export default (bot) => {
    bot.text(/^ride/, (event) => 're ' + event.text)
    bot.text(/^call/, (event) => ({ reply: 're ' + event.text, delete: true }))
    bot.text(/^late/, (event) => later('re ' + event.text))
    bot.on('message.group', (event) => event.text.startsWith('both') ? 're ' + event.text : undefined)
    bot.on('message.group', (event) => event.text.startsWith('both') ? later({ reply: 'second ' + event.text, delete: true }) : undefined)
  }`
const kinds = ['ride', 'call', 'late', 'both'] as const

const openWorld = async (): Promise<{ readonly fake: FakeOneBot; readonly api: string }> => {
  const fake = createFakeOneBot({ dialect: 'napcat', token: 'key', clock: Date.now })
  for (let id = 1; id <= groups; id += 1) {
    fake.world.addGroup({ id, botRole: 'admin', members: [{ id: 2 }] })
  }
  const api = await fake.listen()
  onTestFinished(() => fake.close())
  return { fake, api }
}

const writeFolder = async (api: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'catflap-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const config = {
    server: { port: 0 },
    endpoints: [{ path: '/napcat', tokens: ['key'], api: { url: api }, answerWithinMs: 40 }],
    answersPerChat: 1000,
    pace: false,
    plugins: ['plugin.mjs'],
    log: { level: 'warn' },
  }
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
  await writeFile(join(folder, 'plugin.mjs'), plugin)
  return folder
}

/** Resolves when the bot listens, to its process. */
const start = async (cwd: string, fake: FakeOneBot): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [main, 'start'], { cwd })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stderr.pipe(process.stderr)
  for await (const chunk of child.stdout) {
    output += chunk
    const url = /http:\S+/.exec(output)?.[0]
    if (url !== undefined && output.includes('Ctrl+C')) {
      fake.postTo(url)
      break
    }
  }
  return child
}

/** The same numbers in every run, between 0 and 1. */
const random = (() => {
  let seed = 7
  return () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
})()

test('whatever got a 2xx takes effect exactly once, though the bot is killed ten times', async () => {
  const { fake, api } = await openWorld()
  const folder = await writeFolder(api)
  const posts: Promise<Said>[] = []
  const send = async (count: number, onAnswer: () => void): Promise<void> => {
    const startedAt = performance.now()
    for (let sent = 0; sent < count; sent += 1) {
      const number = posts.length
      const words = `${kinds[number % kinds.length]} ${number}`
      posts.push(
        fake
          .group(1 + (number % groups))
          .member(2)
          .says(words)
          .finally(onAnswer),
      )
      const ahead = startedAt + (sent * 1000) / perSecond - performance.now()
      if (ahead > 1) await pause(ahead)
    }
  }

  for (let kill = 0; kill < kills; kill += 1) {
    const child = await start(folder, fake)
    let answersLeft = Math.ceil(random() * 0.9 * (events / kills))
    const sending = send(events / kills, () => {
      answersLeft -= 1
      if (answersLeft === 0) setTimeout(() => child.kill('SIGKILL'), random() * 10)
    })
    await Promise.all([once(child, 'close'), sending])
  }
  const last = await start(folder, fake)
  const said = await Promise.all(posts)
  last.kill('SIGTERM')
  expect(await once(last, 'close')).toEqual([0, null])

  const read = new Map<string, number>()
  for (const change of fake.world.changes) {
    if (change.did === 'send') read.set(change.message.text, (read.get(change.message.text) ?? 0) + 1)
  }
  const wrong = said.flatMap(({ message: { text, recalled }, status }, number) => {
    const accepted = status !== undefined && status < 300
    const kind = kinds[number % kinds.length]
    const effects = [
      read.get(`re ${text}`) ?? 0,
      ...(kind === 'both' ? [read.get(`second ${text}`) ?? 0] : []),
      ...(kind === 'both' || kind === 'call' ? [Number(recalled)] : []),
    ]
    const isRight = accepted ? effects.every((count) => count === 1) : effects.every((count) => count <= 1)
    return isRight ? [] : [`${text}: ${status}, ${effects}`]
  })
  expect(wrong).toEqual([])
  const accepted = said.filter(({ status }) => status !== undefined).length
  expect(accepted).toBeGreaterThan(events / kills)
  expect(accepted).toBeLessThan(events - kills)
}, 120_000)
