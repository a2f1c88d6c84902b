import type { z } from 'zod'

type Awaitable<Value> = Value | Promise<Value>

/** A plugin with a name and, where it has settings, their schema. `Bot` is the bot that it is for. */
export interface NamedPlugin<Bot, Schema extends z.ZodType = z.ZodType> {
  /** For logs, errors and what it keeps: unique in a bot. */
  readonly name: string
  /** What its entry in the configuration may say. Without it, nothing. */
  readonly config?: Schema
  /** Registers its handlers. `bot` is its own: everything registered with it goes away with the plugin. */
  setup(bot: Bot, config: z.output<Schema>): Awaitable<void>
}

/** A plugin that runs. */
export interface LoadedPlugin {
  readonly name: string
  /** Takes away everything that it has registered, ends its conversations and aborts its `bot.signal`. */
  remove(): Promise<void>
}
