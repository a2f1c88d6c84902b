import { expect, test } from 'vitest'
import { groupMessage, openDoor, post } from '../support/door.js'

test('with order "chat" a handler that waits for a person holds nobody up, and its answer arrives', async () => {
  const { port } = await openDoor(
    (bot) => {
      bot.text('order', async (event) => {
        const { text } = await event.ask('what?')
        return `one ${text}`
      })
      bot.text('other', () => 'meanwhile')
    },
    { order: 'chat', limits: { concurrent: 1, queued: 1 } },
  )
  const says = async (text: string, user_id: number) =>
    (await post(port, groupMessage(text, { user_id, sender: { user_id, nickname: 'x' } }))).body
  expect(await says('order', 2)).toBe('{"reply":"what?"}')
  expect(await says('other', 3)).toBe('{"reply":"meanwhile"}')
  expect(await says('tea', 2)).toBe('{"reply":"one tea"}')
})
