import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { template } from '../../src/index.js'

const push = {
  repository: { full_name: 'octocat/Hello-World' },
  commits: [{ id: 'a1', author: { name: '小明' } }, { id: 'b2' }],
  pusher: { name: '' },
  forced: false,
  提交: 2,
}

describe('template', () => {
  test.each([
    ['{repository.full_name}: {commits.length} commits', 'octocat/Hello-World: 2 commits'],
    ['{commits.0.author.name} {commits.1.author.name|somebody}', '小明 somebody'],
    ['{pusher.name|somebody} {nothing.at.all}{nothing|}', 'somebody '],
    ['{forced} {提交}', 'false 2'],
    ['{repository|?} {commits|?}', '? ?'],
    ['{ commits } {} {{forced}} {"a": 1} {a', '{ commits } {} {false} {"a": 1} {a'],
    ['{constructor|-} {repository.__proto__|-} {commits.map|-} {repository.full_name.length}', '- - - 19'],
  ])('%s', (words, rendered) => expect(template(words)(push)).toBe(rendered))

  test('puts a value in as it is, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (value, around) => {
        const words = around.replace(/[{}|]/g, '')
        expect(template(`${words}{a.b|no}${words}`)({ a: { b: value } })).toBe(words + value + words)
      }),
    )
  })

  test('renders any data and any words', () => {
    fc.assert(
      fc.property(fc.string(), fc.anything(), (words, data) => {
        expect(typeof template(`${words}{a.b.c|x}{length}{0.a}`)(data)).toBe('string')
      }),
    )
  })

  test('takes time in proportion to its words', () => {
    const words = '{a|'.repeat(50_000) + '{a'.repeat(50_000) + '{a.'.repeat(50_000)
    expect(template(words)({ a: 1 })).toBe(words)
  })
})
