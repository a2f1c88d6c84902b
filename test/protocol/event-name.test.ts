import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nameEvent } from '../../src/protocol/event-name.js'

describe('name and lineage', () => {
  test.each([
    [
      { post_type: 'message', message_type: 'group', sub_type: 'normal' },
      'message.group',
      'message.group.normal message.group message *',
    ],
    [{ post_type: 'message', message_type: 'private' }, 'message.private', 'message.private message *'],
    [
      { post_type: 'notice', notice_type: 'notify', sub_type: 'poke' },
      'notice.notify.poke',
      'notice.notify.poke notice.notify notice *',
    ],
    [
      { post_type: 'notice', notice_type: 'group_ban', sub_type: 'lift_ban' },
      'notice.group_ban',
      'notice.group_ban.lift_ban notice.group_ban notice *',
    ],
    [
      { post_type: 'request', request_type: 'group', sub_type: 'add' },
      'request.group',
      'request.group.add request.group request *',
    ],
    [
      { post_type: 'meta_event', meta_event_type: 'heartbeat' },
      'meta_event.heartbeat',
      'meta_event.heartbeat meta_event *',
    ],
    [
      { post_type: 'message_sent', message_type: 'group', sub_type: 'normal' },
      'message_sent.group',
      'message_sent.group.normal message_sent.group message_sent',
    ],
    [
      { post_type: 'message', message_type: 'group', self_id: 5, user_id: '5' },
      'message_sent.group',
      'message_sent.group message_sent',
    ],
    [{ post_type: 'message' }, 'message', 'message *'],
    [{}, 'unknown', 'unknown *'],
  ])('%j', (event, name, lineage) => {
    expect(nameEvent(event)).toEqual({ name, lineage: lineage.split(' ') })
  })

  test('no body makes a name twice in its lineage, or one that is no name', () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('*', 'message', 'notify', 'poke', 'a.b', ''),
      fc.anything(),
    )
    const fields = ['post_type', 'message_type', 'notice_type', 'sub_type', 'user_id', 'self_id']
    fc.assert(
      fc.property(fc.record(Object.fromEntries(fields.map((field) => [field, value]))), (event) => {
        const { name, lineage } = nameEvent(event)
        expect(new Set(lineage).size).toBe(lineage.length)
        expect(lineage).toContain(name)
        expect(lineage.join(' ')).toMatch(/^([\w-]+(\.[\w-]+)*)( [\w-]+(\.[\w-]+)*)*( \*)?$/)
      }),
    )
  })
})
