import type { Bot } from 'catflap'

/** The smallest bot: a fixed text, and a regular expression with a group. */
export default (bot: Bot) => {
  bot.text('ping', () => 'pong')
  bot.text(/^echo\s+(?<words>.+)$/s, (_event, match) => match.groups?.words)
}
