import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseArgs } from '../../../src/dispatch/command/parse.js'
import { toSpec } from '../../../src/dispatch/command/spec.js'
import { Words } from '../../../src/dispatch/command/words.js'
import type { Segment } from '../../../src/protocol/message.js'

const at = (qq: number): Segment => ({ type: 'at', data: { qq: String(qq) } })
const picture: Segment = { type: 'image', data: { file: 'a.jpg' } }

const parse = (spec: string, ...pieces: (string | Segment)[]) => parseArgs(toSpec(spec), new Words(pieces))

/** The arguments, or the kind of what is wrong and what was found. */
const argsOf = (spec: string, ...pieces: (string | Segment)[]): unknown => {
  const parsed = parse(spec, ...pieces)
  if ('args' in parsed) return parsed.args
  const { problem } = parsed
  return [problem.kind, 'parameter' in problem ? problem.parameter.name : problem.found]
}

const ban = 'ban <who:user> [time:duration=10m] [...why]'

describe('arguments', () => {
  test('are a mention or a number, a duration, and the rest as it was written', () => {
    const expected = { who: 10001, time: 3600, why: '刷  屏\n"again"' }
    expect(argsOf(ban, ' ', at(10001), ' 1h 刷  屏\n"again" ')).toEqual(expected)
    expect(argsOf(ban, ' 10001 1小时 刷  屏\n"again"')).toEqual(expected)
    expect(argsOf(ban, ' @10001 60分钟 刷  屏\n"again"')).toEqual(expected)
  })

  test('that are left out have their default', () => {
    expect(argsOf(ban, '', at(10001))).toEqual({ who: 10001, time: 600, why: '' })
    expect(argsOf('a [b] [n:int] [...who:user]', '')).toEqual({ b: undefined, n: undefined, who: [] })
  })

  test('in quotes may have space in them, in every kind of quotes', () => {
    for (const quoted of ['"a b"', '“a b”', '”a b“', '「a b」', '『a b』', '"a\\ b"'.replace('\\', '')])
      expect(argsOf('say <what> <n:int>', ` ${quoted} 3`)).toEqual({ what: 'a b', n: 3 })
    expect(argsOf('say <what>', ' "a \\"b\\" \\\\ C:\\dir"')).toEqual({ what: 'a "b" \\ C:\\dir' })
  })

  test('have quotes in them where these are not closed', () => {
    expect(argsOf('say <a> <b>', ' "x 「y')).toEqual({ a: '"x', b: '「y' })
    expect(argsOf('say <a>', ' 5"')).toEqual({ a: '5"' })
  })

  test('may be pictures and lists', () => {
    expect(argsOf('a <look:image> [...who:user]', ' ', picture, at(10001), ' 10002 ', at(10003))).toEqual({
      look: picture.data,
      who: [10001, 10002, 10003],
    })
  })

  test('may be one of several words, in whatever case', () => {
    expect(argsOf('mode <to:on|off>', ' ON')).toEqual({ to: 'on' })
    expect(argsOf('mode <to:on|off>', ' maybe')).toEqual(['misfit', 'to'])
  })

  test('of mentions inside the rest are written @10001', () => {
    expect(argsOf('say <...what>', ' 你好 ', at(10001), ' !', picture)).toEqual({ what: '你好 @10001 !' })
  })
})

describe('options', () => {
  const spec = 'roll [what] [-f|--force] [-t|--times:int=1] [--who:user]'

  test('stand anywhere, in long and short', () => {
    const all = { what: 'dice', force: true, times: 3, who: 10001 }
    expect(argsOf(spec, ' dice --force --times 3 --who ', at(10001))).toEqual(all)
    expect(argsOf(spec, ' -t 3 -f dice --who=10001')).toEqual(all)
    expect(argsOf(spec, ' —force dice ——times=３ --who 10001')).toEqual(all)
    expect(argsOf(spec, '')).toEqual({ what: undefined, force: false, times: 1, who: undefined })
  })

  test('are arguments in quotes, behind -- and where there are none', () => {
    expect(argsOf(spec, ' "--force"')).toMatchObject({ what: '--force', force: false })
    expect(argsOf(spec, ' -- --force')).toMatchObject({ what: '--force', force: false })
    expect(argsOf('say <what>', ' --force')).toEqual({ what: '--force' })
    expect(argsOf('add <a:number> [-n|--neg]', ' -5')).toEqual({ a: -5, neg: false })
  })

  test('end where the rest begins', () => {
    expect(argsOf('say [-l|--loud] [...what]', ' -l hello --loud')).toEqual({
      loud: true,
      what: 'hello --loud',
    })
  })
})

