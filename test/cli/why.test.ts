import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadPlugin } from '../../src/cli/load-plugin.js'
import { whyCommand } from '../../src/cli/why.js'
import { eventIds } from '../../src/protocol/event-id.js'
import { noAccount } from '../../src/protocol/journal.js'
import { openApi } from '../support/api.js'
import { catflap, folder, run } from '../support/catflap.js'
import { groupMessage, openDoor, post, selfId } from '../support/door.js'
import { arrivalOf, lookInto } from '../support/journal.js'

const plugin = `import { fromGroup } from 'catflap'

export default (bot) => {
  bot.use(function audit(event, next) { return next() })
  bot.command('ban <who:user>', { role: 'admin' }, () => {})
  bot.text('ping', () => 'pong')
  bot.text('广告', () => ({ reply: '请文明发言', delete: true }))
  bot.on('message.group', fromGroup(1), () => 'one')
  bot.on('notice', () => {})
}
`

/** A folder with a bot, the bot at work, and \`catflap why\` for it. */
const open = async (files: Readonly<Record<string, string>> = {}, changes: object = {}) => {
  const api = await openApi((action) =>
    action === 'delete_msg' ? { retcode: 1200, wording: 'no such message' } : undefined,
  )
  const config = { endpoints: api.options().endpoints, plugins: ['./own.mjs'], ...changes }
  const path = await folder({ 'config.json': config, 'own.mjs': plugin, ...files })
  const door = await openDoor(() => {}, {
    ...api.options(),
    accounts: [{ selfId, implementation: 'napcat' }],
    journal: { file: join(path, 'data/catflap.db') },
  })
  await loadPlugin(door.bot, { use: join(path, 'own.mjs') })
  const why = async (...args: readonly string[]) => {
    const { output } = await run(whyCommand(), [...args, '--config', join(path, 'config.json')])
    return output
  }
  const say = async (text: string) => {
    await post(door.port, groupMessage(text))
    await door.bot.settled()
    const line = door.lines.findLast(({ msg }) => msg.startsWith('message.group at'))
    return String(line?.id)
  }
  return { path, api, door, why, say }
}

/** \`✗\\ttext ping (own)\\tthe text is not ping\` → what is said of it. */
const saidOf = (output: string, where: string): string | undefined =>
  new RegExp(`^  .\\t${where} \\(own\\)\\t(.*)$`, 'm').exec(output)?.[1]

