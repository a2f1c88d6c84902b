import { z } from 'zod'
import { nearest } from './nearest.js'

export type Path = readonly PropertyKey[]

/** `endpoints[0].tokens[1]` */
export const show = (path: Path): string =>
  path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('')

/** What stands at a place; `undefined`: nothing. */
export const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part], root)

const isSecret = (path: Path): boolean => path.some((part) => /token|secret|password|key/i.test(String(part)))

const found = (path: Path, value: unknown): string => {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value) && value.length === 0) return 'an empty list'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (isSecret(path)) return `a ${typeof value}`
  // An address may hold a password or a token in places where none belongs.
  return JSON.stringify(value)
    .replace(/\/\/.*@/, '//…@')
    .replace(/\?.*"$/, '?…"')
}

const expectations: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list in [ ]',
  object: 'an object in { }',
}

const bounds = (issue: { readonly inclusive?: boolean | undefined }, word: string, bound: unknown): string =>
  `${issue.inclusive === false ? `${word === 'at least' ? 'more' : 'less'} than` : word} ${bound}`

const expected = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return expectations[issue.expected] ?? issue.expected
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'too_small':
      return `${issue.origin === 'array' || issue.origin === 'string' ? 'a length of ' : ''}${bounds(issue, 'at least', issue.minimum)}`
    case 'too_big':
      return `${issue.origin === 'array' || issue.origin === 'string' ? 'a length of ' : ''}${bounds(issue, 'at most', issue.maximum)}`
    default:
      return issue.message
  }
}

/** The keys that the schema has at a place, for suggestions. */
const keysAt = (schema: z.core.$ZodType, path: Path): string[] => {
  let place: z.core.$ZodType | undefined = schema
  for (const part of [...path, undefined]) {
    while (place !== undefined && 'innerType' in place._zod.def)
      place = place._zod.def.innerType as z.core.$ZodType
    if (place instanceof z.ZodUnion) {
      const kind = typeof part === 'number' ? z.ZodArray : z.ZodObject
      place = place.options.find((option) => option instanceof kind)
    }
    if (part === undefined || place === undefined) break
    if (place instanceof z.ZodObject) place = place.shape[String(part)]
    else if (place instanceof z.ZodArray) place = place.element as z.core.$ZodType
  }
  return place instanceof z.ZodObject ? Object.keys(place.shape) : []
}

/** Short keys too: `hots` is `host`. */
const allowedTypos = (length: number): number => Math.max(2, length / 3)

/** Sentences about what is wrong with a value, each with its place. `whole` names the value itself. */
export const problemsOf = (
  schema: z.core.$ZodType,
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
  whole: string,
): string[] => issuesOf(issues).flatMap((issue) => explain(schema, issue, value, whole))

const explain = (
  schema: z.core.$ZodType,
  issue: z.core.$ZodIssue,
  value: unknown,
  whole: string,
): string[] => {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path).filter((key) => key !== '$schema')
    return issue.keys.map((key) => {
      const guess = nearest(key, known, allowedTypos)
      const hint = guess === undefined ? `known here: ${known.join(', ')}` : `did you mean "${guess}"?`
      return `${show([...issue.path, key])}: unknown key; ${hint}`
    })
  }
  const place = issue.path.length === 0 ? whole : show(issue.path)
  return [`${place}: found ${found(issue.path, valueAt(value, issue.path))}, expected ${expected(issue)}`]
}

/** Of a choice, what is wrong with the alternative that was meant: the one of the right type. */
export const issuesOf = (issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] =>
  issues.flatMap((issue): z.core.$ZodIssue[] => {
    if (issue.code !== 'invalid_union') return [issue]
    // Nothing is called what the value calls itself.
    if ('options' in issue) {
      const { path, message, options = [] } = issue
      return [{ code: 'invalid_value', values: [...options] as string[], path, message }]
    }
    const meant = issue.errors.find((alternative) => !alternative.some(isOtherType)) ?? issue.errors[0] ?? []
    return issuesOf(meant).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
  })

const isOtherType = ({ code, path }: z.core.$ZodIssue): boolean =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value')

/** The settings of a plugin, read by its schema. Problems name their place: `config.words`. */
export const readSettings = <Schema extends z.ZodType>(
  schema: Schema,
  config: unknown,
): { readonly settings: z.output<Schema> } | { readonly problems: readonly string[] } => {
  const whole = z.object({ config: schema })
  const read = whole.safeParse({ config })
  if (read.success) return { settings: (read.data as { config: z.output<Schema> }).config }
  return { problems: problemsOf(whole, read.error.issues, { config }, 'config') }
}
