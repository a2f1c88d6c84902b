import {
  isSameSecret,
  listSecrets,
  readHeader,
  type Secrets,
  type Verdict,
  type Verification,
} from './verification.js'

const fitsOne =
  (secrets: readonly string[]) =>
  (given: string | null | undefined): Verdict => {
    if (!given) return 'missing'
    return secrets.some((secret) => isSameSecret(given, secret)) ? 'ok' : 'wrong'
  }

/** GitLab: the token itself in `X-Gitlab-Token`. */
export const gitlab = (token: Secrets): Verification => {
  const judge = fitsOne(listSecrets(token))
  return (delivered) => judge(readHeader(delivered, 'x-gitlab-token'))
}

/** `Authorization: Bearer …`, or, where a sender sets no headers, the named parameter of the query. */
export const bearer = (token: Secrets, { query }: { readonly query?: string } = {}): Verification => {
  const judge = fitsOne(listSecrets(token))
  return (delivered) => {
    const authorization = readHeader(delivered, 'authorization')
    if (authorization === undefined)
      return query === undefined ? 'missing' : judge(delivered.query.get(query))
    const given = /^bearer +(\S+)$/i.exec(authorization)?.[1]
    return given === undefined ? 'wrong' : judge(given)
  }
}

/** `Authorization: Basic …` with this name and one of the passwords. */
export const basic = (user: string, password: Secrets): Verification => {
  const judge = fitsOne(listSecrets(password).map((one) => `${user}:${one}`))
  return (delivered) => {
    const authorization = readHeader(delivered, 'authorization')
    if (authorization === undefined) return 'missing'
    const encoded = /^basic +(\S+)$/i.exec(authorization)?.[1]
    return encoded === undefined ? 'wrong' : judge(Buffer.from(encoded, 'base64').toString())
  }
}
