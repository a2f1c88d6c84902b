import { alertmanagerAlert, bearer, definePlugin, HttpError, z } from 'catflap'

/**
 * Tells groups what Alertmanager sends; the end of an alert quotes it. There:
 * `webhook_configs: [{ url: "https://…/alertmanager", http_config: { authorization: { credentials: "…" } } }]`.
 * In the configuration:
 * `{ "use": "./examples/hooks/alertmanager.ts", "config": { "token": "${ALERT_TOKEN}", "notify": ["group:456789012"] } }`.
 */
export default definePlugin({
  name: 'alertmanager',
  config: z.strictObject({ token: z.string().min(1), notify: z.array(z.string()).default([]) }),
  setup(bot, { token, notify }) {
    bot.hook('/alertmanager', { name: 'alertmanager', verify: bearer(token), notify }, async (hook) => {
      const alert = alertmanagerAlert(hook.body)
      if (alert === undefined) throw new HttpError(400, 'this is no notification of Alertmanager')
      await hook.targets.alert(alert.key, alert.state, alert.content)
    })
  },
})
