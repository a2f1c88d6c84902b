import { InvalidArgumentError } from 'commander'

/** A whole number from 1 up, as an option. */
export const number = (value: string): number => {
  if (!/^[1-9]\d{0,15}$/.test(value)) throw new InvalidArgumentError('Expected a number such as 10001.')
  return Number(value)
}

export const seconds = (value: string): number => {
  if (!/^[1-9]\d{0,4}$/.test(value)) throw new InvalidArgumentError('Expected seconds, such as 60.')
  return Number(value)
}
