import type { Bot } from 'catflap'

/** Who is told when an account goes offline: by another account, because that one cannot speak. */
const keeper = Number(process.env.KEEPER ?? 10_001)

/** Several accounts in one bot: which are online, and an alarm when one is not. */
export default (bot: Bot) => {
  bot.text('accounts', (event) =>
    event.user_id === keeper
      ? bot.accounts
          .map(({ selfId, state, since }) => `${selfId}: ${state} ${since?.toISOString() ?? ''}`.trim())
          .join('\n')
      : undefined,
  )

  bot.on('account.offline', async (event) => {
    const sentence = `账号 ${event.self_id} 掉线了 (${event.reason})`
    bot.log.error({ selfId: event.self_id }, sentence)
    const other = bot.accounts.find(
      ({ selfId, state, hasApi }) => selfId !== event.self_id && state === 'online' && hasApi,
    )
    if (other !== undefined) await bot.to.user(keeper, { from: other.selfId }).send(sentence)
  })

  bot.on('account.online', (event) => {
    if (event.before === 'offline') bot.log.info({ selfId: event.self_id }, `账号 ${event.self_id} 回来了`)
  })
}
