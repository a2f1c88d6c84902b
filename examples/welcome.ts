import { at, type Bot, image, msg } from 'catflap'

/** What newcomers should know. */
const rules = process.env.GROUP_RULES ?? '请先看群公告'

const avatarOf = (user: number) => image(`https://q1.qlogo.cn/g?b=qq&nk=${user}&s=100`)

/** Greets who comes, with his picture, and says who went. Answers to notices are calls: they need an `api`. */
export default (bot: Bot) => {
  bot.on('notice.group_increase', (event) => {
    if (event.user_id === event.self_id) return '大家好，我是新来的机器人'
    return msg`欢迎 ${at(event.user_id)}！${rules}${avatarOf(event.user_id)}`
  })

  bot.on('notice.group_decrease', async (event) => {
    // Of the account itself there is nobody to tell, and no group to tell it in.
    if (event.user_id === event.self_id) return undefined
    const { nickname } = await event.api.get_stranger_info({ user_id: event.user_id })
    return `${nickname} 离开了我们`
  })
}
