import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, record, reply, text } from '../../src/index.js'
import { type Host, implementations } from '../../src/protocol/implementation.js'
import { quickActionFields, type WireField } from '../../src/protocol/quick-action.js'
import { executes } from '../../src/reply/implementations.js'
import { type Plan, type PlanOptions, planAnswer } from '../../src/reply/plan.js'
import { answered, type EventKind, eventKinds } from './event.js'

const group = 'message.group'

interface Circumstances extends Partial<PlanOptions> {
  readonly on?: Host['implementation']
  readonly version?: string
  readonly client?: boolean
  readonly event?: object
}

const plan = (kind: EventKind, answers: readonly unknown[], circumstances: Circumstances = {}): Plan => {
  const { on, version, client = false, event = {}, quote = true, ...options } = circumstances
  const host = on && { implementation: on, version }
  return planAnswer(answered(kind, event), answers, host, client, { quote, ...options })
}

/** Nobody knows who reads the response, and nobody can be called. */
const asOneBot = (kind: EventKind, answers: readonly unknown[]) => {
  const { response, warnings } = plan(kind, answers, { on: 'llonebot' })
  return { response, complaints: warnings }
}

describe('one answer', () => {
  test.each([
    ['a string', 'hi', { reply: 'hi' }],
    ['a segment', at(1), { reply: [at(1)] }],
    ['segments', [at(1), text(' hi')], { reply: [at(1), text(' hi')] }],
    ['a segment as reply', { reply: at(1) }, { reply: [at(1)] }],
    ['a string with a mention', { reply: 'hi', reply_at: true }, { reply: [text('hi')], at_sender: true }],
    ['a mention that is not wanted', { reply: 'hi', at_sender: false }, { reply: 'hi', at_sender: false }],
    ['a mention of a reply that is not there', { reply_at: true, delete: true }, { delete: true }],
    ['fields that are off', { delete: false, kick: false, ban: false }, undefined],
    ['auto_escape, which a plain text does not need', { reply: 'hi', auto_escape: true }, { reply: 'hi' }],
    ['what a send resolved to', { message_id: 5 }, undefined],
    ['undefined fields', { reply: undefined, delete: true }, { delete: true }],
  ])('%s', (_what, answer, response) => {
    expect(asOneBot(group, [answer])).toEqual({ response, complaints: [] })
  })

  test.each([
    ['a field of requests', { approve: true }, /"approve" does not apply to message.group/],
    ['a misspelt field', { replay: 'hi' }, /"replay" is no field/],
    ['a switch in quotes', { ban: 'false' }, /"ban" is a string, expected true or false/],
    [
      'seconds that are none',
      { ban: true, ban_duration: '10m' },
      /"ban_duration" is a string, expected whole seconds/,
    ],
    ['a duration without a ban', { ban_duration: 60 }, /"ban_duration" does nothing without "ban"/],
    ['a reply that is a number', { reply: 5 }, /"reply" is a number/],
    ['strings among segments', ['hi', at(1)], /an array is no answer/],
    ['what an action gave back', { group_name: 'a' }, /"group_name" is no field/],
    ['a number', 5, /a number is no answer/],
  ])('%s is left out and said', (_what, answer, complaint) => {
    const found = asOneBot(group, [answer])
    expect(found.complaints).toEqual([expect.stringMatching(complaint)])
    expect(found.response ?? {}).not.toHaveProperty('approve')
  })

  test('what a send resolved to is nothing for a notice too', () => {
    expect(asOneBot('notice.friend_add', [{ message_id: 5 }, {}])).toEqual({
      response: undefined,
      complaints: [],
    })
  })

  test('a private message takes a reply and nothing else', () => {
    expect(asOneBot('message.private', [{ reply: 'hi', kick: true }])).toEqual({
      response: { reply: 'hi' },
      complaints: ['"kick" does not apply to message.private'],
    })
  })

  test('a decline with its reason', () => {
    expect(asOneBot('request.group', [{ approve: false, reason: '暗号?' }]).response).toEqual({
      approve: false,
      reason: '暗号?',
    })
  })
})

