import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createBot } from '../../src/bot.js'
import type { Bot } from '../../src/bot-interface.js'
import type { Log } from '../../src/log.js'
import { decoded } from '../samples/decoded.js'
import { token } from '../samples/delivery.js'

const nothing = () => undefined
const quiet: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing }

/** The status line of the answer to raw bytes. */
const send = (port: number, delivery: Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(delivery))
    socket.once('data', (answer) => {
      resolve(answer.toString().split('\r\n')[0] ?? '')
      socket.destroy()
    })
    socket.once('error', reject)
  })

describe('a delivery of', () => {
  let bot: Bot | undefined
  afterEach(() => bot?.close())

  it.each(decoded)('$implementation/$sample.file reaches its handlers once', async (fixture) => {
    const { implementation, delivery, lineage, sample } = fixture
    const tokens = implementation === 'shamrock' ? [] : [token]
    bot = createBot({ endpoints: [{ name: 'main', path: '/napcat', tokens }], log: quiet })
    const heard: string[] = []
    for (const name of lineage) bot.onUnknown(name, () => void heard.push(name))
    bot.on(sample.of, (event) => void heard.push(event.name))
    const { port } = await bot.listen({ port: 0 })
    expect(await send(port, delivery)).toBe('HTTP/1.1 204 No Content')
    expect(heard.sort()).toEqual([...lineage, fixture.event.name].sort())
  })
})
