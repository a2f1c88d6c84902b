import { InvalidArgumentError, Option } from 'commander'
import { say } from './language.js'

/** A whole number from 1 up, as an option. */
export const number = (value: string): number => {
  if (!/^[1-9]\d{0,15}$/.test(value))
    throw new InvalidArgumentError(say('Expected a number such as 10001.', '应为数字，例如 10001。'))
  return Number(value)
}

export const seconds = (value: string): number => {
  if (!/^[1-9]\d{0,4}$/.test(value))
    throw new InvalidArgumentError(say('Expected seconds, such as 60.', '应为秒数，例如 60。'))
  return Number(value)
}

/** An address without TLS, on this machine or in a network of one's own. */
export const httpUrl = (value: string): string => {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw new InvalidArgumentError(
      say('Expected an address such as http://127.0.0.1:8080.', '应为地址，例如 http://127.0.0.1:8080。'),
    )
  return value
}

/** Of every command that reads the configuration. */
export const configOption = (): Option =>
  new Option(
    '-c, --config <file>',
    say(
      'the configuration of the bot (default: config.json, then config.example.json)',
      '机器人的配置文件（默认：config.json，其次 config.example.json）',
    ),
  )

export const jsonOption = (): Option =>
  new Option('--json', say('print JSON, for programs', '输出 JSON，供程序读取'))

/** Of every command that writes a capture. */
export const outOption = (): Option =>
  new Option(
    '-o, --out <file>',
    say(
      'where to write to; it must not be there yet (default: standard output)',
      '写到哪个文件，不能已存在（默认：标准输出）',
    ),
  )

/** What `findEntry` takes. */
export const entryArgument = (): readonly [name: string, description: string] => [
  '<event>',
  say(
    'its id in the log, its number in the journal, or "last": what came last, heartbeats aside',
    '日志里的 id、日志库里的编号，或 "last"：最后一个事件（心跳除外）',
  ),
]

/** Files with handlers, as `catflap start` takes them. */
export const pluginArgument = (): readonly [name: string, description: string] => [
  '[plugin...]',
  say(
    'files with handlers, besides those of the configuration; TypeScript or JavaScript',
    '配置之外的插件文件，TypeScript 或 JavaScript',
  ),
]
