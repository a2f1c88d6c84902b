import type { Bot } from 'catflap'

const advertising = /加群|代购|刷单|免费领/

/** Recalls advertising, mutes who wrote it for ten minutes and says why. The account has to be an administrator. */
export default (bot: Bot) => {
  bot.on('message.group', (event) => {
    if (event.sender.role !== 'member' || !advertising.test(event.text)) return undefined
    return { delete: true, ban: true, ban_duration: 600, reply: '请勿发布广告', reply_at: true }
  })
}