describe('several answers', () => {
  test('a field belongs to the first that sets it, also when it switches it off', () => {
    const answers = [{ delete: false }, { delete: true, ban: true }, { ban: false, kick: true }]
    expect(asOneBot(group, answers).response).toEqual({ kick: true, ban: true })
  })

  test('how belongs to what: a reason is not taken from another decision', () => {
    expect(asOneBot('request.group', [{ approve: true }, { approve: false, reason: 'no' }])).toEqual({
      response: { approve: true },
      complaints: ['"approve" is that of the most specific handler, 1 more take no effect'],
    })
    expect(asOneBot('request.group', [{ reason: 'no' }])).toEqual({
      response: undefined,
      complaints: ['"reason" does nothing without "approve"'],
    })
  })

  test('the same said twice is no contradiction', () => {
    expect(asOneBot(group, [{ delete: true }, { delete: true }])).toEqual({
      response: { delete: true },
      complaints: [],
    })
  })

  test('of two replies the first rides, the second is said', () => {
    expect(asOneBot(group, ['first', 'second'])).toEqual({
      response: { reply: 'first' },
      complaints: [expect.stringMatching(/"reply" is that of the most specific handler.*set "api"/)],
    })
  })
})

test('whatever handlers return, the plan is made, and a text stays the text it was', () => {
  fc.assert(
    fc.property(fc.array(fc.anything()), fc.string({ unit: 'grapheme' }), (answers, words) => {
      asOneBot(group, answers)
      const reply = asOneBot(group, [words]).response?.reply ?? ''
      const shown = typeof reply === 'string' ? reply : reply[0]?.data.text
      expect(shown).toBe(words)
    }),
  )
})

const whole = { reply: 'hi', at_sender: true, delete: true, kick: true, ban: true }
const calledWith = (result: Plan) => result.calls.map(({ action, params }) => [action, params])

describe('what the implementation does not execute', () => {
  test('is called, explicitly and in order', () => {
    const result = plan(group, [whole], { on: 'lagrange', client: true })
    expect(result).toMatchObject({ response: undefined, warnings: [] })
    expect(calledWith(result)).toEqual([
      ['send_group_msg', { group_id: 9, message: [reply(-7), at(42), text('hi')] }],
      ['delete_msg', { message_id: -7 }],
      ['set_group_kick', { group_id: 9, user_id: 42, reject_add_request: false }],
    ])
  })

  test('is a ban with its default duration', () => {
    const result = plan(group, [{ ban: true, delete: true }], { on: 'lagrange', client: true })
    expect(calledWith(result)).toEqual([
      ['delete_msg', { message_id: -7 }],
      ['set_group_ban', { group_id: 9, user_id: 42, duration: 1800 }],
    ])
  })

  test('is no call to mute somebody who is removed', () => {
    const result = plan(group, [{ ban: true, kick: true }], { on: 'napcat', client: true })
    expect(result).toMatchObject({ response: undefined, warnings: [] })
    expect(result.calls.map(({ field }) => field)).toEqual(['kick'])
  })

  test('is called on NapCat, while the reply rides', () => {
    const result = plan(group, [whole], { on: 'napcat', client: true })
    expect(result.response).toEqual({ reply: [text('hi')], at_sender: true })
    expect(result.calls.map(({ field }) => field)).toEqual(['delete', 'kick'])
  })

  test('is warned about without a client, with the field, the implementation and the key', () => {
    const { response, warnings } = plan(group, [{ reply: 'hi', delete: true }], { on: 'napcat' })
    expect(response).toMatchObject({ reply: 'hi' })
    expect(warnings).toEqual([
      '"delete" takes no effect: NapCat does not execute it from a response; set "api" of its endpoint or of its entry in "accounts"',
    ])
  })

  test('is all of it where nobody knows who reads the response', () => {
    expect(plan(group, [whole], { client: true })).toMatchObject({ response: undefined, warnings: [] })
    const { response, warnings } = plan(group, [whole])
    expect(response).toEqual({ ...whole, reply: [text('hi')] })
    expect(warnings.map((warning) => warning.split(' ')[0])).toEqual(['"delete"', '"kick"', '"ban"'])
    expect(warnings[0]).toContain('NapCat')
  })

  test('takes its decision along: an approval with a remark is one call', () => {
    const answer = { approve: true, remark: '小明' }
    expect(plan('request.friend', [answer], { on: 'llonebot', client: true }).response).toEqual(answer)
    const result = plan('request.friend', [answer], { on: 'napcat', client: true })
    expect(result.response).toBeUndefined()
    expect(calledWith(result)).toEqual([
      ['set_friend_add_request', { flag: '170000', approve: true, remark: '小明' }],
    ])
  })

  test('a request is answered by a call on Shamrock, with its flag as a string', () => {
    const event = { flag: 170000 }
    const result = plan('request.group', [{ approve: false, reason: 'no' }], {
      on: 'shamrock',
      client: true,
      event,
    })
    expect(calledWith(result)).toEqual([
      ['set_group_add_request', { flag: '170000', sub_type: 'add', approve: false, reason: 'no' }],
    ])
  })

  test('a ban of no seconds lifts the ban everywhere', () => {
    const answer = { ban: true, ban_duration: 0 }
    expect(plan(group, [answer], { on: 'go-cqhttp', client: true }).response).toEqual(answer)
    const { calls } = plan(group, [answer], { on: 'llonebot', client: true })
    expect(calls).toMatchObject([{ action: 'set_group_ban', params: { duration: 0 } }])
  })

  test('an anonymous sender is muted by the flag, and cannot be removed', () => {
    const event = { anonymous: { id: 1, name: 'a', flag: 'f' } }
    const { calls, warnings } = plan(group, [{ ban: true, kick: true, reply: 'hi', at_sender: true }], {
      client: true,
      event,
    })
    expect(calls.map(({ action }) => action)).toEqual(['send_group_msg', 'set_group_anonymous_ban'])
    expect(warnings).toEqual([expect.stringMatching('"at_sender"'), expect.stringMatching('"kick"')])
  })
})

