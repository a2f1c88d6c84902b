/** Bodies as GitLab, Alertmanager, Grafana and Uptime Kuma send them, without what nobody reads. */

const project = {
  id: 15,
  name: 'Diaspora',
  web_url: 'https://gitlab.example.com/mike/diaspora',
  path_with_namespace: 'mike/diaspora',
}
const user = { id: 1, name: '小红', username: 'hong' }

export const gitlabPush = {
  object_kind: 'push',
  event_name: 'push',
  before: '95790bf891e76fee5e1747ab589903a6a1f80f22',
  after: 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7',
  ref: 'refs/heads/master',
  user_name: '小红',
  project,
  commits: [
    {
      id: 'b6568db1bc1dcd7f8b4d5a946b0b91f9dacd7327',
      message: 'Update Catalan translation.\n\nSee',
      title: 'Update',
    },
    { id: 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7', message: 'fixed readme', title: 'fixed readme' },
  ],
  total_commits_count: 4,
}

export const gitlabMergeRequest = {
  object_kind: 'merge_request',
  user,
  project,
  object_attributes: {
    iid: 3,
    title: '装一扇门',
    state: 'merged',
    action: 'merge',
    url: 'https://gitlab.example.com/mike/diaspora/-/merge_requests/3',
  },
}

export const gitlabPipeline = {
  object_kind: 'pipeline',
  user,
  project,
  object_attributes: { id: 31, ref: 'master', status: 'failed', url: 'https://gitlab.example.com/p/31' },
}

export const gitlabRelease = {
  object_kind: 'release',
  action: 'create',
  tag: 'v1.1',
  project,
  url: 'https://gitlab.example.com/mike/diaspora/-/releases/v1.1',
}

/** Gitea names some fields otherwise than GitHub. */
export const giteaPush = {
  ref: 'refs/heads/main',
  before: '28e1879d029cb852e4844d9c718537df08844e03',
  after: 'bffeb74224043ba2feb48d137756c8a9331c449a',
  compare_url: 'https://gitea.example.com/cat/door/compare/28e1...bffe',
  commits: [
    { id: 'bffeb74224043ba2feb48d137756c8a9331c449a', message: 'Webhooks Yay!\n', author: { name: '小刚' } },
  ],
  total_commits: 1,
  repository: { full_name: 'cat/door', html_url: 'https://gitea.example.com/cat/door' },
  pusher: { login: 'gang', username: 'gang' },
  sender: { login: 'gang' },
}

const cpu = {
  status: 'firing',
  labels: { alertname: 'HighCPU', instance: 'web-1:9100', severity: 'critical' },
  annotations: { summary: 'CPU 超过 90%' },
  startsAt: '2026-01-01T00:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus.example.com/graph?g0.expr=cpu',
  fingerprint: 'c6eadffa33fcdf37',
}

export const alertmanager = {
  version: '4',
  groupKey: '{}:{alertname="HighCPU"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'catflap',
  groupLabels: { alertname: 'HighCPU' },
  commonLabels: { alertname: 'HighCPU', severity: 'critical' },
  commonAnnotations: {},
  externalURL: 'http://alertmanager.example.com',
  alerts: [cpu, { ...cpu, status: 'resolved', labels: { ...cpu.labels, instance: 'web-2:9100' } }],
}

export const alertmanagerResolved = {
  ...alertmanager,
  status: 'resolved',
  alerts: [{ ...cpu, status: 'resolved', endsAt: '2026-01-01T00:10:00Z' }],
}

export const grafana = {
  receiver: 'catflap',
  status: 'firing',
  orgId: 1,
  alerts: [{ ...cpu, panelURL: 'https://grafana.example.com/d/1?viewPanel=2', values: { A: 93 } }],
  groupLabels: { alertname: 'HighCPU' },
  commonLabels: { alertname: 'HighCPU' },
  commonAnnotations: {},
  externalURL: 'https://grafana.example.com/',
  version: '1',
  groupKey: '{}/{}:{alertname="HighCPU"}',
  truncatedAlerts: 0,
  title: '[FIRING:1] HighCPU web-1',
  state: 'alerting',
  message: '**Firing**',
}

export const kumaDown = {
  heartbeat: {
    monitorID: 29,
    status: 0,
    time: '2026-01-01 00:00:00.527',
    msg: 'getaddrinfo ENOTFOUND example.com',
    important: true,
    duration: 60,
    localDateTime: '2026-01-01 08:00:00',
  },
  monitor: { id: 29, name: '首页', url: 'https://example.com', hostname: null, port: null, type: 'http' },
  msg: '[首页] [🔴 Down] getaddrinfo ENOTFOUND example.com',
}

export const kumaUp = {
  ...kumaDown,
  heartbeat: { ...kumaDown.heartbeat, status: 1, msg: '200 - OK' },
  msg: '[首页] [✅ Up] 200 - OK',
}

export const kumaTest = { heartbeat: null, monitor: null, msg: 'QQ 群 Testing' }
