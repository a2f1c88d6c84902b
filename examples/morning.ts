import { definePlugin, z } from 'catflap'

/**
 * Says good morning to groups, at the hour of their time zone. In the configuration:
 * `{ "use": "./examples/morning.ts", "config": { "groups": [456789012], "words": "早!" } }`.
 */
export default definePlugin({
  name: 'morning',
  config: z.strictObject({
    groups: z.array(z.number().int()).default([]),
    words: z.string().default('早上好!'),
    at: z.string().default('0 8 * * *'),
    tz: z.string().default('Asia/Shanghai'),
  }),
  setup(bot, { groups, words, at, tz }) {
    bot.cron(at, { name: 'morning', tz, jitterMs: 60_000, missed: 'skip' }, ({ to }) =>
      to.groups(groups).send(words),
    )
  },
})
