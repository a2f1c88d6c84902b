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
