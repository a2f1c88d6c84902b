import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameEvent } from '../../src/protocol/event-name.js'
import { eventNames } from '../../src/protocol/event-senders.js'
import { normalizeEvent, rules } from '../../src/protocol/normalize-event.js'
import { eventOf } from '../samples/event.js'
import { group, me, user } from '../samples/sample.js'
import { fastest } from '../support/fastest.js'

const normalized = (body: Readonly<Record<string, unknown>>) => normalizeEvent(body, nameEvent(body).lineage)
const groupMessage = { post_type: 'message', message_type: 'group', self_id: me, user_id: user }
const session = { post_type: 'message', message_type: 'private', sub_type: 'group', self_id: me }
const notice = { post_type: 'notice', self_id: me }

describe('ids', () => {
  it('become numbers where that is exact', () => {
    expect(normalized({ user_id: '10001', group_id: '-5', message_id: '0' })).toMatchObject({
      user_id: 10001,
      group_id: -5,
      message_id: 0,
    })
  })

  it('stay digits where a number would not be exact', () => {
    expect(normalized({ user_id: '144115218677760313' }).user_id).toBe('144115218677760313')
    expect(normalized({ user_id: 2 ** 60 }).user_id).toBe('1152921504606846976')
    expect(normalized({ user_id: '007' }).user_id).toBe('007')
  })
})

describe('time', () => {
  it('is in seconds', () => {
    expect(normalized({ time: 1763650800123 }).time).toBe(1763650800)
    expect(normalized({ time: '1763650800' }).time).toBe(1763650800)
  })
})

describe('messages', () => {
  it('are segments and text, whatever came', () => {
    const message = [{ type: 'text', data: { text: 'hi' } }]
    for (const wire of ['hi', message[0], message]) {
      expect(normalized({ ...groupMessage, message: wire })).toMatchObject({ message, text: 'hi' })
    }
    expect(normalized(groupMessage)).toMatchObject({ message: [], text: '' })
  })

  it('always have a sender', () => {
    expect(normalized(groupMessage).sender).toEqual({ user_id: user, nickname: '' })
  })

  it('have no role that nobody knows', () => {
    const sender = { user_id: String(user), nickname: 'x', role: 'stranger', level: 3 }
    expect(normalized({ ...groupMessage, sender }).sender).toEqual({
      user_id: user,
      nickname: 'x',
      level: '3',
    })
  })
})

describe('a temporary session', () => {
  it('has its group wherever the sender put it', () => {
    expect(normalized({ ...session, group_id: group }).group_id).toBe(group)
    expect(normalized({ ...session, sender: { group_id: String(group) } }).group_id).toBe(group)
  })

  it('has none where NapCat does not know it', () => {
    expect(normalized({ ...session, group_id: 284840486 })).not.toHaveProperty('group_id')
    expect(normalized({ ...session, group_id: '284840486' })).not.toHaveProperty('group_id')
    expect(normalized({ ...groupMessage, group_id: 284840486 }).group_id).toBe(284840486)
  })
})

describe('a mute', () => {
  const ban = { ...notice, notice_type: 'group_ban', sub_type: 'ban', group_id: group }

  it('of the whole group lasts -1', () => {
    for (const fields of [
      { user_id: 0, duration: 268435455 },
      { user_id: 0, duration: -1 },
      { duration: 9 },
    ]) {
      expect(normalized({ ...ban, ...fields })).toMatchObject({ user_id: 0, wholeGroup: true, duration: -1 })
    }
  })

  it('of one lasts as long as the sender says', () => {
    const fields = { user_id: user, duration: 60 }
    expect(normalized({ ...ban, ...fields })).toMatchObject({ wholeGroup: false, duration: 60 })
  })

  it('that ends lasts 0', () => {
    const lifted = { ...ban, sub_type: 'lift_ban', user_id: 0, duration: -1 }
    expect(normalized(lifted)).toMatchObject({ wholeGroup: true, duration: 0 })
  })
})

describe('a nudge', () => {
  const poke = { ...notice, notice_type: 'notify', sub_type: 'poke', target_id: user }

  it('in private is by sender_id', () => {
    expect(normalized({ ...poke, user_id: user, sender_id: me }).user_id).toBe(me)
    expect(normalized({ ...poke, user_id: user, group_id: 0, sender_id: me }).user_id).toBe(me)
  })

  it('is by user_id where the sender has nothing better', () => {
    expect(normalized({ ...poke, user_id: user }).user_id).toBe(user)
  })
})

describe('a request', () => {
  it('has a comment and a flag that are strings', () => {
    const request = { post_type: 'request', request_type: 'friend', self_id: me, comment: null, flag: 17 }
    expect(normalized(request)).toMatchObject({ comment: '', flag: '17' })
  })
})

describe('an unknown event', () => {
  it('keeps its fields', () => {
    const unknown = { ...notice, notice_type: 'new_thing', anonymous: null, operator_id: 0, list: [1] }
    expect(normalized(unknown)).toEqual(unknown)
  })
})

/** JSON that neither `String` nor `Number` takes. */
const unprintable = { toString: 1, valueOf: 1 }

describe('any JSON object', () => {
  const wireFields = [...new Set(rules.flatMap(({ fields }) => fields))]
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(0, -1, 2 ** 63, '12', '99999999999999999999', null, [null], { user_id: {} }, unprintable),
  )
  const body = fc
    .tuple(
      fc.constantFrom(...eventNames, 'notice.new_thing', 'notice.notify'),
      fc.dictionary(fc.constantFrom(...wireFields, 'private_file', 'name', 'code', 'self_tiny_id'), value),
      fc.dictionary(fc.string(), fc.jsonValue()),
    )
    .map(([name, fields, more]) => {
      const [post_type = '', kind, sub_type] = name.split('.')
      const kindField = `${post_type === 'message_sent' ? 'message' : post_type}_type`
      return { ...more, sub_type, ...fields, self_id: me, post_type, [kindField]: kind }
    })

  it('becomes an event whose helpers can be read', () => {
    fc.assert(
      fc.property(body, (raw) => {
        const before = JSON.stringify(raw)
        const { event } = eventOf(raw)
        for (let proto: object = event; proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
          for (const key of Object.getOwnPropertyNames(proto)) void Reflect.get(event, key)
        }
        expect(Object.isFrozen(event)).toBe(true)
        expect(event.raw).toBe(raw)
        expect(JSON.stringify(raw)).toBe(before)
      }),
      { numRuns: 2000 },
    )
  })

  it('comes out the same when it went through before', () => {
    fc.assert(
      fc.property(body, (raw) => {
        const { lineage } = nameEvent(raw)
        const once = normalizeEvent(raw, lineage)
        expect(normalizeEvent(once, lineage)).toEqual(once)
      }),
      { numRuns: 500 },
    )
  })

  it('takes time in proportion to its size', () => {
    const timeOf = (size: number): number => {
      const message = Array.from({ length: size }, () => ({ type: 'at', data: { qq: '1' } }))
      const fields = Object.fromEntries(Array.from({ length: size }, (_, index) => [`field_${index}`, index]))
      return fastest(() => eventOf({ ...fields, ...groupMessage, message }))
    }
    // Four times the size: linear is 4, quadratic 16.
    expect(timeOf(40_000) / timeOf(10_000)).toBeLessThan(11)
  })
})
