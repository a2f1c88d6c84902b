import type { Config } from '../config.js'
import { CommandError } from '../errors.js'
import { urlOf } from '../receive/address.js'
import { exchange } from './http.js'

const patienceMs = 5000

const reasonIn = (body: string): string => {
  try {
    return String((JSON.parse(body) as { readonly error: unknown }).error)
  } catch {
    return body.trim()
  }
}

/** Has the running bot do something over its admin listener; `undefined`: it has none, or nobody answers there. */
export const askBot = async ({ admin }: Config, action: string, input: object): Promise<unknown> => {
  if (admin === undefined) return undefined
  const headers = { 'Content-Type': 'application/json' }
  const options = { method: 'POST', headers, signal: AbortSignal.timeout(patienceMs) }
  const answered = await exchange(urlOf(admin, action), options, JSON.stringify(input)).catch(() => undefined)
  // Something else, or an older bot, may have its port.
  if (answered === undefined || answered.status === 404) return undefined
  if (answered.status === 200) return JSON.parse(answered.body)
  throw new CommandError(reasonIn(answered.body))
}
