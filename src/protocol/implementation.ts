/** The OneBot implementations that catflap knows by name. */
export const implementations = ['napcat', 'llonebot', 'go-cqhttp', 'lagrange', 'shamrock'] as const
export type Implementation = (typeof implementations)[number]
