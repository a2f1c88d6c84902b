import { describe, expect, test } from 'vitest'
import { Answers, handlerAt } from '../../src/dispatch/answers.js'

const answersOf = (list: readonly { readonly answer: unknown }[]) => list.map(({ answer }) => answer)

describe('the first answer', () => {
  test('is there when nobody in front of it is at work', () => {
    const answers = new Answers(() => {})
    const [first, second] = [answers.reserve('a'), answers.reserve('b')]
    second('second')
    expect(answers.hasFirst).toBe(false)
    first(undefined)
    expect(answers.hasFirst).toBe(true)
  })

  test('inside a middleware waits for it', () => {
    let changes = 0
    const answers = new Answers(() => {
      changes += 1
    })
    const inner = answers.include()
    inner.reserve('a')('inside')
    expect([answers.hasFirst, answersOf(answers.filed), answersOf(answers.final)]).toEqual([
      false,
      ['inside'],
      [],
    ])
    inner.close()
    expect([answers.hasFirst, answersOf(answers.final), changes]).toEqual([true, ['inside'], 2])
  })

  test('is not there when everybody is done without one', () => {
    const answers = new Answers(() => {})
    answers.reserve('a')(false)
    expect(answers.hasFirst).toBe(false)
  })
})

test('a place says who answered there, also inside a middleware and in its place', () => {
  const answers = new Answers(() => {})
  answers.reserve('message.group (signup)')('first')
  const inner = answers.include()
  inner.reserve('message')('second')
  const replaced = answers.include()
  replaced.replace('text 5', 'third')
  expect(answers.filed.map(({ place }) => handlerAt(place))).toEqual([
    'message.group (signup)',
    'message',
    'text 5',
  ])
})

test('an answer that was replaced is not heard when it comes', () => {
  const answers = new Answers(() => {})
  const late = answers.include().reserve('a')
  answers.replace('use', 'instead')
  late('late')
  expect(answersOf(answers.final)).toEqual(['instead'])
})

test('an answer has one place of its own, whoever answers first', () => {
  const placesOf = (order: readonly number[]) => {
    const answers = new Answers(() => {})
    const inner = answers.include()
    const handlers = [answers.reserve('a'), inner.reserve('a'), inner.reserve('a')]
    for (const index of order) handlers[index]?.(index)
    return new Map(answers.filed.map(({ answer, place }) => [answer, place]))
  }
  const places = placesOf([0, 1, 2])
  expect(new Set(places.values()).size).toBe(3)
  expect(placesOf([2, 0]).get(2)).toBe(places.get(2))
})