describe('catflap why', () => {
  test('says which matcher said no, by the id of the log, the number of the journal, or as the last one', async () => {
    const { why, say, door } = await open()
    const id = await say('hello')
    const output = await why(id)
    expect(output).toMatch(/^message\.group {2}123456789 /)
    expect(output).toContain(`id ${id} · journal 1 · endpoint main`)
    expect(output).toContain('→ no handler takes this message.group: the reasons stand below')
    expect(saidOf(output, 'text ping')).toBe('the text is not ping')
    expect(saidOf(output, 'message.group')).toBe('fromGroup(1): it is in group 456789012')
    expect(saidOf(output, 'notice')).toBe('the event is message.group')
    expect(output).toContain('whether use audit (own) let it through to those behind')
    expect(await why('1')).toBe(output)
    await post(door.port, {
      self_id: selfId,
      time: 1763651801,
      post_type: 'meta_event',
      meta_event_type: 'heartbeat',
    })
    expect(await why('last')).toBe(output)
  })

  test('says what was answered, how it travelled and what came back', async () => {
    const { why, say } = await open()
    const output = await why(await say('广告'))
    expect(output).toContain(
      '→ the response carried reply\n→ delete_msg was refused: delete_msg was refused with retcode 1200',
    )
    expect(saidOf(output, 'text 广告')).toBe('answered')
    expect(saidOf(output, 'message.group')).toBe('fromGroup(1): it is in group 456789012')
    expect(output).toMatch(/response\t\t\{"reply":/)
    expect(output).toMatch(/call\tdelete_msg\t\{"message_id":\d+\}\n.*refused\t".*no such message"/)
    expect(output).toContain('whether the sender has carried out what the response carried')
  })

  test('says who took a message from those behind', async () => {
    const { why, say } = await open()
    await say('ping')
    const { handlers } = JSON.parse(await why('1', '--json'))
    expect(handlers).toContainEqual({ where: 'text ping (own)', kind: 'link', part: 'answered' })
    const output = await why(await say('/ban 1'))
    expect(saidOf(output, 'command ban')).toBe('takes it and turns it down: it is only for admin')
  })

  test('tells the same while the bot is stopped', async () => {
    const { why, say, door } = await open()
    const id = await say('ping')
    const before = await why(id)
    await door.bot.close()
    expect(await why(id)).toBe(before)
  })

  test('does nothing but look: no calls, no jobs, nothing kept, no handler run', async () => {
    const { why, say, api, path, door } = await open({
      'meddler.mjs': `export default async (bot) => {
  const did = (what) => () => (globalThis.meddled ??= []).push(what)
  await bot.store('seen').set('me', 1)
  bot.api(10001).get_status().catch(() => {})
  bot.every(0, did('every'))
  bot.after(0, did('after'))
  bot.cron('* * * * * *', did('cron'))
  bot.on('*', did('handler'))
}`,
    })
    await say('ping')
    const kept = () =>
      lookInto(join(path, 'data/catflap.db'), async (journal) => JSON.stringify(await journal.list()))
    const before = await kept()
    const calls = api.calls.length
    const output = await why('1', join(path, 'meddler.mjs'))
    expect(output).toContain('* (meddler)\tnot asked: text ping (own) had taken it')
    expect([await kept(), api.calls.length]).toEqual([before, calls])
    expect(globalThis).not.toHaveProperty('meddled')
    expect(await door.bot.store('seen').keys()).toEqual([])
  })

  test('says what was given up and what is not finished', async () => {
    const { why, path } = await open()
    const file = join(path, 'data/catflap.db')
    await lookInto(file, async (kept) => {
      await kept.append(arrivalOf(groupMessage('ping')))
      await kept.append(arrivalOf([]))
      await kept.bury(2, 'it cannot be read')
    })
    expect(await why('1')).toContain('→ it is not finished')
    expect(await why('2')).toContain(
      '→ it was given up: it cannot be read; to have it handled once more: catflap journal retry 2\n→ nobody can be asked',
    )
  })

  test('says who alone sees what came to a hook', async () => {
    const { why, path } = await open()
    const arrived = arrivalOf({}, { selfId: noAccount, endpoint: 'github', name: 'POST /github' })
    await lookInto(join(path, 'data/catflap.db'), async (kept) => kept.append(arrived))
    const output = await why('1')
    expect(output).toMatch(/^POST \/github {2}github {2}/)
    expect(output).toContain('→ only the handler of the hook github sees it; what it answered is not kept')
  })

  test('goes on where a plugin cannot be set up, and says whose handlers it does not know', async () => {
    const { why, say, path } = await open({
      'bad.mjs': 'export default () => { throw new Error("no database") }',
    })
    await say('ping')
    expect(await why('1', join(path, 'bad.mjs'))).toMatch(
      /the handlers of a plugin: the plugin .*bad\.mjs failed while it set itself up: no database/,
    )
  })

  test('says why an event is not known', async () => {
    const { why, door } = await open()
    const id = eventIds(() => Date.UTC(2026, 10, 21))()
    await expect(why(id)).rejects.toThrow(
      new RegExp(
        `the journal has no event ${id}, of 2026-11-21T00:00:00.000Z.*a second delivery.*7 days`,
        's',
      ),
    )
    await expect(why('last')).rejects.toThrow('nothing has come yet')
    await expect(why('7')).rejects.toThrow('the journal has no event 7.')
    await expect(why('what?')).rejects.toThrow('neither an id of the log')
    await door.bot.close()
    const { why: forgetful } = await open({}, { journal: { file: '' } })
    await expect(forgetful('1')).rejects.toThrow('the bot keeps no journal, "journal.file" is empty')
  })

  test('ends although a plugin has opened something, and speaks Chinese where LANG does', async () => {
    const { path, say } = await open({
      'own.mjs': `${plugin}\nsetInterval(() => {}, 1000)`,
    })
    await say('hello')
    const { ends, output } = catflap(['why', '1'], { cwd: path, env: { LANG: 'zh_CN.UTF-8' } })
    expect(await ends).toBe(0)
    expect(output()).toContain('→ 没有处理函数接收这个 message.group：原因见下')
  })
})
