import { describe, expect, it } from 'vitest'
import { nameEvent } from '../../src/protocol/event-name.js'
import { me } from '../samples/sample.js'

const lineageOf = (body: Readonly<Record<string, unknown>>) => nameEvent(body).lineage
const message = { post_type: 'message', message_type: 'group', sub_type: 'normal', self_id: me, user_id: 1 }
const notice = { post_type: 'notice', self_id: me }

describe('nameEvent', () => {
  it('goes from the sub type to everything', () => {
    expect(nameEvent(message)).toEqual({
      name: 'message.group',
      lineage: ['message.group.normal', 'message.group', 'message', '*'],
    })
  })

  it('keeps own messages from catch-all handlers, whoever calls them message', () => {
    const lineage = ['message_sent.group.normal', 'message_sent.group', 'message_sent']
    expect(lineageOf({ ...message, post_type: 'message_sent' })).toEqual(lineage)
    expect(lineageOf({ ...message, user_id: String(me) })).toEqual(lineage)
  })

  it('finds the sub type of a notify in its name', () => {
    expect(nameEvent({ ...notice, notice_type: 'notify', sub_type: 'poke' })).toEqual({
      name: 'notice.notify.poke',
      lineage: ['notice.notify.poke', 'notice.notify', 'notice', '*'],
    })
  })

  it('gives a reaction of Lagrange the common name and the handlers of both', () => {
    expect(nameEvent({ ...notice, notice_type: 'reaction', sub_type: 'add' })).toEqual({
      name: 'notice.group_msg_emoji_like',
      lineage: [
        'notice.reaction.add',
        'notice.reaction',
        'notice.group_msg_emoji_like.add',
        'notice.group_msg_emoji_like',
        'notice',
        '*',
      ],
    })
  })

  it('takes a dismissed group of LLOneBot for a disbanded one', () => {
    expect(nameEvent({ ...notice, notice_type: 'group_dismiss' }).name).toBe('notice.group_decrease')
    expect(lineageOf({ ...notice, notice_type: 'group_dismiss' })).toContain('notice.group_decrease.disband')
  })

  it('takes a renamed group of Lagrange for a notify', () => {
    expect(lineageOf({ ...notice, notice_type: 'group_name_change', name: 'x' })).toEqual([
      'notice.group_name_change.group_name',
      'notice.group_name_change',
      'notice.notify.group_name',
      'notice.notify',
      'notice',
      '*',
    ])
  })

  it('names each name once', () => {
    for (const notice_type of [
      'reaction',
      'group_dismiss',
      'group_name_change',
      'private_upload',
      'notify',
    ]) {
      const lineage = lineageOf({ ...notice, notice_type, sub_type: 'add' })
      expect(new Set(lineage).size).toBe(lineage.length)
    }
  })

  it('keeps guilds apart from the family message', () => {
    const guild = { ...message, message_type: 'guild', sub_type: 'channel', self_tiny_id: '9', user_id: '8' }
    expect(lineageOf(guild)).toEqual(['message.guild.channel', 'message.guild', '*'])
    expect(lineageOf({ ...guild, user_id: '9' })).toEqual([
      'message_sent.guild.channel',
      'message_sent.guild',
    ])
  })

  it('sees a temporary session of Shamrock by its group', () => {
    const session = { ...message, message_type: 'private', sub_type: 'friend' }
    expect(lineageOf({ ...session, group_id: 5 })[0]).toBe('message.private.group')
    expect(lineageOf({ ...session, group_id: 0 })[0]).toBe('message.private.friend')
  })

  it('reads the spellings of older Shamrocks', () => {
    expect(lineageOf({ ...notice, notice_type: 'group_admin', sub_type: 'un_set' })[0]).toBe(
      'notice.group_admin.unset',
    )
    expect(nameEvent({ post_type: 'request', request_type: 'friend ' }).name).toBe('request.friend')
  })

  it('names what it does not know by the same fields', () => {
    expect(nameEvent({ ...notice, notice_type: 'new_thing', sub_type: 'odd' }).name).toBe('notice.new_thing')
    expect(nameEvent({ post_type: 'constructor' }).lineage).toEqual(['constructor', '*'])
    expect(nameEvent({ ...notice, notice_type: 'a.b' }).lineage).toEqual(['notice', '*'])
    expect(nameEvent({}).name).toBe('unknown')
  })
})
