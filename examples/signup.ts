import { ask, type Bot } from 'catflap'

interface Signup {
  readonly name: string
  readonly size: string
  readonly grownUp: boolean
}

/** A conversation of some steps. It works without an api: each question is the answer to the message before. */
export default (bot: Bot) => {
  const signups = bot.store<Signup>('signups')
  const cancel = ['取消']
  const says = { cancelled: '好，不报名了', timeout: '太久没有回复，报名已取消' }

  bot.text('报名', async (event) => {
    const { text: name } = await event.ask('怎么称呼你?(随时发「取消」退出)', { cancel, says })
    const age = await event.ask('多大了?', {
      cancel,
      says,
      validate: ask.number({ min: 1, max: 120, integer: true }),
    })
    const size = await event.ask('衣服尺码 S / M / L?', { cancel, says, validate: ask.choice('S', 'M', 'L') })
    const isRight = await event.ask(`${name}，${age} 岁，${size} 码，对吗?`, {
      cancel,
      says,
      validate: ask.yesNo(),
    })
    if (!isRight) return '那请重新发「报名」'
    await signups.set(event.user_id, { name, size, grownUp: age >= 18 })
    return '报名成功!'
  })

  bot.text('我的报名', async (event) => {
    const signup = await signups.get(event.user_id)
    return signup === undefined ? '还没有报名' : `${signup.name}，${signup.size} 码`
  })
}
