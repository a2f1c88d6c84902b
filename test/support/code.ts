/** Every `as` and `any` of the types in a program. Imports, comments and strings may say what they like. */
export const typedLoosely = (code: string): readonly string[] =>
  code.replace(/^import .*|\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'|`[^`]*`/gm, '').match(/\b(as|any)\b(?!\()/g) ??
  []
