import type { Bot } from '../bot-interface.js'
import { definePlugin } from '../define-plugin.js'
import type { Language } from '../dispatch/command/language.js'
import type { HookInfo } from '../hooks/hooks.js'
import { nearest } from '../nearest.js'
import type { NamedPlugin } from '../plugins/plugin.js'
import { reportTrial } from './trial-report.js'

interface Texts {
  readonly description: string
  readonly none: string
  readonly isOn: string
  readonly isOff: string
  readonly unverified: string
  readonly never: string
  readonly last: (at: string, status: number) => string
  readonly switched: (name: string, isOn: boolean) => string
  readonly unknown: (name: string, guess: string | undefined) => string
  readonly nameMissing: (example: string) => string
}

const texts: Readonly<Record<Language, Texts>> = {
  zh: {
    description: '查看、测试、开关 webhook',
    none: '没有 webhook',
    isOn: '已启用',
    isOff: '已停用',
    unverified: '不验证来源',
    never: '还没有收到过',
    last: (at, status) => `最近一次 ${at}，返回 ${status}`,
    switched: (name, isOn) => `${name} 已${isOn ? '启用' : '停用'}`,
    unknown: (name, guess) => `没有 ${name}${guess === undefined ? '' : `，您是不是想用 ${guess}？`}`,
    nameMissing: (example) => `请写上名字，如 ${example}`,
  },
  en: {
    description: 'lists, tests and switches webhooks',
    none: 'there are no hooks',
    isOn: 'enabled',
    isOff: 'disabled',
    unverified: 'does not verify who sends',
    never: 'nothing came yet',
    last: (at, status) => `last at ${at}, answered with ${status}`,
    switched: (name, isOn) => `${name} is ${isOn ? 'enabled' : 'disabled'}`,
    unknown: (name, guess) => `there is no ${name}${guess === undefined ? '' : `; did you mean ${guess}?`}`,
    nameMissing: (example) => `say which one: ${example}`,
  },
}

const listed = ({ name, methods, path, verify, enabled }: HookInfo, said: Texts): string =>
  `${methods.join(', ')} ${path} [${enabled ? said.isOn : said.isOff}] ${name}: ${verify ?? said.unverified}`

const state = ({ name, enabled, last }: HookInfo, said: Texts): string => {
  const at = last && said.last(new Date(last.at).toISOString(), last.status)
  return `${name} [${enabled ? said.isOn : said.isOff}] ${at ?? said.never}`
}

/** Names are longer than commands and may differ more. */
const allowedTypos = (length: number): number => Math.max(1, length / 3)

const lines = (hooks: readonly HookInfo[], line: (hook: HookInfo) => string, said: Texts): string =>
  hooks.length === 0 ? said.none : hooks.map(line).join('\n')

/** A message holds so much, and more is nothing for a chat. */
const shownLength = 1000

const shorten = (body: string): string =>
  body.length > shownLength ? `${body.slice(0, shownLength)}…` : body

type Work = (bot: Bot, name: string, body: string, language: Language) => Promise<string>

const named: Readonly<Record<string, Work>> = {
  async test({ hooks }, name, body, language) {
    const trial = await hooks.test(name, { body })
    return reportTrial({ ...trial, body: shorten(trial.body) }, language)
  },
  async enable({ hooks }, name, _body, language) {
    await hooks.enable(name)
    return texts[language].switched(name, true)
  },
  async disable({ hooks }, name, _body, language) {
    await hooks.disable(name)
    return texts[language].switched(name, false)
  },
}

/** `/hook list`, `status`, `test`, `enable` and `disable`, for superusers. */
export const hookCommands = (language: Language = 'zh'): NamedPlugin<Bot> => {
  const said = texts[language]
  return definePlugin({
    name: 'hook-commands',
    setup(bot) {
      const run = async (what: string, name: string | undefined, body: string): Promise<string> => {
        const hooks = await bot.hooks.list()
        if (what === 'list') return lines(hooks, (hook) => listed(hook, said), said)
        const chosen = name === undefined ? hooks : hooks.filter((hook) => hook.name === name)
        if (name !== undefined && chosen.length === 0) {
          const names = hooks.map((hook) => hook.name)
          return said.unknown(name, nearest(name, names, allowedTypos))
        }
        const work = named[what]
        if (work === undefined) return lines(chosen, (hook) => state(hook, said), said)
        if (name === undefined) return said.nameMissing(`/hook ${what} ${hooks[0]?.name ?? 'github'}`)
        try {
          return await work(bot, name, body, language)
        } catch (error) {
          // A path that lacks a part: the command line can give it.
          if (error instanceof RangeError) return error.message
          throw error
        }
      }
      bot.command(
        'hook <what:list|status|test|enable|disable> [name] [...body]',
        {
          role: 'superuser',
          description: said.description,
          examples: ['hook list', 'hook test github {"ref":"refs/heads/main"}'],
        },
        (_event, { what, name, body }) => run(what, name, String(body ?? '')),
      )
    },
  })
}
