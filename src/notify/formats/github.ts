import { listAt, template, textAt, valueAt } from '../template.js'
import { countAt, firstLine, lines, listed } from './lines.js'

type Say = (body: unknown) => string | undefined

const repository = template('{repository.full_name|未知仓库}')
const sender = template('{sender.login|有人}')

/** `refs/heads/feat/a` → `feat/a`. */
const refOf = (body: unknown): string => textAt(body, 'ref', '未知分支').replace(/^refs\/(heads|tags)\//, '')

const commitLine = (commit: unknown): string =>
  ` · ${textAt(commit, 'id').slice(0, 7)} ${firstLine(textAt(commit, 'message', '（没有说明）'))}`

/** Gitea calls some fields by other names. */
const push: Say = (body) => {
  const who = textAt(body, 'pusher.name', textAt(body, 'pusher.login', sender(body)))
  const where = `${repository(body)} ${refOf(body)}`
  if (valueAt(body, 'deleted') === true) return `🗑 ${where}：${who} 删除了它`
  const commits = listAt(body, 'commits')
  if (commits.length === 0)
    return valueAt(body, 'created') === true ? `🌱 ${where}：${who} 新建了它` : undefined
  const count = countAt(body, 'total_commits', commits)
  const did = valueAt(body, 'forced') === true ? '强制推送' : '推送'
  return lines(
    `📦 ${where}：${who} ${did}了 ${count} 个提交`,
    listed(commits, commitLine, { count }),
    textAt(body, 'compare', textAt(body, 'compare_url')),
  )
}

/** What is done with an issue or a pull request; what is not here is not told. */
const done: ReadonlyMap<string, string> = new Map([
  ['opened', '新建了'],
  ['closed', '关闭了'],
  ['reopened', '重新打开了'],
  ['ready_for_review', '请人审阅'],
  ['merged', '合并了'],
])

const issues: Say = (body) => {
  const did = done.get(textAt(body, 'action'))
  if (did === undefined) return undefined
  const about = template('#{issue.number|?} {issue.title|（没有标题）}')(body)
  return lines(`🐛 ${repository(body)}：${sender(body)} ${did} ${about}`, textAt(body, 'issue.html_url'))
}

const pullRequest: Say = (body) => {
  const action = textAt(body, 'action')
  const did = done.get(
    action === 'closed' && valueAt(body, 'pull_request.merged') === true ? 'merged' : action,
  )
  if (did === undefined) return undefined
  const about = template('#{pull_request.number|?} {pull_request.title|（没有标题）}')(body)
  return lines(
    `🔀 ${repository(body)}：${sender(body)} ${did} ${about}`,
    textAt(body, 'pull_request.html_url'),
  )
}

const conclusions: ReadonlyMap<string, string> = new Map([
  ['success', '✅ 成功'],
  ['failure', '❌ 失败'],
  ['cancelled', '⏹ 取消'],
  ['timed_out', '⏰ 超时'],
  ['action_required', '✋ 需要处理'],
])

const workflowRun: Say = (body) => {
  if (textAt(body, 'action') !== 'completed') return undefined
  const conclusion = textAt(body, 'workflow_run.conclusion', '未知')
  const about = template(
    '{workflow_run.name|工作流} #{workflow_run.run_number|?}（{workflow_run.head_branch|未知分支}）',
  )
  return lines(
    `${conclusions.get(conclusion) ?? `❔ ${conclusion}`}：${repository(body)} ${about(body)}`,
    textAt(body, 'workflow_run.html_url'),
  )
}

const release: Say = (body) => {
  if (textAt(body, 'action') !== 'published') return undefined
  const tag = textAt(body, 'release.tag_name', '新版本')
  const name = textAt(body, 'release.name')
  return lines(
    `🎉 ${repository(body)} 发布了 ${name === '' || name === tag ? tag : `${tag}（${name}）`}`,
    textAt(body, 'release.html_url'),
  )
}

const ping: Say = (body) =>
  `👋 ${textAt(body, 'repository.full_name', textAt(body, 'organization.login', 'GitHub'))} 的 webhook 已连接：${textAt(body, 'zen', 'pong')}`

const says: ReadonlyMap<string, Say> = new Map([
  ['push', push],
  ['issues', issues],
  ['pull_request', pullRequest],
  ['workflow_run', workflowRun],
  ['release', release],
  ['ping', ping],
])

/**
 * What a delivery of GitHub, Gitea or Forgejo says to people: `push`, `issues`, `pull_request`, `workflow_run`,
 * `release`, `ping`. `event`: the header `X-GitHub-Event` (`X-Gitea-Event`). `undefined`: nothing worth telling.
 * What the body lacks has something in its place.
 */
export const githubMessage = (
  event: string | readonly string[] | undefined,
  body: unknown,
): string | undefined => says.get(String(event))?.(body)
