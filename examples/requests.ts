import type { Bot } from 'catflap'

const codeWord = process.env.CODE_WORD ?? '猫'

/** Friends and members come in by a code word; invitations of the account itself are left to a person. */
export default (bot: Bot) => {
  const knows = (comment: string) => comment.includes(codeWord)
  bot.on('request.friend', (event) => (knows(event.comment) ? { approve: true } : undefined))
  bot.on('request.group.add', (event) =>
    knows(event.comment) ? { approve: true } : { approve: false, reason: '请填写暗号' },
  )
}
