import { listAt, template, textAt } from '../template.js'
import { countAt, firstLine, lines, listed } from './lines.js'

type Say = (body: unknown) => string | undefined

const project = template('{project.path_with_namespace|未知项目}')
const user = template('{user.name|有人}')

const commitLine = (commit: unknown): string =>
  ` · ${textAt(commit, 'id').slice(0, 7)} ${firstLine(textAt(commit, 'title', textAt(commit, 'message', '（没有说明）')))}`

const isNothing = (hash: string): boolean => /^0+$/.test(hash)

const push: Say = (body) => {
  const ref = textAt(body, 'ref', '未知分支').replace(/^refs\/(heads|tags)\//, '')
  const where = `${project(body)} ${ref}`
  const who = textAt(body, 'user_name', '有人')
  if (isNothing(textAt(body, 'after'))) return `🗑 ${where}：${who} 删除了它`
  const commits = listAt(body, 'commits')
  const count = countAt(body, 'total_commits_count', commits)
  if (count === 0 || textAt(body, 'object_kind') === 'tag_push') return `🌱 ${where}：${who} 新建了它`
  return lines(
    `📦 ${where}：${who} 推送了 ${count} 个提交`,
    listed(commits, commitLine, { count }),
    textAt(body, 'project.web_url') && `${textAt(body, 'project.web_url')}/-/commits/${encodeURI(ref)}`,
  )
}

const done: ReadonlyMap<string, string> = new Map([
  ['open', '新建了'],
  ['close', '关闭了'],
  ['reopen', '重新打开了'],
  ['merge', '合并了'],
  ['approved', '批准了'],
])

const about =
  (sign: string, mark: string): Say =>
  (body) => {
    const did = done.get(textAt(body, 'object_attributes.action'))
    if (did === undefined) return undefined
    const title = template(`${mark}{object_attributes.iid|?} {object_attributes.title|（没有标题）}`)(body)
    return lines(
      `${sign} ${project(body)}：${user(body)} ${did} ${title}`,
      textAt(body, 'object_attributes.url'),
    )
  }

const statuses: ReadonlyMap<string, string> = new Map([
  ['success', '✅ 成功'],
  ['failed', '❌ 失败'],
  ['canceled', '⏹ 取消'],
])

const pipeline: Say = (body) => {
  const status = statuses.get(textAt(body, 'object_attributes.status'))
  if (status === undefined) return undefined
  const run = template('流水线 #{object_attributes.id|?}（{object_attributes.ref|未知分支}）')(body)
  const url = textAt(body, 'object_attributes.url')
  return lines(`${status}：${project(body)} ${run}`, url)
}

const release: Say = (body) => {
  if (textAt(body, 'action') !== 'create') return undefined
  return lines(`🎉 ${project(body)} 发布了 ${textAt(body, 'tag', '新版本')}`, textAt(body, 'url'))
}

const says: ReadonlyMap<string, Say> = new Map([
  ['push', push],
  ['tag_push', push],
  ['issue', about('🐛', '#')],
  ['merge_request', about('🔀', '!')],
  ['pipeline', pipeline],
  ['release', release],
])

/**
 * What a delivery of GitLab says to people: pushes, tags, issues, merge requests, pipelines that have ended, releases.
 * `undefined`: nothing worth telling. What the body lacks has something in its place.
 */
export const gitlabMessage = (body: unknown): string | undefined =>
  says.get(textAt(body, 'object_kind'))?.(body)
