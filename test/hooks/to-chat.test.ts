import { describe, expect, onTestFinished, test } from 'vitest'
import { type Bot, type BotHookHandler, ConfigError, createBot, type HookOptions } from '../../src/index.js'
import { createLog } from '../../src/log.js'
import { openDoor } from '../support/door.js'
import { call, json } from '../support/hook.js'
import { linesOf, peopled } from '../testkit/fake.js'

/** A hook at /hook in a world with group 1 and friend 2, each of whom reads what it says. */
const open = async (handler: BotHookHandler, options: HookOptions = {}) => {
  const fake = peopled('napcat')
  onTestFinished(() => fake.close())
  const accounts = [{ selfId: fake.world.selfId, api: { url: await fake.listen() } }]
  const setUp = (bot: Bot): void => void bot.hook('/hook', { name: 'ci', ...options }, handler)
  const { port, lines } = await openDoor(setUp, { accounts, pace: false })
  return {
    post: () => call(port, '/hook', json({})),
    group: () => linesOf(fake, fake.group(1)),
    friend: () => linesOf(fake, fake.friend(2)),
    said: () => lines.map(({ msg }) => msg),
  }
}

describe('a hook tells chats', () => {
  test('those that it names, and any other', async () => {
    const { post, group, friend } = await open(
      async ({ targets, to }) => {
        await targets.send('for all')
        await to.user(2).send('for one')
      },
      { notify: ['group:1', 'user:2'] },
    )
    expect(await post()).toMatchObject({ status: 204 })
    expect([group(), friend()]).toEqual([['for all'], ['for all', 'for one']])
  })

  test('and the log says what did not arrive', async () => {
    const { post, group, said } = await open(async ({ targets }) => targets.send('hi'), {
      notify: ['group:99', 'group:1'],
    })
    const [lost, arrived] = JSON.parse((await post()).body)
    expect([lost, arrived]).toMatchObject([{ target: 'group:99' }, { target: 'group:1', message_id: 1001 }])
    expect(group()).toEqual(['hi'])
    expect(said()).toContain('group:99 was not written to, or perhaps not')
  })

  test('or nobody, and the log says once how to name some', async () => {
    const { post, said } = await open(async ({ targets }) => void (await targets.send('hi')))
    await post()
    await post()
    const warnings = said().filter((line) => line.includes('has no targets'))
    expect(warnings).toEqual([expect.stringMatching(/the hook ci \("notify"\).*\["group:456789012"/)])
  })

  test('what came, as plain text', async () => {
    const { post, group } = await open(async ({ targets }) => void (await targets.send('[CQ:at,qq=all]')), {
      notify: ['group:1'],
    })
    await post()
    expect(group()).toEqual(['[CQ:at,qq=all]'])
  })
})

test('a name that is no target is refused', async () => {
  const bot = createBot({ endpoints: [{ path: '/napcat' }], log: createLog('silent') })
  const register = () => bot.hook('/hook', { notify: ['456789012'] }, () => {})
  expect(register).toThrow(ConfigError)
  expect(register).toThrow('notify: found "456789012", expected a target such as group:456789012')
})