describe('a reply', () => {
  const messages = (result: Plan) => result.calls.map(({ params }) => params.message)

  test('quotes in a group on go-cqhttp too, from the response', () => {
    const result = plan(group, [{ reply: 'hi', at_sender: true }], { on: 'go-cqhttp' })
    expect(result.response).toEqual({ reply: [reply(-7), at(42), text('hi')] })
  })

  test('that is not to quote is a call where the response would quote', () => {
    const result = plan(group, ['hi'], { on: 'napcat', client: true, quote: false })
    expect(result.response).toBeUndefined()
    expect(messages(result)).toEqual([[text('hi')]])
    const without = plan(group, ['hi'], { on: 'napcat', quote: false })
    expect(without).toMatchObject({ response: { reply: 'hi' }, warnings: [] })
    expect(without.notes).toEqual([expect.stringContaining('NapCat quotes')])
  })

  test('never quotes in private', () => {
    expect(plan('message.private', ['hi'], { on: 'napcat', client: true }).response).toEqual({ reply: 'hi' })
    const result = plan('message.private', ['hi'], { on: 'llonebot', client: true })
    expect(calledWith(result)).toEqual([['send_private_msg', { user_id: 42, message: [text('hi')] }]])
  })

  test('that quotes by itself is not quoted twice', () => {
    const own = [reply(5), text('hi')]
    expect(messages(plan(group, [own], { on: 'llonebot', client: true }))).toEqual([own])
  })

  test('mentions once, also when the handler did', () => {
    const result = plan(group, [{ reply: [at(42), text(' hi')], reply_at: true }], { on: 'napcat' })
    expect(result.response).toEqual({ reply: [at(42), text(' hi')] })
  })

  test('of which Shamrock would drop something is a call', () => {
    const answer = [text('listen: '), record('https://example.com/a.mp3')]
    const result = plan('message.group', [answer], { on: 'shamrock', client: true })
    expect(messages(result)).toEqual([[reply(-7), ...answer]])
    expect(plan('message.group', [answer], { on: 'shamrock' }).warnings).toEqual([
      expect.stringContaining('"reply"'),
    ])
  })

  test('to a temporary session names its group', () => {
    const event = { sub_type: 'group', group_id: 9 }
    const { calls } = plan('message.private', ['hi'], { client: true, event })
    expect(calls[0]?.params).toMatchObject({ user_id: 42, group_id: 9 })
  })

  test('of several the first rides and the others are called, in order', () => {
    const result = plan(group, ['1', '2', '3'], { on: 'napcat', client: true })
    expect(result.response).toEqual({ reply: '1' })
    expect(messages(result)).toEqual([
      [reply(-7), text('2')],
      [reply(-7), text('3')],
    ])
  })

  test.each([
    ['notice.group_increase', 'send_group_msg', { group_id: 9 }],
    ['notice.friend_add', 'send_private_msg', { user_id: 42 }],
    ['message_sent.group', 'send_group_msg', { group_id: 9 }],
    ['message.guild', 'send_guild_channel_msg', { guild_id: '5', channel_id: '6' }],
  ] as const)('to %s is a call, without one a warning', (kind, action, place) => {
    const { response, calls } = plan(kind, ['hi'], { on: 'shamrock', client: true })
    expect(response).toBeUndefined()
    expect(calls).toEqual([{ field: 'reply', action, params: { ...place, message: [text('hi')] } }])
    expect(plan(kind, ['hi'], { on: 'shamrock' })).toMatchObject({
      response: undefined,
      warnings: [expect.stringMatching(/^"reply" takes no effect.*set "api"/)],
    })
  })
})

