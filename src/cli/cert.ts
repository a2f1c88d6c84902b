import { X509Certificate } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join, relative, resolve, sep } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { CommandError } from '../errors.js'
import { below } from './help.js'
import { isThere } from './is-there.js'
import { say } from './language.js'
import { makeSelfSigned } from './self-signed.js'

interface CertOptions {
  readonly out: string
  readonly host: readonly string[]
  readonly days: number
  readonly force?: boolean
}

const dayMs = 24 * 60 * 60_000
/** No longer than every client accepts: those of Apple stop there. */
const defaultDays = 825
/** The clock of the sender may be behind. */
const aheadMs = 60 * 60_000

/** These reach a server on the same machine. */
const loopback = ['localhost', '127.0.0.1', '::1']

const days = (value: string): number => {
  if (!/^[1-9]\d{0,4}$/.test(value))
    throw new InvalidArgumentError(say('Expected days, such as 365.', '应为天数，例如 365。'))
  return Number(value)
}

const hostName = /^(\*\.)?[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i

const host = (value: string, hosts: readonly string[]): readonly string[] => {
  if (isIP(value) === 0 && (value.length > 253 || !hostName.test(value)))
    throw new InvalidArgumentError(
      say(
        'Expected a name or an address, such as bot.example.com or 192.168.1.5.',
        '应为域名或地址，例如 bot.example.com 或 192.168.1.5。',
      ),
    )
  return [...hosts, value]
}

export const certCommand = (): Command =>
  new Command('cert')
    .description(
      say(
        'make a self-signed certificate with its key, for "server.tls"',
        '生成自签名证书和私钥，用于 "server.tls"',
      ),
    )
    .option('-o, --out <folder>', say('where cert.pem and key.pem go', 'cert.pem 和 key.pem 的目录'), '.')
    .option(
      '--host <name>',
      say(
        'a name or an address by which senders reach the bot, besides this machine; may be repeated',
        '除本机外，发送方访问机器人用的域名或地址；可重复',
      ),
      host,
      [],
    )
    .option('--days <number>', say('how long it is valid', '有效天数'), days, defaultDays)
    .option(
      '--force',
      say(
        'replace what is there; a bot that runs takes the new one by itself',
        '覆盖已有文件；运行中的机器人会自动换用',
      ),
    )
    .addHelpText(
      'after',
      below({
        succeeds: say('both files are written', '两个文件都已写入'),
        examples: ['catflap cert', 'catflap cert --out tls --host bot.example.com --host 192.168.1.5'],
      }),
    )
    .action(cert)

const cert = async ({ out, host: named, days: valid, force = false }: CertOptions): Promise<void> => {
  const folder = resolve(out)
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
  if (!force) await refuseToReplace(Object.values(files))
  const now = Date.now()
  const hosts = [...new Set([...named, ...loopback])]
  const made = await makeSelfSigned({ hosts, from: now - aheadMs, until: now + valid * dayMs })
  await mkdir(folder, { recursive: true })
  // What is there would keep its permissions.
  for (const file of Object.values(files)) await rm(file, { force: true })
  await writeFile(files.key, made.key, { flag: 'wx', mode: 0o600 })
  await writeFile(files.cert, made.cert, { flag: 'wx', mode: 0o644 })
  process.stdout.write(report(files, new X509Certificate(made.cert), hosts))
}

const refuseToReplace = async (files: readonly string[]): Promise<void> => {
  for (const file of files) {
    if (await isThere(file))
      throw new CommandError(
        say(
          `${file} is there already; --force replaces it, and senders then have to trust the new one`,
          `${file} 已存在；加 --force 可覆盖，之后发送方要信任新的证书`,
        ),
      )
  }
}

/** As it is written into a configuration in this folder. */
const inConfig = (file: string): string => {
  const path = relative('.', file)
  return path.startsWith('..') ? file : `./${path.split(sep).join('/')}`
}

const report = (
  files: { readonly cert: string; readonly key: string },
  { validTo, fingerprint256 }: X509Certificate,
  hosts: readonly string[],
): string => {
  const until = new Date(validTo).toISOString().slice(0, 10)
  const tls = { cert: inConfig(files.cert), key: inConfig(files.key) }
  return [
    say(
      `Written: ${files.cert} and ${files.key}, for ${hosts.join(', ')}, until ${until}`,
      `已写入 ${files.cert} 和 ${files.key}，适用于 ${hosts.join('、')}，有效期至 ${until}`,
    ),
    `SHA-256: ${fingerprint256}`,
    '',
    say('In the configuration:', '写入配置：'),
    JSON.stringify({ server: { tls } }, null, 2),
    '',
    say(
      'The URL of the sender begins with https://, and the sender has to trust cert.pem (never give away key.pem):',
      '发送方的 URL 以 https:// 开头，并且要信任 cert.pem（key.pem 不要外传）：',
    ),
    say(
      `  NapCat and others on Node: NODE_EXTRA_CA_CERTS=${files.cert} in its environment, then restart it`,
      `  NapCat 等 Node 程序：设置环境变量 NODE_EXTRA_CA_CERTS=${files.cert} 后重启`,
    ),
    `  curl: --cacert ${files.cert}`,
    `  Python (requests): REQUESTS_CA_BUNDLE=${files.cert}`,
    say(
      '  GitHub and other services trust public authorities alone: get a certificate from one of them (certbot, Caddy)',
      '  GitHub 等公网服务只信任公共机构签发的证书，请用 certbot 或 Caddy 申请',
    ),
    '',
  ].join('\n')
}
