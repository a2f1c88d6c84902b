import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { githubMessage, gitlabMessage } from '../../../src/index.js'
import * as github from '../../samples/webhooks/github.js'
import * as others from '../../samples/webhooks/others.js'

describe('githubMessage', () => {
  test.each([
    [
      'push',
      github.push,
      `📦 octocat/Hello-World feat/door：小明 推送了 2 个提交
 · 1481a2d 修正登录
 · 0d1a26e Update README.md
https://github.com/octocat/Hello-World/compare/6113728f27ae...0d1a26e67d8f`,
    ],
    [
      'push',
      { ...github.push, deleted: true, commits: [] },
      '🗑 octocat/Hello-World feat/door：小明 删除了它',
    ],
    [
      'push',
      { ...github.push, created: true, commits: [] },
      '🌱 octocat/Hello-World feat/door：小明 新建了它',
    ],
    ['push', { ...github.push, ref: 'refs/tags/v1', commits: [] }, undefined],
    [
      'issues',
      github.issueOpened,
      '🐛 octocat/Hello-World：octocat 新建了 #7 猫进不来\nhttps://github.com/octocat/Hello-World/issues/7',
    ],
    ['issues', { ...github.issueOpened, action: 'labeled' }, undefined],
    [
      'pull_request',
      github.pullRequestMerged,
      '🔀 octocat/Hello-World：octocat 合并了 #8 装一扇门\nhttps://github.com/octocat/Hello-World/pull/8',
    ],
    [
      'workflow_run',
      github.workflowFailed,
      '❌ 失败：octocat/Hello-World CI #42（main）\nhttps://github.com/octocat/Hello-World/actions/runs/1',
    ],
    ['workflow_run', { ...github.workflowFailed, action: 'requested' }, undefined],
    [
      'release',
      github.released,
      '🎉 octocat/Hello-World 发布了 v1.0.0（第一扇门）\nhttps://github.com/octocat/Hello-World/releases/tag/v1.0.0',
    ],
    ['ping', github.ping, '👋 octocat/Hello-World 的 webhook 已连接：Design for failure.'],
    ['star', { action: 'created' }, undefined],
    ['constructor', {}, undefined],
    ['issues', { action: 'constructor' }, undefined],
    [
      'workflow_run',
      { action: 'completed', workflow_run: { conclusion: 'toString' } },
      '❔ toString：未知仓库 工作流 #?（未知分支）',
    ],
    [undefined, {}, undefined],
  ])('%s', (event, body, message) => expect(githubMessage(event, body)).toBe(message))

  test('names ten commits and counts the others', () => {
    const commits = Array.from({ length: 12 }, (_, index) => ({
      id: `${index}abcdefgh`,
      message: `change ${index}`,
    }))
    const said = githubMessage('push', { ...github.push, commits })?.split('\n') ?? []
    expect(said[0]).toContain('12 个提交')
    expect(said.slice(10, 12)).toEqual([' · 9abcdef change 9', ' · 还有 2 个'])
  })

  test('reads what Gitea sends', () => {
    expect(githubMessage('push', others.giteaPush)).toBe(
      '📦 cat/door main：gang 推送了 1 个提交\n · bffeb74 Webhooks Yay!\nhttps://gitea.example.com/cat/door/compare/28e1...bffe',
    )
  })

  test('has something in the place of everything that is missing', () => {
    expect(githubMessage('push', { commits: [{}] })).toBe(
      '📦 未知仓库 未知分支：有人 推送了 1 个提交\n ·  （没有说明）',
    )
    expect(githubMessage('issues', { action: 'opened' })).toBe('🐛 未知仓库：有人 新建了 #? （没有标题）')
    expect(githubMessage('workflow_run', { action: 'completed' })).toBe(
      '❔ 未知：未知仓库 工作流 #?（未知分支）',
    )
    expect(githubMessage('ping', undefined)).toBe('👋 GitHub 的 webhook 已连接：pong')
  })
})

describe('gitlabMessage', () => {
  test.each([
    [
      others.gitlabPush,
      `📦 mike/diaspora master：小红 推送了 4 个提交
 · b6568db Update
 · da15608 fixed readme
 · 还有 2 个
https://gitlab.example.com/mike/diaspora/-/commits/master`,
    ],
    [{ ...others.gitlabPush, after: '0'.repeat(40) }, '🗑 mike/diaspora master：小红 删除了它'],
    [
      { ...others.gitlabPush, object_kind: 'tag_push', ref: 'refs/tags/v1' },
      '🌱 mike/diaspora v1：小红 新建了它',
    ],
    [
      others.gitlabMergeRequest,
      '🔀 mike/diaspora：小红 合并了 !3 装一扇门\nhttps://gitlab.example.com/mike/diaspora/-/merge_requests/3',
    ],
    [others.gitlabPipeline, '❌ 失败：mike/diaspora 流水线 #31（master）\nhttps://gitlab.example.com/p/31'],
    [{ ...others.gitlabPipeline, object_attributes: { status: 'running' } }, undefined],
    [
      others.gitlabRelease,
      '🎉 mike/diaspora 发布了 v1.1\nhttps://gitlab.example.com/mike/diaspora/-/releases/v1.1',
    ],
    [
      { object_kind: 'issue', object_attributes: { action: 'open' } },
      '🐛 未知项目：有人 新建了 #? （没有标题）',
    ],
    [{}, undefined],
  ])('%#', (body, message) => expect(gitlabMessage(body)).toBe(message))
})

test('whatever comes is read or passed over', () => {
  const events = ['push', 'issues', 'pull_request', 'workflow_run', 'release', 'ping']
  const keys = fc.constantFrom('action', 'commits', 'ref', 'repository', 'object_attributes', 'total_commits')
  const bodies = fc.oneof(fc.anything(), fc.dictionary(keys, fc.oneof(fc.anything(), fc.constant('opened'))))
  fc.assert(
    fc.property(fc.constantFrom(...events), bodies, (event, body) => {
      githubMessage(event, body)
      for (const object_kind of ['push', 'issue', 'pipeline', 'release'])
        gitlabMessage({ ...Object(body), object_kind })
    }),
  )
})
