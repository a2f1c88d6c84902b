import type { Texts } from './language.js'
import type { Problem } from './parse.js'
import type { Parameter, Spec } from './spec.js'

const typeName = ({ type, choices }: Parameter, { types }: Texts): string =>
  type === 'choice' ? choices.join('|') : types[type]

/** `时长（如 10m、2小时）` */
const explainType = (parameter: Parameter, texts: Texts): string => {
  const hint = texts.hints[parameter.type]
  return `${typeName(parameter, texts)}${hint === undefined ? '' : texts.brackets(hint)}`
}

const showParameter = (parameter: Parameter, texts: Texts): string => {
  const { name, type, isOption, short, isRequired, isRest, preset } = parameter
  const dashed = `${short === undefined ? '' : `-${short}|`}--${name}`
  const typed = type === 'flag' || type === 'text' ? '' : `:${typeName(parameter, texts)}`
  const content = `${isRest ? '...' : ''}${isOption ? dashed : name}${typed}${preset ? `=${preset.written}` : ''}`
  return isRequired ? `<${content}>` : `[${content}]`
}

/** `/ban <who:用户> [time:时长=10m] [...why]` */
export const showUsage = ({ args, options }: Spec, opening: string, texts: Texts): string =>
  [opening, ...[...args, ...options].map((parameter) => showParameter(parameter, texts))].join(' ')

/** One sentence about what is wrong. */
export const showProblem = (problem: Problem, texts: Texts): string => {
  switch (problem.kind) {
    case 'missing':
      return texts.missing(problem.parameter.name, explainType(problem.parameter, texts))
    case 'misfit':
      return texts.misfit(
        problem.parameter.name,
        shorten(problem.found),
        explainType(problem.parameter, texts),
      )
    case 'surplus':
      return texts.surplus(shorten(problem.found))
    case 'unknown option':
      return texts.unknownOption(shorten(problem.found))
  }
}

/** What somebody wrote is shown in an answer, but not a whole page of it. */
export const shorten = (found: string): string => {
  const characters = [...found.slice(0, 64)]
  return characters.length > 20 ? `${characters.slice(0, 20).join('')}…` : found
}
