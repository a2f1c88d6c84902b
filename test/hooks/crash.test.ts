import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { push, released } from '../samples/webhooks/github.js'
import { catflap, folder, type Running } from '../support/catflap.js'
import { call, githubSignature, json } from '../support/hook.js'
import { linesOf, peopled } from '../testkit/fake.js'

const use = fileURLToPath(new URL('../../examples/hooks/github.ts', import.meta.url))
const secret = 'the secret of the hook'

const message = `📦 octocat/Hello-World feat/door：小明 推送了 2 个提交
 · 1481a2d 修正登录
 · 0d1a26e Update README.md
https://github.com/octocat/Hello-World/compare/6113728f27ae...0d1a26e67d8f`

/** A group that is told of pushes, and the bot that tells it, as often as it is started. */
const open = async (gatherMs: number) => {
  const fake = peopled('napcat', { token: 'key', clock: Date.now })
  const url = await fake.listen()
  onTestFinished(() => fake.close())
  const cwd = await folder({
    'config.json': {
      server: { port: 0 },
      endpoints: [{ path: '/napcat', tokens: ['key'], api: { url } }],
      accounts: [{ selfId: fake.world.selfId }],
      plugins: [{ use, config: { secret, notify: ['group:1'], gatherMs } }],
      log: { level: 'warn' },
    },
  })
  const start = async (): Promise<{ readonly running: Running; readonly port: number }> => {
    const running = catflap(['start'], { cwd })
    const output = await running.prints('Ctrl+C')
    return { running, port: Number(/127\.0\.0\.1:(\d+)/.exec(output)?.[1]) }
  }
  return { fake, start, read: () => linesOf(fake, fake.group(1)) }
}

const post = (port: number, event: string, body: object) => {
  const headers = {
    'X-GitHub-Event': event,
    'X-GitHub-Delivery': `72d3162e-cc78-11e3-81ab-4c9367dc0958-${event}`,
    ...githubSignature(JSON.stringify(body), secret),
  }
  return call(port, '/github', json(body, headers))
}

const kill = async ({ child, ends }: Running): Promise<void> => {
  child.kill('SIGKILL')
  await ends
}

/** Ends as it should, with everything sent that is still to be sent. */
const stop = async ({ child }: Running): Promise<void> => {
  child.kill('SIGTERM')
  expect(await once(child, 'close')).toEqual([0, null])
}

describe('a push lands in the group as one message', () => {
  test('though the process is killed as soon as it has answered, and GitHub sends it again', async () => {
    const { start, read } = await open(3000)
    const first = await start()
    expect(await post(first.port, 'push', push)).toMatchObject({ status: 204 })
    await kill(first.running)
    expect(read()).toEqual([])
    const next = await start()
    await vi.waitFor(() => expect(read()).not.toEqual([]), { timeout: 15_000 })
    expect(await post(next.port, 'push', push)).toMatchObject({ status: 204 })
    await stop(next.running)
    expect(read()).toEqual([message])
  }, 60_000)

  test('though the process is killed while it is being sent', async () => {
    const { fake, start, read } = await open(0)
    const first = await start()
    const gate = fake.faults.slow('send_group_msg')
    await post(first.port, 'push', push)
    await gate.arrived
    await kill(first.running)
    gate.release()
    await vi.waitFor(() => expect(read()).toEqual([message]))
    const next = await start()
    await vi.waitFor(
      () => expect(fake.calls.map(({ action }) => action)).toContain('get_group_msg_history'),
      {
        timeout: 15_000,
      },
    )
    await stop(next.running)
    expect(read()).toEqual([message])
  }, 60_000)
})

test('what a handler was sending when the process was killed is sent once', async () => {
  const { fake, start, read } = await open(0)
  const first = await start()
  const gate = fake.faults.slow('send_group_msg')
  const response = post(first.port, 'release', released).catch(() => 'no answer')
  await gate.arrived
  await kill(first.running)
  expect(await response).toBe('no answer')
  gate.release()
  await vi.waitFor(() => expect(read()).toHaveLength(1))
  const next = await start()
  // The handler runs again and looks.
  await vi.waitFor(() => expect(fake.calls.map(({ action }) => action)).toContain('get_group_msg_history'), {
    timeout: 15_000,
  })
  await stop(next.running)
  expect(read()).toEqual([expect.stringContaining('发布了 v1.0.0')])
}, 60_000)
