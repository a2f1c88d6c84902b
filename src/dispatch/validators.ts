import { Unfit, type Validator } from '../protocol/ask.js'
import type { MessageEvent } from '../protocol/event.js'
import type { Reply } from '../protocol/message.js'
import type { Picture } from '../protocol/read-message.js'

export interface NumberOptions {
  readonly min?: number
  readonly max?: number
  /** Only whole numbers. Default false. */
  readonly integer?: boolean
}

const yes: readonly string[] = [
  '是',
  '是的',
  '好',
  '好的',
  '对',
  '嗯',
  '可以',
  '确定',
  '同意',
  'y',
  'yes',
  'ok',
  '1',
]
const no: readonly string[] = ['否', '不', '不是', '不要', '不行', '不可以', '取消', '算了', 'n', 'no', '0']

/** Full-width digits and signs, as Chinese input methods write them, become those that a number is read from. */
const toHalfWidth = (text: string): string => text.normalize('NFKC')

const rangeOf = ({ min, max, integer = false }: NumberOptions): string => {
  const kind = integer ? '整数' : '数字'
  if (min !== undefined && max !== undefined) return `${min} 到 ${max} 之间的${kind}`
  if (min !== undefined) return `不小于 ${min} 的${kind}`
  if (max !== undefined) return `不大于 ${max} 的${kind}`
  return kind
}

/** The validators of `event.ask`: what a message has to be. Their hints are in Chinese. */
export const ask = {
  /** A decimal number. */
  number(options: NumberOptions = {}): Validator<MessageEvent, number> {
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, integer = false } = options
    const hint = `请输入${rangeOf(options)}`
    return ({ text }) => {
      const written = toHalfWidth(text)
      const value = /^[+-]?\d+(\.\d+)?$/.test(written) ? Number(written) : Number.NaN
      return value >= min && value <= max && (!integer || Number.isSafeInteger(value))
        ? value
        : new Unfit(hint)
    }
  },
  /** One of these words, whatever the case; resolves to the word as it is written here. */
  choice<const Choices extends readonly [string, ...string[]]>(
    ...choices: Choices
  ): Validator<MessageEvent, Choices[number]> {
    const byText = new Map(choices.map((choice) => [choice.toLowerCase(), choice]))
    return ({ text }) => byText.get(text.toLowerCase()) ?? new Unfit(`请回复：${choices.join(' / ')}`)
  },
  /** Yes or no, in the words that people use: 是, 好的, 不, 算了, yes, no, y, n, 1, 0. */
  yesNo(): Validator<MessageEvent, boolean> {
    return ({ text }) => {
      const word = toHalfWidth(text).toLowerCase()
      if (yes.includes(word)) return true
      return no.includes(word) ? false : new Unfit('请回复 是 或 否')
    }
  },
  /** The first picture of the message. */
  image(): Validator<MessageEvent, Picture> {
    return ({ images: [first] }) => first ?? new Unfit('请发送一张图片')
  },
  /** A message that is none of what was asked for; `hint` is said, and the question stands. */
  unfit(hint?: Reply): Unfit {
    return new Unfit(hint)
  },
} as const
