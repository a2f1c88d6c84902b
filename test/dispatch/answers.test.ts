import { describe, expect, test } from 'vitest'
import { Answers, handlerAt } from '../../src/dispatch/answers.js'

const answersOf = (list: readonly { readonly answer: unknown }[]) => list.map(({ answer }) => answer)

/** A place for this handler, as what fills it. */
const reserve = (answers: Answers, handler: string) => {
  const place = answers.reserve()
  return (answer: unknown) => answers.fill(place, handler, answer)
}

describe('the first answer', () => {
  test('is there when nobody in front of it is at work', () => {
    const answers = new Answers({ changed() {} })
    const [first, second] = [reserve(answers, 'a'), reserve(answers, 'b')]
    second('second')
    expect(answers.hasFirst).toBe(false)
    first(undefined)
    expect(answers.hasFirst).toBe(true)
  })

  test('inside a middleware waits for it', () => {
    let changes = 0
    const answers = new Answers({
      changed() {
        changes += 1
      },
    })
    const inner = answers.include()
    reserve(inner, 'a')('inside')
    expect([answers.hasFirst, answersOf(answers.filed), answersOf(answers.final)]).toEqual([
      false,
      ['inside'],
      [],
    ])
    inner.close()
    expect([answers.hasFirst, answersOf(answers.final), changes]).toEqual([true, ['inside'], 2])
  })

  test('is not there when everybody is done without one', () => {
    const answers = new Answers({ changed() {} })
    reserve(answers, 'a')(false)
    expect(answers.hasFirst).toBe(false)
  })
})

test('a place says who answered there, also inside a middleware and in its place', () => {
  const answers = new Answers({ changed() {} })
  reserve(answers, 'message.group (signup)')('first')
  const inner = answers.include()
  reserve(inner, 'message')('second')
  const replaced = answers.include()
  replaced.replace('text 5', 'third')
  expect(answers.filed.map(({ place }) => handlerAt(place))).toEqual([
    'message.group (signup)',
    'message',
    'text 5',
  ])
})

test('an answer that was replaced is not heard when it comes', () => {
  const answers = new Answers({ changed() {} })
  const late = reserve(answers.include(), 'a')
  answers.replace('use', 'instead')
  late('late')
  expect(answersOf(answers.final)).toEqual(['instead'])
})

test('an answer has one place of its own, whoever answers first', () => {
  const placesOf = (order: readonly number[]) => {
    const answers = new Answers({ changed() {} })
    const inner = answers.include()
    const handlers = [reserve(answers, 'a'), reserve(inner, 'a'), reserve(inner, 'a')]
    for (const index of order) handlers[index]?.(index)
    return new Map(answers.filed.map(({ answer, place }) => [answer, place]))
  }
  const places = placesOf([0, 1, 2])
  expect(new Set(places.values()).size).toBe(3)
  expect(placesOf([2, 0]).get(2)).toBe(places.get(2))
})
