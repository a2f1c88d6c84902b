import { randomBytes } from 'node:crypto'
import type { Derived } from './napcat-config.js'

/** What a new bot is made of: names of files and what is in them. */
export type Files = Readonly<Record<string, string>>

export interface Wishes {
  /** The name of the folder's package. */
  readonly name: string
  readonly port: number
  /** Whether NapCat runs on another machine or in a container. */
  readonly elsewhere: boolean
  /** The version of catflap that the bot is made for. */
  readonly version: string
  /** What NapCat has configured already. */
  readonly derived?: Derived | undefined
}

/** A token that nobody can guess, in signs that need no quoting anywhere. */
const newToken = (): string => randomBytes(24).toString('base64url')

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const config = ({ port, elsewhere, derived }: Wishes): string => {
  const endpoints =
    derived === undefined || derived.endpoints.length === 0
      ? [{ name: 'main', path: '/napcat', tokens: [newToken()] }]
      : derived.endpoints.map(({ tokens, ...endpoint }) => ({
          ...endpoint,
          tokens: tokens.length === 0 ? [newToken()] : tokens,
        }))
  return json({
    $schema: './node_modules/catflap/config.schema.json',
    server: { host: elsewhere ? '0.0.0.0' : '127.0.0.1', port },
    endpoints,
    accounts: derived?.accounts ?? [],
    plugins: ['./bot.ts'],
  })
}

const plugin = `import type { Bot } from 'catflap'

export default (bot: Bot) => {
  bot.text('ping', () => 'pong')
}
`

const test = `import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createTestBot } from 'catflap/testkit'
import plugin from './bot.ts'

const qq = await createTestBot(plugin, { groups: [{ id: 1, members: [{ id: 2 }] }] })
after(() => qq.close())

test('ping is answered', async () => {
  await qq.group(1).member(2).says('ping')
  assert.equal(qq.group(1).messages.at(-1)?.text, 'pong')
})
`

/** All files of a new bot. */
export const filesOf = (wishes: Wishes): Files => ({
  'config.json': config(wishes),
  'bot.ts': plugin,
  'bot.test.ts': test,
  'package.json': json({
    name: wishes.name,
    private: true,
    type: 'module',
    scripts: {
      start: 'catflap start',
      dev: 'catflap dev',
      test: 'node --import tsx --test bot.test.ts',
    },
    dependencies: { catflap: `^${wishes.version}` },
    devDependencies: { tsx: '^4.23.0', typescript: '^5.9.0' },
  }),
  'tsconfig.json': json({
    compilerOptions: {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      allowImportingTsExtensions: true,
    },
    include: ['*.ts'],
  }),
  // The configuration holds tokens, and a key of a certificate is one.
  '.gitignore': 'node_modules/\nconfig.json\ndata/\n*.pem\n',
})
