import { isValueType, type ReadValue, readChoice, readers, type ValueType } from './value.js'

/** An argument or an option of a command. */
export interface Parameter {
  readonly name: string
  /** `choice`: one of `choices`; `flag`: an option that is there or not. */
  readonly type: ValueType | 'choice' | 'flag'
  readonly choices: readonly string[]
  readonly isOption: boolean
  /** The letter of an option: `f` for `-f`. */
  readonly short: string | undefined
  readonly isRequired: boolean
  /** Takes all that is left. */
  readonly isRest: boolean
  readonly read: ReadValue
  /** What stands for it where it is left out: its default as it was written, and as a value. */
  readonly preset: { readonly written: string; readonly value: unknown } | undefined
}

/** A command as its string declares it. */
export interface Spec {
  readonly name: string
  readonly args: readonly Parameter[]
  readonly options: readonly Parameter[]
}

const shape = /^(?:<(?<required>[^<>[\]]+)>|\[(?<optional>[^<>[\]]+)\])$/
const inner =
  /^(?:(?<rest>\.\.\.)|(?:-(?<short>\p{L})\|)?(?<option>--))?(?<name>\p{L}[\p{L}\p{N}_]*)(?::(?<type>[^:=]+))?(?:=(?<preset>.+))?$/u

const fail = (token: string, why: string): never => {
  throw new TypeError(`${token} cannot be an argument of a command: ${why}`)
}

const flag = { type: 'flag', choices: [], read: () => undefined } as const

/** What a type makes of a word: that of the table, or one of the words `a|b`. */
const readType = (token: string, type: string): Pick<Parameter, 'type' | 'choices' | 'read'> => {
  if (isValueType(type)) return { type, choices: [], read: readers[type] }
  const choices = type.split('|')
  if (choices.length === 1)
    return fail(token, `there is no type ${type}; there are ${Object.keys(readers).join(', ')} and a|b`)
  if (choices.includes('')) return fail(token, 'a choice is empty')
  return { type: 'choice', choices, read: readChoice(choices) }
}

const readParameter = (token: string): Parameter => {
  const { required, optional } = shape.exec(token)?.groups ?? {}
  const groups = inner.exec(required ?? optional ?? '')?.groups
  if (groups === undefined) return fail(token, 'write <name:type> or [name:type=default]')
  const { rest, short, option, name = '', type, preset } = groups
  if (required !== undefined && (preset !== undefined || option !== undefined))
    return fail(token, 'what has a default and what begins with -- stands in [ ]')
  if (rest !== undefined && preset !== undefined) return fail(token, 'what takes the rest has no default')
  const typed = type === undefined && option !== undefined ? flag : readType(token, type ?? 'text')
  const value = preset === undefined ? undefined : typed.read({ text: preset, isQuoted: false })
  if (preset !== undefined && value === undefined)
    return fail(token, `its default is no ${type ?? typed.type}`)
  return {
    ...typed,
    name,
    isOption: option !== undefined,
    short,
    isRequired: required !== undefined,
    isRest: rest !== undefined,
    preset: preset === undefined ? undefined : { written: preset, value },
  }
}

const check = (args: readonly Parameter[], all: readonly Parameter[], written: string): void => {
  const refuse = (why: string): never => {
    throw new TypeError(`${written} cannot be a command: ${why}`)
  }
  for (const [index, { name, isRest, isRequired }] of args.entries()) {
    if (isRest && index < args.length - 1) refuse(`nothing can follow ${name}, which takes all the rest`)
    if (isRequired && args[index - 1]?.isRequired === false) refuse(`${name} stands behind what is optional`)
  }
  const names = all.flatMap(({ name, short }) => (short === undefined ? [name] : [name, `-${short}`]))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) refuse(`${twice} is there twice`)
}

/** `ban <who:user> [time:duration=10m] [...why]` → what it declares. Throws `TypeError` where it is wrong. */
export const toSpec = (written: string): Spec => {
  const [name = '', ...tokens] = written.trim().split(/\s+/)
  if (!/^[^\s<>[\]"“”「」『』]+$/.test(name)) throw new TypeError(`${written} does not begin with a name`)
  const all = tokens.map(readParameter)
  const args = all.filter(({ isOption }) => !isOption)
  check(args, all, written)
  return { name, args, options: all.filter(({ isOption }) => isOption) }
}
