import { describe, expect, onTestFinished, test } from 'vitest'
import { MemoryState } from '../../src/journal/memory-state.js'
import { createTestBot, type TestBot, type TestBotOptions } from '../../src/testkit/test-bot.js'

const groups = [{ id: 456, members: [{ id: 2 }] }]

const open = async (options: TestBotOptions = {}): Promise<TestBot> => {
  const bot = await createTestBot([], { groups, ...options })
  onTestFinished(() => bot.close())
  return bot
}

/** What the group shows: `>first second` quotes. */
const shown = ({ group }: TestBot): string[] => {
  const { messages } = group(456)
  const textOf = (id: number): string => messages.find((message) => message.id === id)?.text ?? '?'
  return messages.flatMap(({ quotes, text, recalled }) =>
    recalled ? [] : [[...quotes.map((id) => `>${textOf(id)}`), text].join(' ')],
  )
}

describe('alert', () => {
  test('quotes what it ends', async () => {
    const world = await open()
    const target = world.bot.to.group(456)
    await target.alert('cpu', 'firing', 'CPU 93%')
    await target.alert('disk', 'firing', 'disk full')
    await target.alert('cpu', 'resolved', 'CPU is fine')
    await target.alert('cpu', 'resolved', 'still fine')
    expect(shown(world)).toEqual(['CPU 93%', 'disk full', '>CPU 93% CPU is fine', 'still fine'])
  })

  test('recalls what it ends, and what it repeats', async () => {
    const world = await open()
    const alert = (state: 'firing' | 'resolved', words: string) =>
      world.bot.to.group(456).alert('cpu', state, words, { pair: 'recall' })
    await alert('firing', 'CPU 93%')
    await alert('firing', 'CPU 97%')
    expect(shown(world)).toEqual(['CPU 97%'])
    await alert('resolved', 'CPU is fine')
    expect(shown(world)).toEqual(['CPU is fine'])
  })

  test('quotes where QQ does not let it recall', async () => {
    const world = await open()
    const target = world.bot.to.group(456)
    await target.alert('cpu', 'firing', 'CPU 93%')
    world.faults.refuse('delete_msg', '超过时间')
    await target.alert('cpu', 'resolved', 'fine', { pair: 'recall' })
    expect(shown(world)).toEqual(['CPU 93%', '>CPU 93% fine'])
  })

  test('remembers over a restart, for as long as it is told', async () => {
    let now = 0
    const state = new MemoryState(() => now)
    const world = await open({ state })
    const { message_id } = await world.bot.to.group(456).alert('cpu', 'firing', 'a', { keepMs: 1000 })
    await world.bot.to.group(456).alert('disk', 'firing', 'b', { keepMs: 2000 })
    now = 1500
    const next = await open({ state })
    await next.bot.to.group(456).alert('cpu', 'resolved', 'a ends')
    await next.bot.to.group(456).alert('disk', 'resolved', 'b ends')
    const quoted = next.calls.map(({ params }) => JSON.stringify(params.message))
    expect(quoted.filter((message) => message.includes('reply'))).toEqual([expect.stringContaining('b ends')])
    expect(message_id).toBeDefined()
  })

  test('keeps the order of what comes at the same time', async () => {
    const world = await open()
    const target = world.bot.to.group(456)
    await Promise.all([target.alert('cpu', 'firing', 'on'), target.alert('cpu', 'resolved', 'off')])
    expect(shown(world)).toEqual(['on', '>on off'])
  })

  test('tells each of several targets', async () => {
    const world = await open({ groups: [...groups, { id: 457 }] })
    const targets = world.bot.to.all(['group:456', 'group:457', 'group:458'])
    const sent = await targets.alert('cpu', 'firing', 'CPU 93%')
    expect(sent).toEqual([
      { target: 'group:456', message_id: expect.any(Number) },
      { target: 'group:457', message_id: expect.any(Number) },
      { target: 'group:458', error: expect.objectContaining({ code: 'API_REFUSED' }) },
    ])
  })
})
