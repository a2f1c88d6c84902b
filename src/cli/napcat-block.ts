import { exampleToken } from '../config.js'
import { say } from './language.js'

interface Door {
  readonly name: string
  readonly url: string
  /** `undefined`: unsigned. */
  readonly token: string | undefined
}

/** Where the block belongs. */
export const napcatPlace = (): string =>
  say(
    'For NapCat, in its WebUI under 网络配置 → 新建 → HTTP客户端, or in config/onebot11_<QQ>.json:',
    '在 NapCat 的 WebUI「网络配置 → 新建 → HTTP客户端」中填写，或写入 config/onebot11_<QQ>.json：',
  )

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
