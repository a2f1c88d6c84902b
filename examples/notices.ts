import type { Bot } from 'catflap'

/** Writes down what happens besides messages: one listener per notice. */
export default (bot: Bot) => {
  const note = (sentence: string) => bot.log.info({}, sentence)
  bot.on('notice.group_increase', (e) => note(`${e.user_id} joined group ${e.group_id} (${e.sub_type})`))
  bot.on('notice.group_decrease', (e) => note(`${e.user_id} left group ${e.group_id} (${e.sub_type})`))
  bot.on('notice.group_admin', (e) =>
    note(`${e.user_id} is ${e.sub_type === 'set' ? 'now' : 'no longer'} an administrator of ${e.group_id}`),
  )
  bot.on('notice.group_ban', (e) =>
    note(`${e.user_id === 0 ? 'everybody' : e.user_id} in ${e.group_id}: ${e.sub_type}, ${e.duration} s`),
  )
  bot.on('notice.group_upload', (e) =>
    note(`${e.user_id} uploaded ${e.file.name} (${e.file.size} bytes) to ${e.group_id}`),
  )
  bot.on('notice.group_card', (e) => note(`${e.user_id} is now called ${e.card_new} in ${e.group_id}`))
  bot.on('notice.group_recall', (e) =>
    note(`${e.operator_id} recalled message ${e.message_id} in ${e.group_id}`),
  )
  bot.on('notice.friend_recall', (e) => note(`${e.user_id} recalled message ${e.message_id}`))
  bot.on('notice.friend_add', (e) => note(`${e.user_id} is a new friend`))
  bot.on('notice.essence', (e) =>
    note(`message ${e.message_id ?? '?'} in ${e.group_id}: essence ${e.sub_type}`),
  )
  bot.on('notice.group_msg_emoji_like', (e) => note(`${e.user_id} reacted to message ${e.message_id}`))
  bot.on('notice.notify.poke', (e) => note(`${e.user_id} poked ${e.target_id}`))
  bot.on('notice.notify.input_status', (e) => note(`${e.user_id}: ${e.status_text}`))
  bot.on('notice.bot_offline', (e) => note(`account ${e.self_id} is offline: ${e.message}`))
}
