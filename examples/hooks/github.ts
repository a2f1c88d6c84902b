import { definePlugin, github, githubMessage, z } from 'catflap'

/**
 * Tells groups what happens on GitHub. There, under Settings → Webhooks: the URL `https://…/github`, JSON or form, the
 * secret and the events. In the configuration:
 * `{ "use": "./examples/hooks/github.ts", "config": { "secret": "${GITHUB_SECRET}", "notify": ["group:456789012"] } }`.
 */
export default definePlugin({
  name: 'github',
  config: z.strictObject({
    secret: z.string().min(1),
    notify: z.array(z.string()).default([]),
    gatherMs: z.number().int().min(0).default(10_000),
  }),
  setup(bot, { secret, notify, gatherMs }) {
    bot.hook('/github', { name: 'github', verify: github(secret), form: 'payload', notify }, async (hook) => {
      const event = hook.headers['x-github-event']
      const message = githubMessage(event, hook.body)
      if (message === undefined) return
      // Several pushes in a short time are one message.
      if (event === 'push') await hook.targets.gather('push', message, { withinMs: gatherMs })
      else await hook.targets.send(message)
    })
  },
})
