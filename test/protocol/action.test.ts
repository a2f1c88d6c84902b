import { describe, expectTypeOf, test } from 'vitest'
import type { ActionName, ActionParams, ActionResult, Api } from '../../src/index.js'
import { at, text } from '../../src/index.js'

/** The compiler reads what is given here; nothing runs. */
const compiles = (_: (api: Api) => unknown): void => undefined

describe('parameters', () => {
  test('a message is a string, a segment or segments; an id is a number or a string', () =>
    compiles((api) => {
      api.send_group_msg({ group_id: 1, message: 'hi' })
      api.send_group_msg({ group_id: '1', message: at(2) })
      api.call('send_private_msg', { user_id: '1', message: [at(2), text('hi')] }, { timeoutMs: 500 })
      expectTypeOf<ActionParams<'delete_msg'>>().toEqualTypeOf<{ message_id: number | string }>()
    }))

  test('a missing one does not compile', () =>
    compiles((api) => {
      // @ts-expect-error -- message
      api.send_group_msg({ group_id: 1 })
      // @ts-expect-error -- message
      api.call('send_group_msg', { group_id: 1 })
      // @ts-expect-error -- all of them
      api.send_group_msg()
      // @ts-expect-error -- all of them
      api.call('delete_msg')
    }))

  test('an unknown one does not compile', () =>
    compiles((api) => {
      // @ts-expect-error -- durration
      api.set_group_ban({ group_id: 1, user_id: 2, durration: 60 })
      // @ts-expect-error -- durration
      api.call('set_group_ban', { group_id: 1, user_id: 2, durration: 60 })
      // @ts-expect-error -- it takes none
      api.get_login_info({ no_cache: true })
      // @ts-expect-error -- it takes none
      api.call('get_login_info', { no_cache: true })
    }))

  test('one of the wrong type does not compile', () =>
    compiles((api) => {
      // @ts-expect-error -- a truthy string would mean true to NapCat
      api.set_group_whole_ban({ group_id: 1, enable: 'false' })
      // @ts-expect-error -- a string could hold CQ codes
      api.call('.handle_quick_operation', { context: {}, operation: { reply: '[CQ:at,qq=all]' } })
    }))

  test('of a choice one is needed and all are allowed', () =>
    compiles((api) => {
      api.get_file({ file_id: 'a' })
      api.get_file({ file: 'a', file_id: 'b' })
      // @ts-expect-error -- neither file nor file_id
      api.get_file({})
      // @ts-expect-error -- neither user_id nor group_id
      api.send_msg({ message: 'hi' })
    }))

  test('they may be left out where none is needed', () =>
    compiles((api) => {
      api.get_status()
      api.get_friend_list({ no_cache: true })
      api.call('get_status')
      api.call('get_status', {}, { timeoutMs: 500 })
    }))
})

describe('names', () => {
  test('an unknown one is no method', () =>
    compiles((api) => {
      // @ts-expect-error -- grop
      api.send_grop_msg({ group_id: 1, message: 'hi' })
    }))

  test('an unknown one is called with any parameters and resolves to unknown', () =>
    compiles((api) => {
      expectTypeOf(api.call('an_action_of_tomorrow')).toEqualTypeOf<Promise<unknown>>()
      expectTypeOf(api.call('an_action_of_tomorrow', { any: 'thing' })).toEqualTypeOf<Promise<unknown>>()
      const name: string = 'computed'
      expectTypeOf(api.call(name, { any: 'thing' })).toEqualTypeOf<Promise<unknown>>()
    }))

  test('those of the table complete; one with a dot in front is called by it', () =>
    compiles((api) => {
      expectTypeOf<'.handle_quick_operation' | '_get_group_notice' | 'send_poke'>().toExtend<ActionName>()
      expectTypeOf<'unknown'>().not.toExtend<ActionName>()
      expectTypeOf(api.call('.get_word_slices', { content: 'a' })).toEqualTypeOf<
        Promise<{ slices: string[] }>
      >()
      expectTypeOf<Api>().not.toHaveProperty('.get_word_slices')
    }))
})

describe('results', () => {
  test('a method and a call resolve to the same', () =>
    compiles((api) => {
      expectTypeOf(api.send_group_msg).returns.resolves.toHaveProperty('message_id').toEqualTypeOf<number>()
      expectTypeOf(api.call('get_msg', { message_id: 1 })).toEqualTypeOf<Promise<ActionResult<'get_msg'>>>()
      expectTypeOf(api.can_send_image()).toEqualTypeOf<Promise<{ yes: boolean }>>()
      expectTypeOf(api.call('set_group_ban', { group_id: 1, user_id: 2 })).toEqualTypeOf<Promise<void>>()
      expectTypeOf<ActionResult<'group_poke'>>().toEqualTypeOf<ActionResult<'send_poke'>>()
    }))
})
