import { plainText } from '../protocol/message.js'
import type { Once } from './once.js'
import { type Address, segmentsOf } from './send.js'
import type { Target } from './target.js'

/** A target that is told everything once on this occasion, though whoever tells it runs again. */
export const onOccasion = (once: Once, occasion: string, target: Target, address: () => Address): Target => ({
  name: target.name,
  send: async (content) => {
    const saying = { occasion, address: address(), what: ['send', content], words: wordsOf(content) }
    return once.run(saying, () => target.send(content))
  },
  gather: async (key, line, options) => {
    const saying = { occasion, address: address(), what: ['gather', key, line] }
    await once.run(saying, async () => {
      await target.gather(key, line, options)
      return {}
    })
  },
  alert: async (key, state, content, options) => {
    const what = ['alert', key, state, content]
    const saying = { occasion, address: address(), what, words: wordsOf(content) }
    return once.run(saying, () => target.alert(key, state, content, options))
  },
})

const wordsOf = (content: Parameters<Target['send']>[0]): string => plainText(segmentsOf(content))
