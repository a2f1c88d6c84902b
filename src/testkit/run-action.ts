import { actions } from './actions.js'
import { Failure, type Outcome } from './api-rules.js'
import type { Dialect } from './dialect.js'
import { readParams, SchemaError } from './params.js'
import type { World } from './world.js'
import { type Fields, Refusal } from './world-types.js'

/** The name of an action without what this implementation ignores behind it. */
const plainName = (name: string, suffixes: readonly string[]): string => {
  const suffix = suffixes.find((one) => name.endsWith(one))
  return suffix === undefined ? name : name.slice(0, -suffix.length)
}

/** Does an action as the implementation does it. */
export const runAction = (dialect: Dialect, world: World, name: string, params: Fields): Outcome => {
  const { suffixes, lacks, unchecked, coercion } = dialect.api
  const plain = plainName(name, suffixes)
  const action = lacks.includes(plain) ? undefined : actions.get(plain)
  if (action === undefined) return new Failure('unknown-action', `不支持的Api ${name}`)
  try {
    const how = unchecked.test(plain) ? 'anything' : coercion
    return { data: action.run({ world, dialect }, readParams(action.params, params, how)) }
  } catch (error) {
    if (error instanceof SchemaError) return new Failure('schema', error.message)
    if (error instanceof Refusal) return new Failure('refused', error.message)
    throw error
  }
}
