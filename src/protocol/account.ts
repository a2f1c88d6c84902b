/**
 * A QQ number as every field and header writes it: a number or its digits. `undefined` for anything else,
 * so that `0`, fractions and words never count as an account.
 */
export const toAccountNumber = (value: unknown): number | undefined => {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? value : undefined
  if (typeof value !== 'string' || !/^[1-9]\d{0,15}$/.test(value)) return undefined
  return toAccountNumber(Number(value))
}