describe('an answer that comes when the response has gone', () => {
  test('is called whole, and what was decided stays', () => {
    const first = plan(group, [{ delete: true }], { on: 'llonebot', client: true })
    const late = plan(group, [{ delete: false, ban: true, reply: 'hi' }], {
      on: 'llonebot',
      client: true,
      responseGone: true,
      decided: first.decided,
    })
    expect(late.response).toBeUndefined()
    expect(late.calls.map(({ field }) => field)).toEqual(['reply', 'ban'])
    expect(late.warnings).toEqual([expect.stringContaining('"delete" is that of')])
    expect(late.decided).toEqual({ delete: true, ban: true })
  })
})

describe('whatever is answered, wherever', () => {
  const flag = fc.option(fc.boolean(), { nil: undefined })
  const answers = fc.array(
    fc.record({
      reply: fc.option(fc.constantFrom('hi', '[x]', at(42), [text('a')]), { nil: undefined }),
      at_sender: flag,
      delete: flag,
      kick: flag,
      ban: flag,
      ban_duration: fc.option(fc.nat(9), { nil: undefined }),
      approve: flag,
      remark: fc.option(fc.string(), { nil: undefined }),
      reason: fc.option(fc.string(), { nil: undefined }),
    }),
    { maxLength: 3 },
  )
  const places = fc.record({
    kind: fc.constantFrom(...eventKinds),
    on: fc.option(fc.constantFrom(...implementations), { nil: undefined }),
    client: fc.boolean(),
    quote: fc.boolean(),
    responseGone: fc.boolean(),
  })
  /** The field that each goes with. */
  const leads = {
    reply: 'reply',
    delete: 'delete',
    kick: 'kick',
    ban: 'ban',
    ban_duration: 'ban',
    approve: 'approve',
    remark: 'approve',
    reason: 'approve',
  } as const satisfies { readonly [Field in WireField]?: WireField }
  const wire = Object.keys(leads) as (keyof typeof leads)[]
  const known: ReadonlySet<string> = new Set(Object.keys(quickActionFields))

  /** Whether whoever gets the response does what it says. */
  const isExecuted = (kind: EventKind, on: Host['implementation'], field: WireField): boolean =>
    known.has(kind) && executes({ implementation: on }, kind as 'message.group', field)

  test('no field takes effect twice, and none is lost without a warning', () => {
    fc.assert(
      fc.property(answers, places, (given, { kind, on, ...circumstances }) => {
        const result = plan(kind, given, { ...(on && { on }), ...circumstances })
        const { response = {}, calls, warnings } = result
        const said = warnings.join('\n')
        for (const field of wire) {
          const called = calls.filter((call) => call.field === leads[field]).length
          const rides = Number(response[field] !== undefined)
          if (field !== 'reply') expect(rides + called).toBeLessThanOrEqual(1)
          const speakers = given.filter((one) => one[field] !== undefined && one[field] !== false)
          const lead = given.find((one) => one[leads[field]] !== undefined)?.[leads[field]]
          const isDecidedAgainst = field !== 'reply' && lead === false && leads[field] !== 'approve'
          const isRemoved = leads[field] === 'ban' && calls.some((call) => call.field === 'kick')
          const isDone =
            isRemoved || called > 0 || (rides > 0 && on !== undefined && isExecuted(kind, on, field))
          if (speakers.length === 0 || isDecidedAgainst || isDone || on === undefined) continue
          expect(said).toMatch(new RegExp(`"${field}"|"${leads[field]}" is that of`))
        }
        if (circumstances.client) expect(said).not.toContain('set "api"')
      }),
      { numRuns: 3000 },
    )
  })
})