describe('what is wrong', () => {
  test.each([
    [ban, '', ['missing', 'who']],
    [ban, ' somebody', ['misfit', 'who']],
    [ban, ' 10001 600', ['misfit', 'time']],
    ['ping', ' pong', ['surplus', 'pong']],
    ['a [-f|--force]', ' --froce', ['unknown option', '--froce']],
    ['a [-f|--force]', ' --force=yes', ['unknown option', '--force=yes']],
    ['a [--times:int]', ' --times', ['misfit', 'times']],
    ['a [--times:int]', ' --times x', ['misfit', 'times']],
    ['say <...what>', '  ', ['missing', 'what']],
    ['kick <...who:user>', '', ['missing', 'who']],
  ])('with %s and "%s" is said', (spec, text, problem) => {
    expect(argsOf(spec, text)).toEqual(problem)
  })
})

describe('a string that declares no command', () => {
  test.each([
    ['', 'does not begin with a name'],
    ['<who>', 'does not begin with a name'],
    ['ban who', 'write <name:type>'],
    ['ban <who:usr>', 'there is no type usr'],
    ['ban [n:int=x]', 'its default is no int'],
    ['ban [to:a|b=c]', 'its default is no a|b'],
    ['ban [--a=true]', 'its default is no flag'],
    ['ban <a:flag>', 'there is no type flag'],
    ['ban [a] <b>', 'b stands behind what is optional'],
    ['ban [...a] [b]', 'nothing can follow a'],
    ['ban <a> [--a]', 'a is there twice'],
    ['ban [-f|--a] [-f|--b]', '-f is there twice'],
    ['ban <--force>', 'stands in [ ]'],
    ['ban <a=1>', 'stands in [ ]'],
    ['ban [to:a|]', 'a choice is empty'],
    ['ban [__proto__]', 'write <name:type>'],
  ])('is refused: %s', (spec, why) => {
    expect(() => toSpec(spec)).toThrow(why)
  })
})

describe('whatever people write', () => {
  const segment = fc.constantFrom<Segment>(at(10001), picture, { type: 'text', data: { text: ' "x' } })
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('"', '“', '”', '「', '\\', ' ', '-', '--', '—', 'f', '=', '1', 'm'))
      .map((a) => a.join('')),
  )

  test('is parsed without an error', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(text, segment), { maxLength: 6 }), (pieces) => {
        for (const spec of [ban, 'a [b] [-f|--force] [-t|--times:int] [...c:duration]', 'a <...b>'])
          expect(parse(spec, ...pieces)).toSatisfy(
            (parsed: object) => 'args' in parsed || 'problem' in parsed,
          )
      }),
    )
  })

  test('many quotes that are never closed are read in one go', () => {
    const words = new Words(['「 『 '.repeat(200_000)])
    let count = 0
    while (words.next() !== undefined) count += 1
    expect(count).toBe(400_000)
  })

  const quote = (word: string): string => `"${word.replaceAll(/[\\"]/g, '\\$&')}"`

  test('is what was written: parse(print(args)) is args', () => {
    const args = fc.record({
      who: fc.integer({ min: 10_000, max: 99_999_999_999 }),
      what: fc.string({ unit: 'grapheme' }).filter((what) => what !== ''),
      time: fc.nat(1_000_000),
      force: fc.boolean(),
      mode: fc.constantFrom('on', 'off'),
      why: fc.string({ unit: 'grapheme' }).map((why) => why.trim()),
    })
    fc.assert(
      fc.property(args, fc.constantFrom(' ', '\n', '　', '  '), (expected, space) => {
        const { who, what, time, force, mode, why } = expected
        const printed = [force ? '-f' : '', '--mode', mode, '--', who, quote(what), `${time}s`, why]
        const spec = 'a <who:user> <what> [time:duration] [...why] [-f|--force] [--mode:on|off]'
        expect(argsOf(spec, space + printed.join(space))).toEqual(expected)
      }),
    )
  })
})
