import type { z } from 'zod'
import type { Bot } from './bot-interface.js'
import type { NamedPlugin } from './plugins/plugin.js'

/**
 * A plugin with a name, and settings that are checked before it runs:
 * `definePlugin({ name: 'welcome', config: z.object({ words: z.string() }), setup(bot, { words }) { … } })`.
 */
export const definePlugin = <Schema extends z.ZodType = z.ZodUndefined>(
  plugin: NamedPlugin<Bot, Schema>,
): NamedPlugin<Bot, Schema> => plugin
