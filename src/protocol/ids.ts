/** An id as OneBot senders write it: a number, or digits where a number would not be exact. */
export type Id = number | string

export const isId = (value: unknown): value is Id =>
  typeof value === 'number' || (typeof value === 'string' && value !== '')

/** Digits become a number where that is exact; an inexact number becomes digits; anything else stays. */
export const toId = (value: unknown): unknown => {
  if (typeof value === 'number') {
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? String(BigInt(value)) : value
  }
  if (typeof value !== 'string' || !/^(0|-?[1-9]\d{0,15})$/.test(value)) return value
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

/** The id as digits, for guilds, whose ids never fit a number. */
export const toDigits = (value: unknown): unknown => (typeof value === 'number' ? String(toId(value)) : value)
