import { definePlugin, gitlab, gitlabMessage, z } from 'catflap'

/**
 * Tells groups what happens on GitLab. There, under Settings → Webhooks: the URL `https://…/gitlab`, the secret token and
 * the triggers. In the configuration:
 * `{ "use": "./examples/hooks/gitlab.ts", "config": { "token": "${GITLAB_TOKEN}", "notify": ["group:456789012"] } }`.
 */
export default definePlugin({
  name: 'gitlab',
  config: z.strictObject({ token: z.string().min(1), notify: z.array(z.string()).default([]) }),
  setup(bot, { token, notify }) {
    bot.hook('/gitlab', { name: 'gitlab', verify: gitlab(token), notify }, async (hook) => {
      const message = gitlabMessage(hook.body)
      if (message !== undefined) await hook.targets.gather('gitlab', message)
    })
  },
})
