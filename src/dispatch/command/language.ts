import type { Role } from './role.js'
import type { Parameter } from './spec.js'

/** Everything that commands say by themselves, in one language. */
export interface Texts {
  /** What each type of argument is called. */
  readonly types: Readonly<Record<Parameter['type'], string>>
  /** How to write a value of a type, where that is not plain. */
  readonly hints: Readonly<Partial<Record<Parameter['type'], string>>>
  readonly roles: Readonly<Record<Role, string>>
  /** Days, hours, minutes, seconds. */
  readonly units: readonly [string, string, string, string]
  readonly brackets: (content: string) => string
  readonly usage: (usage: string) => string
  readonly missing: (name: string, type: string) => string
  readonly misfit: (name: string, found: string, type: string) => string
  readonly surplus: (found: string) => string
  readonly unknownOption: (found: string) => string
  readonly needsRole: (role: string) => string
  readonly only: Readonly<Record<'group' | 'private', string>>
  readonly coolingDown: (left: string) => string
  readonly busy: string
  readonly didYouMean: (word: string, guess: string) => string
  readonly noSuchCommand: (word: string) => string
  readonly noCommands: string
  readonly commands: (page: number, pages: number, help: string) => string
  readonly aliases: (names: string) => string
  readonly examples: string
  /** What `/help` says of itself. */
  readonly help: string
}

const zh: Texts = {
  types: {
    text: '文字',
    number: '数字',
    int: '整数',
    user: '用户',
    group: '群号',
    duration: '时长',
    image: '图片',
    choice: '选项',
    flag: '开关',
  },
  hints: { user: '@ 某人或写 QQ 号', duration: '如 10m、2小时' },
  roles: { member: '群成员', admin: '管理员', owner: '群主', superuser: '超级用户' },
  units: ['天', '小时', '分钟', '秒'],
  brackets: (content) => `（${content}）`,
  usage: (usage) => `用法：${usage}`,
  missing: (name, type) => `缺少 ${name}：${type}`,
  misfit: (name, found, type) =>
    found === '' ? `${name} 后面要写上${type}` : `“${found}”不能用作 ${name}：${type}`,
  surplus: (found) => `多了“${found}”`,
  unknownOption: (found) => `没有“${found}”这个选项`,
  needsRole: (role) => `只有${role}可以使用这个命令`,
  only: { group: '这个命令只能在群里用', private: '这个命令只能私聊用' },
  coolingDown: (left) => `冷却中，请 ${left}后再试`,
  busy: '正在处理上一个，请稍后再试',
  didYouMean: (word, guess) => `没有 ${word}，您是不是想用 ${guess}？`,
  noSuchCommand: (word) => `没有 ${word} 这个命令`,
  noCommands: '没有可用的命令',
  commands: (page, pages, help) =>
    `命令列表${pages > 1 ? `（第 ${page}/${pages} 页）` : ''}，详细用法请发 ${help} <命令>`,
  aliases: (names) => `别名：${names}`,
  examples: '例如：',
  help: '查看命令和用法',
}

const en: Texts = {
  types: {
    text: 'text',
    number: 'number',
    int: 'whole number',
    user: 'user',
    group: 'group number',
    duration: 'duration',
    image: 'picture',
    choice: 'choice',
    flag: 'switch',
  },
  hints: { user: 'a mention or a QQ number', duration: 'such as 10m or 1h30m' },
  roles: { member: 'members', admin: 'administrators', owner: 'the owner', superuser: 'superusers' },
  units: ['d', 'h', 'min', 's'],
  brackets: (content) => ` (${content})`,
  usage: (usage) => `Usage: ${usage}`,
  missing: (name, type) => `${name} is missing: ${type}`,
  misfit: (name, found, type) =>
    found === '' ? `${name} needs a value: ${type}` : `“${found}” does not fit ${name}: ${type}`,
  surplus: (found) => `“${found}” is too much`,
  unknownOption: (found) => `there is no option “${found}”`,
  needsRole: (role) => `only for ${role}`,
  only: { group: 'only in groups', private: 'only in private' },
  coolingDown: (left) => `please wait ${left}`,
  busy: 'busy with the one before; please try again later',
  didYouMean: (word, guess) => `there is no ${word}; did you mean ${guess}?`,
  noSuchCommand: (word) => `there is no command ${word}`,
  noCommands: 'there are no commands',
  commands: (page, pages, help) =>
    `Commands${pages > 1 ? ` (page ${page} of ${pages})` : ''}, more with ${help} <command>`,
  aliases: (names) => `Also: ${names}`,
  examples: 'For example:',
  help: 'shows the commands and their usage',
}

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

export const texts: Readonly<Record<Language, Texts>> = { zh, en }
