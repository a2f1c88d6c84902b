import { createHmac } from 'node:crypto'

export const secret = "It's a Secret to Everybody"

/** The header that GitHub makes of a body. */
export const githubSignature = (body: string | Uint8Array, key = secret): Record<string, string> => ({
  'X-Hub-Signature-256': `sha256=${createHmac('sha256', key).update(body).digest('hex')}`,
})

/** Posts to a hook; `init` as for fetch. */
export const call = async (
  port: number,
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; headers: Headers; body: string }> => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', ...init })
  return { status: response.status, headers: response.headers, body: await response.text() }
}

/** A JSON body with its type. */
export const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  body: JSON.stringify(body),
  headers: { 'Content-Type': 'application/json', ...headers },
})
