import { exampleToken } from '../config.js'

interface Door {
  readonly name: string
  readonly url: string
  /** `undefined`: unsigned. */
  readonly token: string | undefined
}

/** What belongs into the configuration of NapCat, so that it posts here. */
export const napcatBlock = (
  doors: readonly Door[],
  { showTokens }: { readonly showTokens: boolean },
): string => {
  const shown = (token = ''): string =>
    showTokens || token === exampleToken || token === '' ? token : '<the token of this endpoint>'
  const httpClients = doors.map(({ name, url, token }) => ({
    name: `catflap-${name}`,
    enable: true,
    url,
    messagePostFormat: 'array',
    reportSelfMessage: false,
    token: shown(token),
    debug: false,
  }))
  return JSON.stringify({ network: { httpClients } }, null, 2)
}
