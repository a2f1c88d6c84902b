import { isUtf8 } from 'node:buffer'
import { createHmac, randomUUID } from 'node:crypto'
import type { Webhook } from 'standardwebhooks'
import { library } from '../library.js'
import {
  isSameSecret,
  listSecrets,
  readHeader,
  type Secrets,
  type Verification,
  verification,
} from './verification.js'

const standard = (): typeof import('standardwebhooks') => library('standardwebhooks')

/** How far a sender's clock may be from ours, in seconds. */
const TOLERANCE = 5 * 60

const verifies = (webhook: Webhook, body: Buffer, headers: Record<string, string>): boolean => {
  try {
    webhook.verify(body, headers, { jsonParse: false })
    return true
  } catch (error) {
    if (error instanceof standard().WebhookVerificationError) return false
    throw error
  }
}

/** Standard Webhooks: id, time and body are signed; five minutes early or late is wrong. Secrets as `whsec_…`. */
export const standardWebhooks = (secret: Secrets): Verification => {
  const { Webhook } = standard()
  const webhooks = listSecrets(secret).map((one) => new Webhook(one))
  return verification(
    (delivered) => {
      const id = readHeader(delivered, 'webhook-id')
      const timestamp = readHeader(delivered, 'webhook-timestamp')
      const signature = readHeader(delivered, 'webhook-signature')
      if (id === undefined || timestamp === undefined || signature === undefined) return 'missing'
      // The package signs text: bytes that are none would all look alike to it.
      if (!isUtf8(delivered.bytes)) return 'wrong'
      const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }
      const body = Buffer.from(delivered.bytes)
      return webhooks.some((webhook) => verifies(webhook, body, headers)) ? 'ok' : 'wrong'
    },
    {
      says: 'Standard Webhooks: webhook-id, webhook-timestamp and webhook-signature, a secret whsec_…',
      hides: ['webhook-signature'],
      repeats: 'webhook-id',
      prove: (bytes) => {
        const [id, at] = [`msg_${randomUUID()}`, new Date()]
        const signature = webhooks[0]?.sign(id, at, Buffer.from(bytes).toString()) ?? ''
        const timestamp = String(Math.floor(at.getTime() / 1000))
        return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }
      },
    },
  )
}

const slackSignature = (timestamp: string, bytes: Uint8Array, key: string): string =>
  `v0=${createHmac('sha256', key).update(`v0:${timestamp}:`).update(bytes).digest('hex')}`

/** Slack: `X-Slack-Signature` over time and body; five minutes early or late is wrong. */
export const slack = (secret: Secrets): Verification => {
  const secrets = listSecrets(secret)
  return verification(
    (delivered) => {
      const timestamp = readHeader(delivered, 'x-slack-request-timestamp')
      const signature = readHeader(delivered, 'x-slack-signature')
      if (timestamp === undefined || signature === undefined) return 'missing'
      // Written so that a time that is no number is out of the window too.
      if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE)) return 'wrong'
      const fits = (key: string): boolean =>
        isSameSecret(signature, slackSignature(timestamp, delivered.bytes, key))
      return secrets.some(fits) ? 'ok' : 'wrong'
    },
    {
      says: 'X-Slack-Signature: v0=HMAC-SHA256 of X-Slack-Request-Timestamp and the body',
      hides: ['x-slack-signature'],
      repeats: 'x-slack-signature',
      prove: (bytes) => {
        const timestamp = String(Math.floor(Date.now() / 1000))
        const signature = slackSignature(timestamp, bytes, secrets[0] ?? '')
        return { 'X-Slack-Request-Timestamp': timestamp, 'X-Slack-Signature': signature }
      },
    },
  )
}
