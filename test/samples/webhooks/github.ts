import type { components } from '@octokit/openapi-webhooks-types'

/** Fields of a body of GitHub: those that there are, of the type that they have. */
type Part<Whole> = Whole extends readonly (infer Item)[]
  ? Part<Item>[]
  : Whole extends object
    ? { [Key in keyof Whole]?: Part<Whole[Key]> }
    : Whole

type Body<Name extends string> = `webhook-${Name}` extends infer Schema extends keyof components['schemas']
  ? Part<components['schemas'][Schema]>
  : never

const repository = { full_name: 'octocat/Hello-World', html_url: 'https://github.com/octocat/Hello-World' }
const sender = { login: 'octocat' }

export const push = {
  ref: 'refs/heads/feat/door',
  before: '6113728f27ae82c7b1a177c8d03f9e96e0adf246',
  after: '0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c',
  created: false,
  deleted: false,
  forced: false,
  compare: 'https://github.com/octocat/Hello-World/compare/6113728f27ae...0d1a26e67d8f',
  repository,
  pusher: { name: '小明', email: 'ming@example.com' },
  sender,
  commits: [
    { id: '1481a2de7b2a7d02428ad93446ab166be7793fbb', message: '修正登录\n\n密码为空时' },
    { id: '0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c', message: 'Update README.md' },
  ],
} satisfies Body<'push'>

export const issueOpened = {
  action: 'opened',
  issue: { number: 7, title: '猫进不来', html_url: 'https://github.com/octocat/Hello-World/issues/7' },
  repository,
  sender,
} satisfies Body<'issues-opened'>

export const pullRequestMerged = {
  action: 'closed',
  number: 8,
  pull_request: {
    number: 8,
    title: '装一扇门',
    merged: true,
    html_url: 'https://github.com/octocat/Hello-World/pull/8',
  },
  repository,
  sender,
} satisfies Body<'pull-request-closed'>

export const workflowFailed = {
  action: 'completed',
  workflow_run: {
    name: 'CI',
    run_number: 42,
    head_branch: 'main',
    conclusion: 'failure',
    html_url: 'https://github.com/octocat/Hello-World/actions/runs/1',
  },
  repository,
  sender,
} satisfies Body<'workflow-run-completed'>

export const released = {
  action: 'published',
  release: {
    tag_name: 'v1.0.0',
    name: '第一扇门',
    html_url: 'https://github.com/octocat/Hello-World/releases/tag/v1.0.0',
  },
  repository,
  sender,
} satisfies Body<'release-published'>

export const ping = { zen: 'Design for failure.', hook_id: 1, repository, sender } satisfies Body<'ping'>
