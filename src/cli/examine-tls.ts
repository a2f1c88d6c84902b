import { stat } from 'node:fs/promises'
import type { Config } from '../config.js'
import { ConfigError } from '../errors.js'
import { judgeDates, readCertificate, type TlsFiles } from '../receive/certificate.js'
import { bad, doubtful, type Finding, good } from './finding.js'
import { say } from './language.js'

/** Whether the door can show its certificate, and senders can take it; nothing without "server.tls". */
export const examineTls = async ({ server: { tls } }: Config): Promise<Finding[]> => {
  if (tls === undefined) return []
  try {
    const certificate = await readCertificate(tls)
    const dates = judgeDates(certificate, Date.now())
    if (dates === undefined) {
      const { names, until } = certificate
      const day = new Date(until).toISOString().slice(0, 10)
      return [
        good(say(`certificate: ${names}, until ${day}`, `证书：${names}，有效期至 ${day}`)),
        ...(await examineKey(tls)),
      ]
    }
    const fix = say(
      'renew it, or run "catflap cert --force"; a bot that runs takes the new one by itself',
      '请续期，或运行 "catflap cert --force"；运行中的机器人会自动换用新证书',
    )
    return [dates.isValid ? doubtful(dates.says, fix) : bad(dates.says, fix), ...(await examineKey(tls))]
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((problem) => bad(problem))
    throw error
  }
}

const examineKey = async ({ key }: TlsFiles): Promise<Finding[]> => {
  const { mode } = await stat(key)
  // Windows has no such permissions.
  if (process.platform === 'win32' || (mode & 0o007) === 0) return []
  return [
    doubtful(
      say(`everybody on this machine can read ${key}`, `本机所有用户都能读取 ${key}`),
      `chmod 600 ${key}`,
    ),
  ]
}
