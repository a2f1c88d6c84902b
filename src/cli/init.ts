import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Command } from 'commander'
import { toConfig } from '../config.js'
import { CommandError } from '../errors.js'
import { urlOf } from '../receive/address.js'
import { readVersion } from '../version.js'
import { below } from './help.js'
import { filesOf, type Wishes } from './init-files.js'
import { isThere } from './is-there.js'
import { say } from './language.js'
import { napcatBlock, napcatPlace } from './napcat-block.js'
import { type Derived, deriveConfig, readNapcatConfig } from './napcat-config.js'

interface InitOptions {
  readonly fromNapcat?: string
  readonly yes?: boolean
}

export const initCommand = (): Command =>
  new Command('init')
    .description(
      say(
        'make a bot: a configuration, a plugin with a test, and the block for NapCat',
        '新建机器人：配置、带测试的插件，以及填进 NapCat 的内容',
      ),
    )
    .argument('[folder]', say('where (default: here)', '目录（默认：当前目录）'))
    .option(
      '--from-napcat <folder>',
      say(
        'take accounts, tokens and addresses from NapCat\'s folder "config"',
        '从 NapCat 的 config 目录读取账号、token 和地址',
      ),
    )
    .option('-y, --yes', say('ask nothing, take the defaults', '不提问，使用默认值'))
    .addHelpText(
      'after',
      below({
        notes: say('Files that are there already are left as they are.', '已存在的文件保持原样。'),
        succeeds: say('the files are there', '文件就绪'),
        examples: ['catflap init my-bot', 'catflap init my-bot --from-napcat ~/napcat/config --yes'],
      }),
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
  const { confirm, intro, isCancel, outro, text } = await import('@clack/prompts')
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
      : [napcatPlace(), napcatBlock(doors, { showTokens: process.stdout.isTTY === true }), '']),
    say('Next: npm install, npm test, npm start', '接下来：npm install、npm test、npm start'),
    '',
  ].join('\n')
}
