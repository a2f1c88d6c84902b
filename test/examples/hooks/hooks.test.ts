import { createHmac } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import alertmanager from '../../../examples/hooks/alertmanager.js'
import dingtalk from '../../../examples/hooks/dingtalk.js'
import feishu from '../../../examples/hooks/feishu.js'
import gitea from '../../../examples/hooks/gitea.js'
import github from '../../../examples/hooks/github.js'
import gitlab from '../../../examples/hooks/gitlab.js'
import grafana from '../../../examples/hooks/grafana.js'
import report from '../../../examples/hooks/report.js'
import say from '../../../examples/hooks/say.js'
import uptimeKuma from '../../../examples/hooks/uptime-kuma.js'
import type { Bot, NamedPlugin } from '../../../src/index.js'
import { TestClock } from '../../../src/testkit/test-clock.js'
import * as githubBodies from '../../samples/webhooks/github.js'
import * as bodies from '../../samples/webhooks/others.js'
import { openDoor } from '../../support/door.js'
import { call, githubSignature, json } from '../../support/hook.js'
import { linesOf, peopled } from '../../testkit/fake.js'

const notify = ['group:1']

/** What a sender posts to, and what the group reads of it. */
interface Place {
  readonly post: (
    path: string,
    init: RequestInit,
  ) => Promise<{ readonly status: number; readonly body: string }>
  readonly read: () => string[]
  /** Lets ten seconds pass. */
  readonly wait: () => Promise<void>
}

const open = async (plugin: NamedPlugin<Bot>, config: object): Promise<Place> => {
  const fake = peopled('napcat')
  onTestFinished(() => fake.close())
  const accounts = [{ selfId: fake.world.selfId, api: { url: await fake.listen() } }]
  const clock: TestClock = new TestClock(Date.now(), () => bot.settled())
  const { bot, port } = await openDoor(() => {}, { accounts, pace: false, clock })
  await bot.plugin(plugin, config as never)
  return {
    post: (path, init) => call(port, path, init),
    read: () => linesOf(fake, fake.group(1)),
    wait: () => clock.advance(10_000),
  }
}

describe('github', () => {
  const secret = 'the secret of the hook'
  const delivery = (event: string, body: object): RequestInit =>
    json(body, { 'X-GitHub-Event': event, ...githubSignature(JSON.stringify(body), secret) })

  test('makes one message of pushes, and one of everything else', async () => {
    const { post, read, wait } = await open(github, { secret, notify })
    const commits = [{ id: 'ffffffffff', message: 'second push' }]
    expect(await post('/github', delivery('push', githubBodies.push))).toMatchObject({
      status: 204,
      body: '',
    })
    await post('/github', delivery('push', { ...githubBodies.push, commits }))
    await post('/github', delivery('ping', githubBodies.ping))
    await post('/github', delivery('star', { action: 'created' }))
    expect(read()).toEqual(['👋 octocat/Hello-World 的 webhook 已连接：Design for failure.'])
    await wait()
    expect(read()[1]).toMatch(/^📦 octocat\/Hello-World feat\/door：小明 推送了 2 个提交\n.*second push\n/s)
    expect(read()).toHaveLength(2)
  })

  test('reads a form as well', async () => {
    const { post, read } = await open(github, { secret, notify })
    const body = new URLSearchParams({ payload: JSON.stringify(githubBodies.released) }).toString()
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-GitHub-Event': 'release',
      ...githubSignature(body, secret),
    }
    expect(await post('/github', { body, headers })).toMatchObject({ status: 204 })
    expect(read()[0]).toContain('发布了 v1.0.0')
  })

  test('refuses who has not the secret', async () => {
    const { post, read, wait } = await open(github, { secret, notify })
    const { status } = await post('/github', json(githubBodies.push, githubSignature('another')))
    await wait()
    expect([status, read()]).toEqual([403, []])
  })
})

test('gitea', async () => {
  const { post, read, wait } = await open(gitea, { secret: 'key', notify })
  const signature = createHmac('sha256', 'key').update(JSON.stringify(bodies.giteaPush)).digest('hex')
  const headers = { 'X-Gitea-Event': 'push', 'X-Gitea-Signature': signature }
  expect(await post('/gitea', json(bodies.giteaPush, headers))).toMatchObject({ status: 204 })
  await wait()
  expect(read()[0]).toContain('cat/door main：gang 推送了 1 个提交')
})

test('gitlab', async () => {
  const { post, read, wait } = await open(gitlab, { token: 'key', notify })
  const headers = { 'X-Gitlab-Event': 'Push Hook', 'X-Gitlab-Token': 'key' }
  expect(await post('/gitlab', json(bodies.gitlabPush, headers))).toMatchObject({ status: 204 })
  await wait()
  expect(read()[0]).toContain('mike/diaspora master：小红 推送了 4 个提交')
})

const bearer = { Authorization: 'Bearer key' }

test('alertmanager: the end of an alert quotes it', async () => {
  const { post, read } = await open(alertmanager, { token: 'key', notify })
  await post('/alertmanager', json(bodies.alertmanager, bearer))
  await post('/alertmanager', json(bodies.alertmanagerResolved, bearer))
  expect(read()).toEqual([
    expect.stringMatching(/^🔥 HighCPU/),
    expect.stringMatching(/^>\d+ ✅ HighCPU（已恢复）/),
  ])
  expect(await post('/alertmanager', json({}, bearer))).toMatchObject({ status: 400 })
})

