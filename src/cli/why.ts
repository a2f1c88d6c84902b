import { Command } from 'commander'
import type { Bot } from '../bot-interface.js'
import type { Config } from '../config.js'
import type { Verdict } from '../dispatch/explain.js'
import { AskEnded, CommandError } from '../errors.js'
import { createEvent } from '../protocol/create-event.js'
import type { Delivery } from '../protocol/delivery.js'
import { timeOfEventId } from '../protocol/event-id.js'
import { Tools } from '../protocol/event-tools.js'
import { type Entry, missedEntry, noAccount } from '../protocol/journal.js'
import { decodeAlone } from '../receive/decode.js'
import { conclusionsOf, unknownsOf } from './conclude.js'
import { findConfig } from './find-config.js'
import { below } from './help.js'
import { say } from './language.js'
import { pluginEntries } from './load-plugin.js'
import { findEntry, withJournal } from './open-journal.js'
import { configOption, entryArgument, jsonOption, pluginArgument } from './options.js'
import { withStillBot } from './still-bot.js'
import { storyOf } from './story.js'
import { type Telling, tellStory } from './tell-story.js'
import { print } from './terminal.js'

interface WhyOptions {
  readonly config?: string
  readonly json?: boolean
}

export const whyCommand = (): Command =>
  new Command('why')
    .description(
      say(
        'what became of an event: who saw it, who refused it and why, what was answered, and what came of that',
        '一个事件的经过：谁看到了，谁因为什么没有接收，答复了什么，结果如何',
      ),
    )
    .argument(...entryArgument())
    .argument(...pluginArgument())
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      below({
        notes: say(
          'Reads the journal, of a bot that runs or does not. Plugins are loaded and asked, but no handler is run and nobody\nis called.',
          '读取日志库，机器人是否在运行都可以。会加载并询问插件，但不运行任何处理函数，也不调用任何接口。',
        ),
        succeeds: say('the event is in the journal', '日志库里有这个事件'),
        examples: ['catflap why last', 'catflap why hl2v0x8k3c', 'catflap why 12 --json'],
      }),
    )
    .action(why)

const why = async (
  written: string,
  plugins: readonly string[],
  { config: file, json }: WhyOptions,
): Promise<void> => {
  const found = await findConfig(file)
  const telling = await withJournal(found, async ({ journal, state }) => {
    const entry = await findEntry(journal, written)
    if (entry === undefined) throw new CommandError(notFound(written, found.config))
    return withStillBot(found.config, pluginEntries(found.config, plugins), state, async (still) => {
      const delivery = readable(entry)
      const verdicts = delivery === undefined ? [] : await explain(still.bot, delivery)
      const story = storyOf(entry, delivery?.raw ?? {}, verdicts)
      return { story, conclusions: conclusionsOf(story), unknowns: unknownsOf(story, still.plugins) }
    })
  })
  print(json ? [toJson(telling)] : tellStory(telling))
}

/** What came to a hook is no event, and what was given up may be what nobody can read. */
const readable = ({ id, at, bytes, eventId, endpoint, selfId }: Entry): Delivery | undefined => {
  if (selfId === noAccount) return undefined
  try {
    const delivery = decodeAlone(bytes)
    const missed = endpoint === missedEntry
    return { ...delivery, id: eventId ?? delivery.id, missed, journal: { id, at } }
  } catch {
    return undefined
  }
}

/** What the handlers of today would do about it. */
const explain = (bot: Bot, delivery: Delivery): Promise<readonly Verdict[]> => {
  const asks = () => Promise.reject(new AskEnded('nobody is asked'))
  const tools = new Tools(bot.api(delivery.selfId), asks, { get: () => bot.signal })
  return bot.explain(createEvent(delivery, tools))
}

/** Where it may be instead. */
const notFound = (written: string, { journal: { keepDays } }: Config): string => {
  const at = timeOfEventId(written)
  const came = at === undefined ? '' : new Date(at).toISOString()
  if (written === 'last') return say('nothing has come yet', '还没有任何事件')
  if (at === undefined && !/^\d+$/.test(written))
    return say(
      `${written} is neither an id of the log, such as hl2v0x8k3c, nor a number of "catflap journal list"`,
      `${written} 既不是日志里的 id（例如 hl2v0x8k3c），也不是 "catflap journal list" 里的编号`,
    )
  return say(
    [
      `the journal has no event ${written}${came === '' ? '' : `, of ${came}`}. What never gets there:`,
      '  - what was refused, a second delivery of the same event, a message of another account of the bot, and what',
      '    another account answers ("answerOnce"): the log says so',
      '  - account.online and account.offline, which the bot makes itself',
      `What is not there any more: what is older than ${keepDays} days ("journal.keepDays"), or beyond "journal.maxBytes"`,
    ].join('\n'),
    [
      `日志库里没有事件 ${written}${came === '' ? '' : `（${came}）`}。不会进日志库的：`,
      '  - 被拒收的、重复投递的、机器人另一个账号发的消息，以及由另一个账号回答的（"answerOnce"）：日志里有说明',
      '  - account.online 和 account.offline：由机器人自己产生',
      `已经不在的：超过 ${keepDays} 天的（"journal.keepDays"），或超出 "journal.maxBytes" 的`,
    ].join('\n'),
  )
}

const toJson = ({ story, conclusions, unknowns }: Telling): string =>
  JSON.stringify({ ...story, conclusions, unknowns })
