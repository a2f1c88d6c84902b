import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import accounts from '../../examples/accounts.js'
import morning from '../../examples/morning.js'
import signup from '../../examples/signup.js'
import { done, openApi } from '../support/api.js'
import { exchange, fixture, groupMessage, openDoor, post, selfId } from '../support/door.js'

const says = async (port: number, words: string): Promise<unknown> => {
  const { body } = await post(port, groupMessage(words))
  return body === '' ? undefined : JSON.parse(body).reply
}

describe('signup', () => {
  test('asks for everything, step by step, and keeps it', async () => {
    const { port } = await openDoor(signup)
    expect(await says(port, '我的报名')).toBe('还没有报名')
    expect(await says(port, '报名')).toContain('怎么称呼你')
    expect(await says(port, '小明')).toBe('多大了?')
    expect(await says(port, '很大')).toContain('请输入')
    expect(await says(port, '20')).toContain('S / M / L')
    expect(await says(port, 'l')).toBe('小明，20 岁，L 码，对吗?')
    expect(await says(port, '对')).toBe('报名成功!')
    expect(await says(port, '我的报名')).toBe('小明，L 码')
  })

  test('ends where somebody cancels', async () => {
    const { port } = await openDoor(signup)
    await says(port, '报名')
    expect(await says(port, '取消')).toBe('好，不报名了')
    expect(await says(port, '小明')).toBeUndefined()
  })
})

describe('morning', () => {
  test('greets its groups at eight', async () => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
      now: Date.parse('2026-01-01T07:59:00+08:00'),
    })
    onTestFinished(() => void vi.useRealTimers())
    const api = await openApi((action) => (action === 'get_status' ? done({ online: true }) : undefined))
    const { bot } = await openDoor(() => {}, { ...api.options(), accounts: [{ selfId }] })
    await bot.plugin(morning, { groups: [1, 2], words: '早!' })
    vi.advanceTimersByTime(120_000)
    await api.called('send_group_msg', 2)
    expect(api.calls.filter(([action]) => action === 'send_group_msg')).toEqual([
      ['send_group_msg', { group_id: 1, message: '早!' }],
      ['send_group_msg', { group_id: 2, message: '早!' }],
    ])
  })

  test('names what is wrong in its settings', async () => {
    const { bot } = await openDoor()
    await expect(bot.plugin(morning, { groups: ['1'] } as never)).rejects.toThrow(
      'config.groups[0]: found "1", expected a number',
    )
  })
})

describe('slow', () => {
  test('says that it is at work, and recalls that with the answer', async () => {
    let answer = (): void => {}
    const model = createServer((_request, response) => {
      answer = () => response.end(JSON.stringify({ text: '喵' }))
    })
    await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      model.closeAllConnections()
      model.close()
    })
    vi.stubEnv('MODEL_URL', `http://127.0.0.1:${(model.address() as AddressInfo).port}`)
    onTestFinished(() => void vi.unstubAllEnvs())
    const { default: slow } = await import('../../examples/slow.js')
    const api = await openApi()
    const { port } = await openDoor(slow, api.options({ answerWithinMs: 50, pending: '处理中…' }))
    const toMe = {
      message: [
        { type: 'at', data: { qq: String(selfId) } },
        { type: 'text', data: { text: ' 你好' } },
      ],
    }
    expect((await post(port, groupMessage('', toMe))).status).toBe(204)
    expect(JSON.stringify(await api.called('send_group_msg'))).toContain('处理中…')
    answer()
    expect(JSON.stringify(await api.called('send_group_msg', 2))).toContain('喵')
    await api.called('delete_msg')
  })
})

describe('accounts', () => {
  test('tells by another account that one is offline', async () => {
    const api = await openApi()
    const other = 222222222
    const { port, said } = await openDoor(accounts, api.options())
    await post(port, groupMessage('a', { self_id: other }), { 'X-Self-ID': String(other) })
    await exchange(port, fixture('napcat/bot-offline'))
    await said('掉线了')
    expect(await api.called('send_private_msg')).toMatchObject({ user_id: 10_001 })
    const asked = await post(port, groupMessage('accounts', { user_id: 10_001 }))
    expect(asked.body).toContain(`${other}: online`)
  })
})
