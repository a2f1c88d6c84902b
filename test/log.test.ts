import { describe, expect, test } from 'vitest'
import { CountingLog, createLog } from '../src/log.js'

const record = () => {
  const lines: { msg: string; repeats?: number }[] = []
  let now = 0
  const say = new CountingLog(
    createLog('debug', { write: (line) => void lines.push(JSON.parse(line)) }),
    () => now,
  )
  return { lines, say, wait: (ms: number) => (now += ms) }
}

const about = (key: string, message: string, detail?: string) =>
  ({ key, detail, level: 'info', fields: {}, message }) as const

describe('a counting log', () => {
  test('says different things each once', () => {
    const { lines, say } = record()
    for (const key of ['a', 'b', 'a', 'b', 'a']) say.say(about(key, key))
    expect(lines.map(({ msg }) => msg)).toEqual(['a', 'b'])
    say.flush()
    expect(lines.slice(2).map(({ msg }) => msg)).toEqual(['2 more times: a', '1 more times: b'])
    say.flush()
    expect(lines).toHaveLength(4)
  })

  test('tells the first details of a thing apart, and counts the rest together', () => {
    const { lines, say } = record()
    for (let index = 0; index < 100; index += 1) say.say(about('path', `/${index}`, `/${index}`))
    expect(lines).toHaveLength(20)
    say.flush()
    expect(lines.slice(20).map(({ msg, repeats }) => [msg, repeats])).toEqual([['80 more times: /99', 80]])
  })

  test('remembers a bounded number of things and says the count of those it forgets', () => {
    const { lines, say } = record()
    say.say(about('first', 'first'))
    say.say(about('first', 'first'))
    for (let index = 0; index < 1000; index += 1) say.say(about(`${index}`, 'other'))
    expect(lines.filter(({ repeats }) => repeats === 1).map(({ msg }) => msg)).toEqual([
      '1 more times: first',
    ])
    say.say(about('first', 'first'))
    expect(lines.at(-1)?.msg).toBe('first')
  })
})
