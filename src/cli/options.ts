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

export const httpUrl = (value: string): string => {
  if (!URL.canParse(value) || new URL(value).protocol !== 'http:') {
    throw new InvalidArgumentError('Expected an address such as http://127.0.0.1:8080/napcat.')
  }
  return value
}
