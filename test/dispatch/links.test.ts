import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Link } from '../../src/dispatch/chain.js'
import type { Keys } from '../../src/dispatch/keys.js'
import { Links } from '../../src/dispatch/links.js'
import type { AnyEvent } from '../../src/protocol/event.js'

/** As much of a message as its keys need. */
const message = (text: string): AnyEvent =>
  ({ name: 'message.group', self_id: 1, text, message: [{ type: 'text', data: { text } }] }) as never

const link = (name: string, keys?: Keys): Link => ({
  name,
  owner: { name: undefined },
  concerns: () => 'nothing',
  ...(keys === undefined ? {} : { keys }),
})

const text = fc.constantFrom('a', 'b', '/a', '/a b')
const keys: fc.Arbitrary<Keys | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({ texts: fc.uniqueArray(text, { minLength: 1 }) }),
  fc.record({ words: fc.uniqueArray(fc.constantFrom('/a', '/b'), { minLength: 1 }) }),
)
const registration = fc.record({ keys, isRemoved: fc.boolean(), atTheEnd: fc.boolean() })

test('what is looked up is what would be found one by one, in the same order', () => {
  fc.assert(
    fc.property(fc.array(registration), text, (registrations, words) => {
      const links = new Links()
      const removals = registrations.map(({ keys, atTheEnd }, index) =>
        links.add(link(String(index), keys), { atTheEnd }),
      )
      for (const [index, remove] of removals.entries()) if (registrations[index]?.isRemoved) remove()
      const fits = ({ texts = [], words: first = [] }: Keys): boolean =>
        texts.includes(words) || first.includes(words.split(' ')[0] ?? '')
      const left = registrations
        .map((each, index) => ({ ...each, name: String(index) }))
        .filter(({ isRemoved }) => !isRemoved)
      const ordered = [...left.filter((each) => !each.atTheEnd), ...left.filter((each) => each.atTheEnd)]
      const expected = ordered.filter((each) => each.keys === undefined || fits(each.keys))
      expect(links.for(message(words)).map(({ name }) => name)).toEqual(expected.map(({ name }) => name))
      expect(links.all.map(({ name }) => name)).toEqual(ordered.map(({ name }) => name))
    }),
  )
})

test('of a thousand texts and commands an event meets its own', () => {
  const links = new Links()
  for (let index = 0; index < 1000; index += 1) {
    links.add(link(`text ${index}`, { texts: [`/c${index}`] }))
    links.add(link(`command ${index}`, { words: [`/c${index}`] }))
  }
  expect(links.for(message('/C7 x')).map(({ name }) => name)).toEqual(['command 7'])
  expect(links.for(message('/c7')).map(({ name }) => name)).toEqual(['text 7', 'command 7'])
  expect(links.for({ name: 'notice.friend_add' } as never)).toEqual([])
})
