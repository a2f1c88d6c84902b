import { describe, expect, test } from 'vitest'
import { AccountUnclear, at, text } from '../../src/index.js'
import { openApi } from '../support/api.js'
import { groupMessage, openDoor, post, selfId } from '../support/door.js'

const other = 222222222

describe('bot.to', () => {
  test('sends to groups and people as the only account', async () => {
    const api = await openApi()
    const { bot } = await openDoor(() => {}, { ...api.options(), accounts: [{ selfId }] })
    expect(await bot.to.group(1).send('早 [1]')).toEqual({ message_id: 101 })
    await bot.to.user(2).send('hi')
    expect(api.calls).toEqual([
      ['send_group_msg', { group_id: 1, message: [{ type: 'text', data: { text: '早 [1]' } }] }],
      ['send_private_msg', { user_id: 2, message: 'hi' }],
    ])
  })

  test('sends as the account that was last seen there, or as the one that is named', async () => {
    const first = await openApi()
    const second = await openApi()
    const { bot, port } = await openDoor(() => {}, {
      accounts: [
        { selfId, api: { url: first.url } },
        { selfId: other, api: { url: second.url } },
      ],
    })
    await expect(bot.to.group(1).send('hi')).rejects.toBeInstanceOf(AccountUnclear)
    await expect(bot.to.group(1).send('hi')).rejects.toThrow(`${selfId}, ${other}`)
    await post(port, groupMessage('a', { group_id: 1, self_id: other }), { 'X-Self-ID': String(other) })
    await bot.to.group(1).send('seen')
    await bot.to.group(1, { from: selfId }).send('named')
    const sends = (calls: typeof first.calls) =>
      calls.filter(([action]) => action === 'send_group_msg').map(([, { message }]) => message)
    expect([sends(first.calls), sends(second.calls)]).toEqual([['named'], ['seen']])
  })

  test('tells of each group what became of it, and goes on', async () => {
    const api = await openApi((_action, { group_id }) => (group_id === 2 ? { retcode: 100 } : undefined))
    const { bot, lines } = await openDoor(() => {}, { ...api.options(), accounts: [{ selfId }] })
    expect(await bot.to.groups([1, 2, 3, 1]).send('hi')).toMatchObject([
      { target: 'group:1', message_id: expect.any(Number) },
      { target: 'group:2', error: { code: 'API_REFUSED' } },
      { target: 'group:3', message_id: expect.any(Number) },
    ])
    expect(api.calls).toHaveLength(3)
    expect(lines.map(({ msg }) => msg)).toContain('group:2 was not written to, or perhaps not')
  })

  test('sends a long text as a forward', async () => {
    const api = await openApi()
    const { bot } = await openDoor(() => {}, { ...api.options(), accounts: [{ selfId }] })
    await bot.to.group(1, { forwardBeyond: 3 }).send('abc')
    await bot.to.group(1, { forwardBeyond: 3 }).send('abcd')
    await bot.to.user(2, { forwardBeyond: 3 }).send([text('ab'), at(3), text('cd')])
    expect(api.calls.map(([action]) => action)).toEqual([
      'send_group_msg',
      'send_group_forward_msg',
      'send_private_forward_msg',
    ])
    expect(api.calls[1]?.[1]).toMatchObject({ messages: [{ data: { content: [text('abcd')] } }] })
    expect(api.calls[2]?.[1]).toMatchObject({
      messages: [{ data: { content: [text('ab'), at(3), text('cd')] } }],
    })
  })

  test('writes to several by name, to each once', async () => {
    const api = await openApi()
    const { bot } = await openDoor(() => {}, { ...api.options(), accounts: [{ selfId }] })
    const sent = await bot.to.all(['group:1', 'user:2', 'group:1']).send('hi')
    expect(sent.map(({ target }) => target)).toEqual(['group:1', 'user:2'])
    expect(() => bot.to.all(['1'])).toThrow(RangeError)
  })

  test('warns once where nobody is configured', async () => {
    const { bot, lines } = await openDoor()
    const nobody = bot.to.all([], { of: 'the hook /github' })
    expect([await nobody.send('hi'), await nobody.send('again')]).toEqual([[], []])
    expect(lines.filter(({ msg }) => msg.includes('the hook /github has no targets'))).toHaveLength(1)
  })
})
