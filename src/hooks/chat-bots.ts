import { createHmac } from 'node:crypto'
import {
  type Delivered,
  isSameSecret,
  listSecrets,
  type Secrets,
  type Verdict,
  type Verification,
  verification,
} from './verification.js'

/** How far a sender's clock may be from ours, in milliseconds. */
const TOLERANCE = 60 * 60_000

/** What a sender shows; empty where it does not. */
interface Shown {
  readonly timestamp: string
  readonly sign: string
}

/** Neither signs the body: what is shown proves only that the sender has the secret, within the hour. */
const judge = (
  { timestamp, sign }: Shown,
  sentAt: number,
  signatures: (timestamp: string) => readonly string[],
): Verdict => {
  if (timestamp === '' || sign === '') return 'missing'
  // Written so that a time that is no number is out of the window too.
  if (!(Math.abs(Date.now() - sentAt) <= TOLERANCE)) return 'wrong'
  return signatures(timestamp).some((signature) => isSameSecret(sign, signature)) ? 'ok' : 'wrong'
}

/** A bot of DingTalk with a secret (`SEC…`): `timestamp` (milliseconds) and `sign` in the query, an hour early or late. */
export const dingtalk = (secret: Secrets): Verification => {
  const secrets = listSecrets(secret)
  const signatures = (timestamp: string): string[] =>
    secrets.map((key) => createHmac('sha256', key).update(`${timestamp}\n${key}`).digest('base64'))
  return verification(
    ({ query }) => {
      const timestamp = query.get('timestamp') ?? ''
      return judge({ timestamp, sign: query.get('sign') ?? '' }, Number(timestamp), signatures)
    },
    {
      says: 'timestamp and sign in the query, as for a bot of DingTalk with a secret',
      isHeadOnly: true,
      hides: ['sign', 'access_token'],
    },
  )
}

/** The fields of a body that says when it was signed; the rest of it is not looked at. */
const shownIn = ({ bytes }: Delivered): Shown => {
  try {
    const body: unknown = JSON.parse(Buffer.from(bytes).toString())
    const { timestamp, sign } = Object(body) as Readonly<Record<string, unknown>>
    return {
      timestamp: typeof timestamp === 'number' ? String(timestamp) : textOf(timestamp),
      sign: textOf(sign),
    }
  } catch {
    // Whether it is JSON is said later, by who reads it.
    return { timestamp: '', sign: '' }
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A bot of Feishu or Lark with a secret: `timestamp` (seconds) and `sign` in the body, an hour early or late. */
export const feishu = (secret: Secrets): Verification => {
  const secrets = listSecrets(secret)
  const signatures = (timestamp: string): string[] =>
    secrets.map((key) => createHmac('sha256', `${timestamp}\n${key}`).digest('base64'))
  return verification(
    (delivered) => {
      const shown = shownIn(delivered)
      return judge(shown, Number(shown.timestamp) * 1000, signatures)
    },
    { says: 'timestamp and sign in the body, as for a bot of Feishu with a secret' },
  )
}
