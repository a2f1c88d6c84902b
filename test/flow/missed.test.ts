import { expect, onTestFinished, test } from 'vitest'
import type { AnyEvent, Bot, BotOptions } from '../../src/index.js'
import type { FakeOneBot } from '../../src/testkit/fake-onebot.js'
import { openDoor, token } from '../support/door.js'
import { journalFile } from '../support/journal.js'
import { linesOf, peopled } from '../testkit/fake.js'

const openWorld = async (): Promise<{ readonly fake: FakeOneBot; readonly options: Partial<BotOptions> }> => {
  const fake = peopled('napcat', { token, clock: Date.now })
  const url = await fake.listen()
  onTestFinished(() => fake.close())
  const options = {
    endpoints: [{ path: '/napcat', tokens: [token], api: { url } }],
    pace: false,
    journal: { file: journalFile() },
  } as const
  return { fake, options }
}

/** A bot that hears `fake`, and what its handlers have met. */
const openBot = async (
  fake: FakeOneBot,
  options: Partial<BotOptions>,
  more: (bot: Bot) => void = () => {},
) => {
  const met: string[] = []
  const note = (who: string) => (event: AnyEvent) => {
    if ('text' in event) met.push(`${who}: ${event.text}${event.missed ? ' (missed)' : ''}`)
  }
  const door = await openDoor((bot) => {
    bot.use(async (event, next) => {
      note('use')(event)
      return next()
    })
    bot.text('missed 1', () => 'taken by text')
    bot.on('message', note('all'))
    bot.on('message', { missed: true }, note('opted in'))
    more(bot)
  }, options)
  fake.postTo(`http://127.0.0.1:${door.port}/napcat`)
  return { ...door, met }
}

test('what was written while the bot was down reaches the handlers that want it, in order, once', async () => {
  const { fake, options } = await openWorld()
  const first = await openBot(fake, options)
  await fake.group(1).member(2).says('before')
  await fake.friend(2).says('private before')
  await first.bot.close()
  for (const text of ['missed 1', 'missed 2']) await fake.group(1).member(3).says(text)
  await fake.friend(2).says('private missed')

  const second = await openBot(fake, options, (bot) =>
    bot.on('message.group', { missed: true }, (event) => (event.missed ? `sorry, ${event.text}` : undefined)),
  )
  await fake.group(1).member(2).says('after')
  await second.said('have been handled')
  expect(second.met.filter((line) => line.startsWith('opted in')).toSorted()).toEqual([
    'opted in: after',
    'opted in: missed 1 (missed)',
    'opted in: missed 2 (missed)',
    'opted in: private missed (missed)',
  ])
  const ofGroup = second.met.filter((line) => /missed \d/.test(line))
  expect(ofGroup).toEqual(['opted in: missed 1 (missed)', 'opted in: missed 2 (missed)'])
  expect(second.met.filter((line) => !line.startsWith('opted in'))).toEqual(['use: after', 'all: after'])
  expect(linesOf(fake, fake.group(1)).filter((line) => line.includes('sorry'))).toEqual([
    expect.stringContaining('sorry, missed 1'),
    expect.stringContaining('sorry, missed 2'),
  ])
})

test('nothing is asked for where no handler wants it', async () => {
  const { fake, options } = await openWorld()
  const plain = (bot: Bot) => bot.on('message', () => undefined)
  const first = await openDoor(plain, options)
  fake.postTo(`http://127.0.0.1:${first.port}/napcat`)
  await fake.group(1).member(2).says('before')
  await first.bot.close()
  await fake.group(1).member(3).says('missed')
  const second = await openDoor(plain, options)
  fake.postTo(`http://127.0.0.1:${second.port}/napcat`)
  await fake.group(1).member(2).says('after')
  await second.bot.close()
  expect(fake.calls.filter(({ action }) => action.includes('history'))).toEqual([])
})

test('no more of a chat is asked for than the bot wants', async () => {
  const { fake, options } = await openWorld()
  const first = await openBot(fake, options)
  await fake.group(1).member(2).says('before')
  await first.bot.close()
  for (let count = 1; count <= 5; count += 1) await fake.group(1).member(3).says(`line ${count}`)
  const second = await openBot(fake, { ...options, missed: { perChat: 3 } })
  await fake.group(1).member(2).says('after')
  await second.said('have been handled')
  // The newest of the three is the one that has just come.
  expect(second.met.filter((line) => line.includes('(missed)'))).toEqual([
    'opted in: line 4 (missed)',
    'opted in: line 5 (missed)',
  ])
})

test('bot.explain says of what was missed who does not ask for it', async () => {
  const { fake, options } = await openWorld()
  const first = await openBot(fake, options)
  await fake.group(1).member(2).says('before')
  await first.bot.close()
  await fake.group(1).member(3).says('missed 1')
  const seen: [where: string, sees: boolean][] = []
  const second = await openBot(fake, options, (bot) =>
    bot.on('message.group', { missed: true }, async (event) => {
      for (const { where, sees } of await bot.explain(event)) if (event.missed) seen.push([where, sees])
    }),
  )
  await fake.group(1).member(2).says('after')
  await second.said('have been handled')
  expect(seen).toContainEqual(['text missed 1', false])
  expect(seen.filter(([where]) => where.startsWith('message'))).toEqual([
    ['message.group', true],
    ['message', false],
    ['message', true],
  ])
})