test('grafana: what is over takes the place of the alert', async () => {
  const { post, read } = await open(grafana, { token: 'key', notify })
  await post('/grafana', json(bodies.grafana, bearer))
  await post('/grafana', json({ ...bodies.grafana, status: 'resolved', title: '[RESOLVED] HighCPU' }, bearer))
  expect(read()[1]).toMatch(/^✅ \[RESOLVED\] HighCPU/)
})

test('uptime-kuma: down and up are a pair, a test is a message', async () => {
  const { post, read } = await open(uptimeKuma, { token: 'key', notify })
  for (const body of [bodies.kumaTest, bodies.kumaDown, bodies.kumaUp])
    expect(await post('/uptime-kuma?token=key', json(body))).toMatchObject({ status: 204 })
  expect(read()).toEqual([
    '📟 QQ 群 Testing',
    expect.stringMatching(/^🔥 首页 无法访问/),
    expect.stringMatching(/^>\d+ ✅ 首页 恢复正常/),
  ])
})

describe('say', () => {
  test('says what a script posts where the address says', async () => {
    const { post, read } = await open(say, { token: 'key' })
    const form = { body: new URLSearchParams({ text: '备份完成' }), headers: bearer }
    expect(await post('/say/group:1', form)).toMatchObject({
      status: 200,
      body: expect.stringMatching(/"message_id":\d+/),
    })
    expect(read()).toEqual(['备份完成'])
  })

  test('tells a script what is wrong', async () => {
    const { post } = await open(say, { token: 'key' })
    expect(await post('/say/all', json({ text: 'hi' }, bearer))).toMatchObject({ status: 400 })
    expect(await post('/say/group:1', json({}, bearer))).toMatchObject({ status: 400 })
    expect(await post('/say/group:99', json({ text: 'hi' }, bearer))).toMatchObject({ status: 502 })
    expect(await post('/say/group:1', json({ text: 'hi' }))).toMatchObject({ status: 401 })
  })
})

test('dingtalk: a tool that knows nothing else', async () => {
  const { post, read } = await open(dingtalk, { token: 'key', secret: 'SECkey', notify })
  const timestamp = String(Date.now())
  const sign = createHmac('sha256', 'SECkey').update(`${timestamp}\nSECkey`).digest('base64')
  const query = new URLSearchParams({ access_token: 'key', timestamp, sign })
  const markdown = { title: '构建', text: '### 构建失败\n[详情](https://example.com)' }
  const message = json({ msgtype: 'markdown', markdown, at: { isAtAll: true } })
  expect(await post(`/robot/send?${query}`, message)).toMatchObject({ body: '{"errcode":0,"errmsg":"ok"}' })
  expect(read()).toEqual(['构建失败\n详情（https://example.com） @all'])
  expect(await post(`/robot/send?${query}`, json({ msgtype: 'voice' }))).toMatchObject({
    body: expect.stringContaining('40035'),
  })
  expect(await post('/robot/send?access_token=key', message)).toMatchObject({ status: 401 })
  query.set('access_token', 'another')
  expect(await post(`/robot/send?${query}`, message)).toMatchObject({ status: 403 })
})

test('feishu: a tool that knows nothing else', async () => {
  const { post, read } = await open(feishu, { secret: 'key', notify })
  const timestamp = String(Math.floor(Date.now() / 1000))
  const sign = createHmac('sha256', `${timestamp}\nkey`).digest('base64')
  const message = { timestamp, sign, msg_type: 'text', content: { text: '部署完成' } }
  const path = '/open-apis/bot/v2/hook/qq'
  expect(await post(path, json(message))).toMatchObject({ body: '{"code":0,"msg":"success","data":{}}' })
  expect(read()).toEqual(['部署完成'])
  expect(await post(path, json({ ...message, sign: 'wrong' }))).toMatchObject({ status: 403 })
})

describe('report', () => {
  const form = (fields: Readonly<Record<string, string | Blob>>): RequestInit => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    return { body, headers: bearer }
  }
  const file = new File(['一切正常。'.repeat(100)], 'today.txt', { type: 'text/plain' })

  test('shows how a file begins', async () => {
    const { post, read } = await open(report, { token: 'key', notify })
    const answer = await post('/report', form({ report_file: file, report_name: '日报' }))
    expect(answer).toMatchObject({
      status: 200,
      body: '{"status":"success","filename":"today.txt","size":1500}',
    })
    expect(read()).toEqual([`📄 日报（today.txt，1500 字节）\n${'一切正常。'.repeat(40)}`])
  })

  test('to the group that the form names', async () => {
    const { post, read } = await open(report, { token: 'key' })
    await post('/report', form({ report_file: file, target_chat: 'group:1' }))
    expect(read()).toEqual([expect.stringContaining('📄 报告')])
  })

  test('refuses what is no report', async () => {
    const { post, read } = await open(report, { token: 'key', notify })
    const picture = new File(['x'], 'a.png', { type: 'image/png' })
    const large = new File(['x'.repeat(1024 ** 2 + 1)], 'a.txt', { type: 'text/plain' })
    const statuses = []
    for (const fields of [{ report_name: 'a' }, { report_file: picture }, { report_file: large }])
      statuses.push((await post('/report', form(fields))).status)
    expect([statuses, read()]).toEqual([[400, 415, 413], []])
  })
})
