import { bearer, definePlugin, template, uptimeKumaAlert, z } from 'catflap'

const other = template('📟 {msg|Uptime Kuma}')

/**
 * Tells groups which monitors go down and come up again. In Uptime Kuma, a notification “Webhook”: the URL
 * `https://…/uptime-kuma?token=…`, the body a preset (JSON). In the configuration:
 * `{ "use": "./examples/hooks/uptime-kuma.ts", "config": { "token": "${KUMA_TOKEN}", "notify": ["group:456789012"] } }`.
 */
export default definePlugin({
  name: 'uptime-kuma',
  config: z.strictObject({ token: z.string().min(1), notify: z.array(z.string()).default([]) }),
  setup(bot, { token, notify }) {
    const verify = bearer(token, { query: 'token' })
    bot.hook('/uptime-kuma', { name: 'uptime-kuma', verify, notify }, async (hook) => {
      const alert = uptimeKumaAlert(hook.body)
      // Its test, for one.
      if (alert === undefined) await hook.targets.send(other(hook.body))
      else await hook.targets.alert(alert.key, alert.state, alert.content)
    })
  },
})
