/** The OneBot implementations that catflap knows by name. */
export const implementations = ['napcat', 'llonebot', 'go-cqhttp', 'lagrange', 'shamrock'] as const
export type Implementation = (typeof implementations)[number]

/** As they write themselves. */
export const implementationTitles: Readonly<Record<Implementation, string>> = {
  napcat: 'NapCat',
  llonebot: 'LLOneBot',
  'go-cqhttp': 'go-cqhttp',
  lagrange: 'Lagrange',
  shamrock: 'Shamrock',
}

/** What an account runs on, as far as it is known. */
export interface Host {
  readonly implementation: Implementation
  /** Its `app_version`. */
  readonly version?: string | undefined
}

/** How the `app_name` of `get_version_info` begins, in lower case. */
const appNames: Readonly<Record<string, Implementation>> = {
  napcat: 'napcat',
  llonebot: 'llonebot',
  llbot: 'llonebot',
  'go-cqhttp': 'go-cqhttp',
  lagrange: 'lagrange',
  shamrock: 'shamrock',
}

export const implementationOf = (appName: string): Implementation | undefined =>
  Object.entries(appNames).find(([start]) => appName.toLowerCase().startsWith(start))?.[1]
