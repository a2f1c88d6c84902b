import { definePlugin, gitea, githubMessage, z } from 'catflap'

/**
 * Tells groups what happens on Gitea or Forgejo. There, under Settings → Webhooks → Gitea: the URL `https://…/gitea`, the
 * secret and the events. In the configuration:
 * `{ "use": "./examples/hooks/gitea.ts", "config": { "secret": "${GITEA_SECRET}", "notify": ["group:456789012"] } }`.
 */
export default definePlugin({
  name: 'gitea',
  config: z.strictObject({ secret: z.string().min(1), notify: z.array(z.string()).default([]) }),
  setup(bot, { secret, notify }) {
    bot.hook('/gitea', { name: 'gitea', verify: gitea(secret), notify }, async (hook) => {
      // Gitea speaks as GitHub does.
      const message = githubMessage(hook.headers['x-gitea-event'], hook.body)
      if (message !== undefined) await hook.targets.gather('gitea', message)
    })
  },
})
