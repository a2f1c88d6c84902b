import { type Bot, z } from 'catflap'

/** Where a language model answers; anything that takes `{ prompt }` and gives `{ text }`. */
const modelUrl = process.env.MODEL_URL ?? 'http://127.0.0.1:11434/answer'

const Completion = z.object({ text: z.string() })

/**
 * An answer that takes its time. With `"pending": "处理中…"` at the endpoint, and an `api`, the person sees that while
 * the model thinks; it is recalled when the answer is there. What belongs to a command never comes here.
 */
export default (bot: Bot) => {
  bot.text('ping', () => 'pong')

  bot.on('message', async (event) => {
    if (!event.isToMe || event.text === '') return undefined
    const response = await fetch(modelUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ prompt: event.textWithMentions({ withoutMe: true }) }),
      // Ends the request when it takes too long, and when the bot is stopped.
      signal: event.signal,
    })
    if (!response.ok) return `模型没有回答 (${response.status})`
    return Completion.parse(await response.json()).text
  })
}
