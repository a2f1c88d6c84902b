import { type Bot, fromGroup, parseDuration } from 'catflap'

const testGroup = Number(process.env.TEST_GROUP ?? 456789012)

/** Commands for the administrators of a group, and one for everybody. `/help` lists them. */
export default (bot: Bot) => {
  bot.command(
    'ban <who:user> [time:duration=10m] [...why]',
    {
      aliases: ['禁言'],
      description: '禁言一位群成员',
      in: 'group',
      role: 'admin',
      examples: ['ban @小明 1h 刷屏', '禁言 10001 半小时'],
    },
    async (event, { who, time, why }) => {
      await event.api.set_group_ban({ group_id: event.group_id, user_id: who, duration: time })
      return `已禁言 ${who}${why && `：${why}`}`
    },
  )

  bot.command(
    'unban <who:user>',
    { aliases: ['解禁'], in: 'group', role: 'admin' },
    async (event, { who }) => {
      await event.api.set_group_ban({ group_id: event.group_id, user_id: who, duration: 0 })
      return `已解除 ${who} 的禁言`
    },
  )

  bot.command(
    'roll [sides:int=6] [-t|--times:int=1]',
    { aliases: ['骰子'], description: '掷骰子', cooldown: '3s/user' },
    (_event, { sides, times }) => {
      if (sides < 2 || times < 1 || times > 10) return '至少两面，最多十次'
      const rolls = Array.from({ length: times }, () => 1 + Math.floor(Math.random() * sides))
      return `🎲 ${rolls.join('、')}`
    },
  )

  bot.command(
    'seconds <time>',
    { when: fromGroup(testGroup), hidden: true },
    (_event, { time }) => `${parseDuration(time) ?? '不是时长'}`,
  )
}
