import type { AlertState } from '../alerts.js'
import { listAt, template, textAt, valueAt } from '../template.js'
import { lines, listed } from './lines.js'

/** What a target's `alert` takes. */
export interface Alert {
  /** The same for an alert and its end. */
  readonly key: string
  readonly state: AlertState
  readonly content: string
}

const signs: Readonly<Record<AlertState, string>> = { firing: '🔥', resolved: '✅' }

const stateAt = (data: unknown): AlertState | undefined => {
  const status = textAt(data, 'status')
  return status === 'firing' || status === 'resolved' ? status : undefined
}

const oneOf = (alert: unknown): string => {
  const name = textAt(alert, 'labels.alertname', '告警')
  const where = textAt(alert, 'labels.instance')
  const why = textAt(alert, 'annotations.summary', textAt(alert, 'annotations.description'))
  const sign = signs[stateAt(alert) ?? 'firing']
  return [`${sign} ${name}`, where && `（${where}）`, why && `：${why}`].join('')
}

/**
 * What Alertmanager, or Grafana's alerting, says: one alert for each group of theirs, which ends when all of it has.
 * `undefined`: the body is none.
 */
export const alertmanagerAlert = (body: unknown): Alert | undefined => {
  const state = stateAt(body)
  if (state === undefined) return undefined
  const alerts = listAt(body, 'alerts')
  const title = textAt(body, 'title', textAt(body, 'commonLabels.alertname', '告警'))
  return {
    key: textAt(body, 'groupKey', title),
    state,
    content: lines(
      `${signs[state]} ${title}${state === 'resolved' ? '（已恢复）' : ''}`,
      listed(alerts, oneOf),
      textAt(alerts[0], 'panelURL', textAt(alerts[0], 'generatorURL', textAt(body, 'externalURL'))),
    ),
  }
}

/** Uptime Kuma's numbers; it waits before it calls a monitor down, and it rests for maintenance. */
const heartbeats: ReadonlyMap<unknown, AlertState> = new Map([
  [0, 'firing'],
  [1, 'resolved'],
])

/** What Uptime Kuma says of a monitor that goes down or comes up. `undefined`: something else, with a `msg` perhaps. */
export const uptimeKumaAlert = (body: unknown): Alert | undefined => {
  const state = heartbeats.get(valueAt(body, 'heartbeat.status'))
  if (state === undefined) return undefined
  const name = template('{monitor.name|监控}')(body)
  const said = textAt(body, 'heartbeat.msg')
  return {
    key: `uptime-kuma ${textAt(body, 'monitor.id', name)}`,
    state,
    content: lines(
      `${signs[state]} ${name} ${state === 'firing' ? '无法访问' : '恢复正常'}${said && `：${said}`}`,
      textAt(body, 'monitor.url').replace(/^https?:\/\/$/, '') || textAt(body, 'monitor.hostname'),
      textAt(body, 'heartbeat.localDateTime', textAt(body, 'heartbeat.time')),
    ),
  }
}
