import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { confirm, intro, isCancel, outro, text } from '@clack/prompts'
import { Command, Option } from 'commander'
import { toConfig } from '../config.js'
import { CommandError } from '../errors.js'
import { urlOf } from '../receive/address.js'
import { readVersion } from '../version.js'
import { filesOf, type Wishes } from './init-files.js'
import { isThere } from './is-there.js'
import { say } from './language.js'
import { napcatBlock } from './napcat-block.js'
import { type Derived, deriveConfig, readNapcatConfig } from './napcat-config.js'

interface InitOptions {
  readonly fromNapcat?: string
  readonly yes?: boolean
}

export const initCommand = (): Command =>
  new Command('init')
    .description('make a bot: a configuration, a plugin with a test, and the block for NapCat')
    .argument('[folder]', 'where (default: here)')
    .addOption(
      new Option(
        '--from-napcat <folder>',
        'take accounts, tokens and addresses from NapCat\'s folder "config"',
      ),
    )
    .option('-y, --yes', 'ask nothing, take the defaults')
    .addHelpText(
      'after',
      `
Files that are there already are left as they are.

Examples:
  $ catflap init my-bot
  $ catflap init my-bot --from-napcat ~/napcat/config --yes`,
    )
    .action((folder: string | undefined, options: InitOptions) => init(resolve(folder ?? '.'), options))

const init = async (folder: string, { fromNapcat, yes }: InitOptions): Promise<void> => {
  const derived = fromNapcat === undefined ? undefined : deriveConfig(await readNapcatConfig(fromNapcat))
  const isAsking = yes !== true && process.stdin.isTTY === true
  const asked = isAsking ? await ask(derived) : { port: derived?.port ?? 8080, elsewhere: false }
  const wishes: Wishes = { name: packageName(folder), version: readVersion(), derived, ...asked }
  await mkdir(folder, { recursive: true })
  const written: string[] = []
  const files = filesOf(wishes)
  for (const [name, content] of Object.entries(files)) {
    if (await isThere(join(folder, name))) continue
    await writeFile(join(folder, name), content, { flag: 'wx', mode: name === 'config.json' ? 0o600 : 0o644 })
    written.push(name)
  }
  process.stdout.write(report(folder, written, files, wishes))
}

const ask = async (derived: Derived | undefined): Promise<Pick<Wishes, 'port' | 'elsewhere'>> => {
  intro(say('A new bot', '新机器人'))
  const port = await text({
    message: say('Which port does it listen on?', '监听哪个端口？'),
    initialValue: String(derived?.port ?? 8080),
    validate: (value = '') =>
      /^\d{1,5}$/.test(value) && Number(value) > 0 && Number(value) <= 65_535
        ? undefined
        : say('A number from 1 to 65535.', '请输入 1 到 65535 之间的数字。'),
  })
  const elsewhere = isCancel(port)
    ? port
    : await confirm({
        message: say(
          'Does NapCat run in a container or on another machine?',
          'NapCat 运行在容器里或另一台机器上吗？',
        ),
        initialValue: false,
      })
  if (isCancel(port) || isCancel(elsewhere))
    throw new CommandError(say('nothing was made', '已取消，没有写入任何文件'))
  outro(say('That is all.', '好了。'))
  return { port: Number(port), elsewhere }
}

/** As npm wants it. */
const packageName = (folder: string): string =>
  basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'my-bot'

const report = (
  folder: string,
  written: readonly string[],
  files: Readonly<Record<string, string>>,
  { derived }: Wishes,
): string => {
  const { server, endpoints } = toConfig(JSON.parse(files['config.json'] ?? ''), 'config.json')
  const host = server.host === '0.0.0.0' ? 'host.docker.internal' : server.host
  const doors = endpoints.map(({ name, path, tokens }) => ({
    name: name ?? path,
    url: urlOf({ ...server, host }, path),
    token: tokens[0],
  }))
  const isPosting = derived !== undefined && derived.endpoints.length > 0
  return [
    written.length === 0
      ? say(`Everything is in ${folder} already.`, `${folder} 里的文件都已存在。`)
      : say(`Written to ${folder}: ${written.join(', ')}`, `已写入 ${folder}：${written.join('、')}`),
    '',
    ...(isPosting || !written.includes('config.json')
      ? []
      : [
          say(
            'For NapCat, in its WebUI under 网络配置 → 新建 → HTTP客户端, or in config/onebot11_<QQ>.json:',
            '在 NapCat 的 WebUI「网络配置 → 新建 → HTTP客户端」中填写，或写入 config/onebot11_<QQ>.json：',
          ),
          napcatBlock(doors, { showTokens: process.stdout.isTTY === true }),
          '',
        ]),
    say('Next: npm install, npm test, npm start', '接下来：npm install、npm test、npm start'),
    '',
  ].join('\n')
}
