import {
  isSameSecret,
  listSecrets,
  readHeader,
  type Secrets,
  type Verdict,
  type Verification,
  verification,
} from './verification.js'

const fitsOne =
  (secrets: readonly string[]) =>
  (given: string | null | undefined): Verdict => {
    if (!given) return 'missing'
    return secrets.some((secret) => isSameSecret(given, secret)) ? 'ok' : 'wrong'
  }

/** GitLab: the token itself in `X-Gitlab-Token`. */
export const gitlab = (token: Secrets): Verification => {
  const [judge, first] = [fitsOne(listSecrets(token)), listSecrets(token)[0] ?? '']
  return verification((delivered) => judge(readHeader(delivered, 'x-gitlab-token')), {
    says: 'X-Gitlab-Token: a secret token',
    isHeadOnly: true,
    hides: ['x-gitlab-token'],
    prove: () => ({ 'X-Gitlab-Token': first }),
  })
}

/** `Authorization: Bearer …`, or, where a sender sets no headers, the named parameter of the query. */
export const bearer = (token: Secrets, { query }: { readonly query?: string } = {}): Verification => {
  const [judge, first] = [fitsOne(listSecrets(token)), listSecrets(token)[0] ?? '']
  return verification(
    (delivered) => {
      const authorization = readHeader(delivered, 'authorization')
      if (authorization === undefined)
        return query === undefined ? 'missing' : judge(delivered.query.get(query))
      const given = /^bearer +(\S+)$/i.exec(authorization)?.[1]
      return given === undefined ? 'wrong' : judge(given)
    },
    {
      says: `Authorization: Bearer and a token${query === undefined ? '' : `, or ?${query}= and the token`}`,
      isHeadOnly: true,
      hides: query === undefined ? ['authorization'] : ['authorization', query.toLowerCase()],
      prove: () => ({ Authorization: `Bearer ${first}` }),
    },
  )
}

/** `Authorization: Basic …` with this name and one of the passwords. */
export const basic = (user: string, password: Secrets): Verification => {
  const accepted = listSecrets(password).map((one) => `${user}:${one}`)
  const judge = fitsOne(accepted)
  return verification(
    (delivered) => {
      const authorization = readHeader(delivered, 'authorization')
      if (authorization === undefined) return 'missing'
      const encoded = /^basic +(\S+)$/i.exec(authorization)?.[1]
      return encoded === undefined ? 'wrong' : judge(Buffer.from(encoded, 'base64').toString())
    },
    {
      says: `Authorization: Basic, the user ${user} and a password`,
      isHeadOnly: true,
      hides: ['authorization'],
      prove: () => ({ Authorization: `Basic ${Buffer.from(accepted[0] ?? '').toString('base64')}` }),
    },
  )
}
