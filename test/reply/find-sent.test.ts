import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, image, reply, text } from '../../src/index.js'
import { findSent, reachesBack, type SeenMessage, type Sought } from '../../src/reply/find-sent.js'

const bot = 10_000

const sought: Sought = {
  selfId: bot,
  message: [reply(1), at(2), text(' pong')],
  isPrivate: false,
  since: 100,
  isTaken: (id) => id === 7,
}

const seen = (changes: Partial<SeenMessage> = {}): SeenMessage => ({
  message_id: 5,
  user_id: bot,
  time: 100,
  message: [at(2), text('pong')],
  ...changes,
})

const kindOf = (changes: Partial<SeenMessage>, more: Partial<Sought> = {}): string =>
  findSent([seen(changes)], { ...sought, ...more }).kind

describe('a message that may have been sent', () => {
  test('is found without its quotation and with other spaces, with its id', () => {
    expect(findSent([seen()], sought)).toEqual({ kind: 'found', message_id: 5 })
  })

  test.each<[string, Partial<SeenMessage>]>([
    ['somebody else wrote', { user_id: 2 }],
    ['is older than what is answered', { time: 99 }],
    ['belongs to another send', { message_id: 7 }],
    ['says something else', { message: [at(2), text('ping')] }],
    ['mentions somebody else', { message: [at(3), text('pong')] }],
    ['quotes another message', { message: [reply(2), at(2), text('pong')] }],
    ['holds a picture besides', { message: [at(2), text('pong'), image('a.png')] }],
  ])('is not the one that %s', (_what, changes) => {
    expect(kindOf(changes)).toBe('absent')
  })

  test('is found in private where its mention was dropped', () => {
    expect(kindOf({ message: [text('pong')] }, { isPrivate: true })).toBe('found')
    expect(kindOf({ message: [text('pong')] })).toBe('absent')
  })

  test('that holds more than text might be any other one', () => {
    const message = [text('look'), image('a.png')]
    expect(kindOf({ message: [text('look')] }, { message })).toBe('unsure')
    expect(kindOf({ message: [text('look')], user_id: 2 }, { message })).toBe('absent')
    expect(kindOf({ message: [image('b.png'), text('look')] }, { message })).toBe('found')
  })

  test('is found however its text is cut and spaced', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string(), (pieces, space) => {
        const message = [text(pieces.join(''))]
        const back = pieces.flatMap((piece) => [text(piece), text(space.replace(/\S/g, ' '))])
        expect(kindOf({ message: back }, { message })).toBe('found')
      }),
    )
  })
})

describe('a history', () => {
  test('reaches back where it holds the message that was answered', () => {
    expect(reachesBack([seen()], 5)).toBe(true)
    expect(reachesBack([seen({ time: 1 })], 6)).toBe(false)
    expect(reachesBack([seen({ time: 1 })], undefined)).toBe(false)
  })
})
