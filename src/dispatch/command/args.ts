import type { ValueTypes } from './value.js'

// What the string of a command declares, as types. `spec.ts` reads the same at run time.

/** What follows the name: `'ban <who:user> [...why]'` → `'<who:user>' | '[...why]'`. */
type Tokens<Written extends string> = Written extends `${string} ${infer Rest}` ? Split<Rest, ' '> : never

type Split<Written extends string, By extends string> = Written extends `${infer Head}${By}${infer Tail}`
  ? Head | Split<Tail, By>
  : Written

type Inner<Token> = Token extends `<${infer Content}>` | `[${infer Content}]` ? Content : never

/** Without what stands in front of a name: `...why`, `--force`, `-f|--force`. */
type Bare<Content> = Content extends `-${string}|--${infer Rest}` | `--${infer Rest}` | `...${infer Rest}`
  ? Rest
  : Content

type Before<Content, Mark extends string> = Content extends `${infer Head}${Mark}${string}` ? Head : Content

type NameOf<Token> = Before<Before<Bare<Inner<Token>>, ':'>, '='>

/** The type as it is written; an option without one is there or not. */
type TypeOf<Token> =
  Bare<Inner<Token>> extends `${string}:${infer Type}`
    ? Before<Type, '='>
    : Inner<Token> extends `-${string}`
      ? undefined
      : 'text'

type Valued<Type> = Type extends keyof ValueTypes
  ? ValueTypes[Type]
  : Type extends `${string}|${string}`
    ? Split<Type, '|'>
    : never

type ArgumentOf<Token> =
  TypeOf<Token> extends undefined
    ? boolean
    : Token extends `<...${string}` | `[...${string}`
      ? TypeOf<Token> extends 'text'
        ? string
        : readonly Valued<TypeOf<Token>>[]
      : Token extends `<${string}` | `[${string}=${string}`
        ? Valued<TypeOf<Token>>
        : Valued<TypeOf<Token>> | undefined

/**
 * The arguments of a command, by the string that declares it: `ArgsOf<'ban <who:user> [...why]'>` is
 * `{ who: number, why: string }`. Of a string that is not known to the compiler, nothing is known.
 */
export type ArgsOf<Written extends string> = string extends Written
  ? Readonly<Record<string, unknown>>
  : { readonly [Token in Tokens<Written> as NameOf<Token> & string]: ArgumentOf<Token> }

/** What is wrong with a token, as a sentence for the compiler to show; `never` where nothing is. */
type Fault<Token> = Token extends ''
  ? never
  : Token extends `<${string}>` | `[${string}]`
    ? TypeOf<Token> extends keyof ValueTypes | `${string}|${string}` | undefined
      ? never
      : `${Token & string}: there is no type ${TypeOf<Token> & string}; types are those of ValueTypes, and a|b`
    : `${Token & string}: write <name:type> or [name:type=default]`

type FaultIn<Token> = Token extends unknown ? Fault<Token> : never

/** The string itself where it declares a command, otherwise what is wrong with it. */
export type Declared<Written extends string> = string extends Written
  ? Written
  : [FaultIn<Tokens<Written>>] extends [never]
    ? Written
    : FaultIn<Tokens<Written>>
