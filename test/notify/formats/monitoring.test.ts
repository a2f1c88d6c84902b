import { describe, expect, test } from 'vitest'
import { alertmanagerAlert, uptimeKumaAlert } from '../../../src/index.js'
import * as others from '../../samples/webhooks/others.js'

describe('alertmanagerAlert', () => {
  test('is one alert for a group of Alertmanager', () => {
    expect(alertmanagerAlert(others.alertmanager)).toEqual({
      key: '{}:{alertname="HighCPU"}',
      state: 'firing',
      content: `🔥 HighCPU
🔥 HighCPU（web-1:9100）：CPU 超过 90%
✅ HighCPU（web-2:9100）：CPU 超过 90%
http://prometheus.example.com/graph?g0.expr=cpu`,
    })
  })

  test('ends with the group', () => {
    expect(alertmanagerAlert(others.alertmanagerResolved)).toMatchObject({
      key: '{}:{alertname="HighCPU"}',
      state: 'resolved',
      content: expect.stringContaining('✅ HighCPU（已恢复）\n✅ HighCPU（web-1:9100）'),
    })
  })

  test('reads what Grafana sends', () => {
    expect(alertmanagerAlert(others.grafana)).toEqual({
      key: '{}/{}:{alertname="HighCPU"}',
      state: 'firing',
      content: `🔥 [FIRING:1] HighCPU web-1
🔥 HighCPU（web-1:9100）：CPU 超过 90%
https://grafana.example.com/d/1?viewPanel=2`,
    })
  })

  test('has something in the place of what is missing', () => {
    expect(alertmanagerAlert({ status: 'firing', alerts: [{}] })).toEqual({
      key: '告警',
      state: 'firing',
      content: '🔥 告警\n🔥 告警',
    })
    expect(alertmanagerAlert({ status: 'unknown' })).toBeUndefined()
    expect(alertmanagerAlert(undefined)).toBeUndefined()
  })
})

describe('uptimeKumaAlert', () => {
  test('pairs down and up of one monitor', () => {
    expect(uptimeKumaAlert(others.kumaDown)).toEqual({
      key: 'uptime-kuma 29',
      state: 'firing',
      content:
        '🔥 首页 无法访问：getaddrinfo ENOTFOUND example.com\nhttps://example.com\n2026-01-01 08:00:00',
    })
    expect(uptimeKumaAlert(others.kumaUp)).toMatchObject({
      key: 'uptime-kuma 29',
      state: 'resolved',
      content: expect.stringContaining('✅ 首页 恢复正常：200 - OK'),
    })
  })

  test('is none for a test, a pending monitor or anything else', () => {
    expect(uptimeKumaAlert(others.kumaTest)).toBeUndefined()
    expect(uptimeKumaAlert({ heartbeat: { status: 2 } })).toBeUndefined()
    expect(uptimeKumaAlert([])).toBeUndefined()
  })

  test('shows the host of a monitor that has no page', () => {
    const monitor = { name: '数据库', url: 'https://', hostname: 'db.example.com' }
    expect(uptimeKumaAlert({ heartbeat: { status: 0 }, monitor })?.content).toBe(
      '🔥 数据库 无法访问\ndb.example.com',
    )
  })
})
