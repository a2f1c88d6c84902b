import { describe, expect, test } from 'vitest'
import { at, text } from '../../src/index.js'
import { groupMessage, openDoor, post } from '../support/door.js'

const [first, second] = [10_001, 10_002]

const open = async (options: object = { answerOnce: 'group' }) => {
  const answered: number[] = []
  const door = await openDoor((bot) => {
    const note = ({ self_id }: { readonly self_id: number }): void => void answered.push(self_id)
    bot.on('message.group', note)
    bot.on('notice.group_increase', note)
    bot.on('request.group', note)
  }, options)
  /** What an account posts; ids of messages are its own. */
  const tell = (account: number, body: object) =>
    post(door.port, { ...body, self_id: account }, { 'X-Self-ID': String(account) })
  return { answered, tell }
}

/** The same message as an account sees it. */
const seen = (message: object) => ({ ...message, message_id: groupMessage('').message_id })

describe('of several accounts in one group', () => {
  test('one answers, and goes on answering', async () => {
    const { answered, tell } = await open()
    for (const words of ['one', 'two', 'two']) {
      const message = groupMessage(words)
      await Promise.all([tell(first, seen(message)), tell(second, seen(message))])
    }
    expect(answered).toEqual([answered[0], answered[0], answered[0]])
  })

  test('another takes over when the first hears nothing, and keeps it', async () => {
    const { answered, tell } = await open()
    await tell(first, groupMessage('one'))
    await tell(second, groupMessage('two'))
    const third = groupMessage('three')
    await Promise.all([tell(first, seen(third)), tell(second, seen(third))])
    expect(answered).toEqual([first, second, second])
  })

  test('the one that is mentioned answers', async () => {
    const { answered, tell } = await open()
    await tell(first, groupMessage('one'))
    await tell(second, { ...groupMessage(''), group_id: 5 })
    const toSecond = groupMessage('', { message: [at(second), text(' help')] })
    await Promise.all([tell(first, seen(toSecond)), tell(second, seen(toSecond))])
    expect(answered).toEqual([first, second, second])
  })

  test('one greets a newcomer, whenever they hear of it', async () => {
    const { answered, tell } = await open()
    const joined = { post_type: 'notice', notice_type: 'group_increase', sub_type: 'approve' }
    const who = { group_id: 5, user_id: 7, operator_id: 0 }
    await tell(first, { ...joined, ...who, time: 1763651801 })
    await tell(second, { ...joined, ...who, time: 1763651802 })
    expect(answered).toEqual([first])
  })

  test('each answers what is not for all', async () => {
    const { answered, tell } = await open()
    const asks = { post_type: 'request', request_type: 'group', sub_type: 'add', group_id: 5, user_id: 7 }
    await tell(first, { ...asks, flag: 'a' })
    await tell(second, { ...asks, flag: 'b' })
    expect(answered).toEqual([first, second])
  })
})

test('without it each account answers what it sees', async () => {
  const { answered, tell } = await open({})
  const message = groupMessage('one')
  await tell(first, seen(message))
  await tell(second, seen(message))
  expect(answered).toEqual([first, second])
})
