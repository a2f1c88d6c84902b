import { type KeptCall, noAccount } from '../protocol/journal.js'
import { say } from './language.js'
import type { SetUp } from './still-bot.js'
import type { Part, Story } from './story.js'

const wheresOf = ({ handlers }: Story, part: Part): string =>
  handlers.flatMap((handler) => (handler.part === part ? handler.where : [])).join(', ')

const ofState = ({ id, state, reason = '' }: Story): readonly string[] => {
  switch (state) {
    case 'dead':
      return [
        say(
          `it was given up: ${reason}; to have it handled once more: catflap journal retry ${id}`,
          `已放弃：${reason}；要再处理一次：catflap journal retry ${id}`,
        ),
      ]
    case 'retry':
      return [
        say(
          'somebody asked for it to be handled once more: in a moment, or when the bot starts',
          '已要求再处理一次：机器人在运行则马上，否则在下次启动时',
        ),
      ]
    case 'open':
      return [
        say(
          'it is not finished: a handler or a call is at work, or the process has ended in the middle and goes on at its next start',
          '还没做完：处理函数或调用仍在进行，或者进程中途退出、下次启动时接着做',
        ),
      ]
    case 'done':
      return []
  }
}

const ofCall = ({ action, state, result }: KeptCall): string => {
  // An error as text: `ApiRefused: delete_msg was refused with retcode 1200`.
  const words = typeof result === 'string' ? `: ${result.replace(/^\w+: /, '')}` : ''
  const said: Readonly<Record<KeptCall['state'], string>> = {
    planned: say(`${action} has not been called yet`, `${action} 还没有调用`),
    begun: say(
      `${action} is being called, or was when the process ended`,
      `${action} 正在调用，或进程退出时正在调用`,
    ),
    done: say(`${action} was carried out`, `${action} 已执行`),
    refused: say(`${action} was refused${words}`, `${action} 被拒绝${words}`),
    unknown: say(
      `${action} may or may not have been carried out${words}`,
      `${action} 可能执行了，也可能没有${words}`,
    ),
  }
  return said[state]
}

/** Why nothing was answered, the likeliest cause first. */
const ofSilence = (story: Story): string => {
  const [answered, turnedDown, ran] = [
    wheresOf(story, 'answered'),
    wheresOf(story, 'turned down'),
    wheresOf(story, 'ran'),
  ]
  if (story.selfId === noAccount)
    return say(
      `only the handler of the hook ${story.endpoint} sees it; what it answered is not kept, and what failed is in the log`,
      `只有 webhook ${story.endpoint} 的处理函数能看到它；答复没有保存，出错见日志`,
    )
  if (story.handlers.length === 0)
    return say(
      'nobody can be asked: there are no handlers, or the body cannot be read',
      '无从询问：没有处理函数，或者请求体无法解析',
    )
  if (answered !== '')
    return say(
      `${answered} answered, and nothing of it took effect: the log says why`,
      `${answered} 有答复，但没有任何部分生效：原因见日志`,
    )
  if (turnedDown !== '')
    return say(
      `${turnedDown} takes it, turns it down and says nothing`,
      `${turnedDown} 取走了它，拒绝且不作声`,
    )
  if (ran !== '')
    return say(`nothing was answered, though ${ran} takes it`, `没有任何答复，尽管 ${ran} 会接收它`)
  return say(
    `no handler takes this ${story.name}: the reasons stand below`,
    `没有处理函数接收这个 ${story.name}：原因见下`,
  )
}

const ofAnswer = (story: Story): readonly string[] => {
  const { response, calls } = story
  if (response === undefined && calls.length === 0) return [ofSilence(story)]
  const fields = Object.keys(response ?? {}).join(', ')
  const rode = say(`the response carried ${fields}`, `响应里带了 ${fields}`)
  return [...(response === undefined ? [] : [rode]), ...calls.map(ofCall)]
}

/** Why something happened, or nothing: what became of the event, in sentences. */
export const conclusionsOf = (story: Story): readonly string[] => [...ofState(story), ...ofAnswer(story)]

/** What neither the journal nor the handlers can tell. */
export const unknownsOf = (story: Story, plugins: readonly SetUp[]): readonly string[] => {
  const { response, calls, handlers, name, eventId, at } = story
  const isSilent = response === undefined && calls.length === 0
  const has = (...parts: readonly Part[]): boolean => handlers.some(({ part }) => parts.includes(part))
  const lines = eventId === undefined ? at : `"id":"${eventId}"`
  const unknowns: readonly (readonly [isSo: boolean, sentence: string])[] = [
    [
      response !== undefined,
      say(
        'whether the sender has carried out what the response carried: it does not say',
        '发送方是否执行了响应里的内容：它不会回报',
      ),
    ],
    [
      has('ran', 'answered', 'around'),
      say(
        `whether a handler failed, and what it called by itself: the log says so at ${lines}`,
        `处理函数有没有出错、自己调用了什么：见日志 ${lines}`,
      ),
    ],
    [
      isSilent && has('around'),
      say(
        `whether ${wheresOf(story, 'around')} let it through to those behind`,
        `${wheresOf(story, 'around')} 是否放行给了后面的各项`,
      ),
    ],
    [
      isSilent && name.startsWith('message.'),
      say(
        'whether a handler that had asked something (event.ask) took the message for its answer',
        '是否有提过问题的处理函数（event.ask）把这条消息当作回答取走',
      ),
    ],
    [
      handlers.length > 0,
      say(
        'whether handlers, switches and cooldowns were then what they are now',
        '当时的处理函数、开关和冷却是否与现在相同',
      ),
    ],
  ]
  return [
    ...plugins.flatMap(({ problem }) =>
      problem === undefined
        ? []
        : [say(`the handlers of a plugin: ${problem}`, `一个插件的处理函数：${problem}`)],
    ),
    ...unknowns.flatMap(([isSo, sentence]) => (isSo ? [sentence] : [])),
  ]
}
