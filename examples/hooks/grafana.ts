import { alertmanagerAlert, bearer, definePlugin, HttpError, z } from 'catflap'

/**
 * Tells groups what Grafana's alerting sends; what is over takes the place of the alert. There, a contact point
 * “Webhook”: the URL `https://…/grafana`, the authorization scheme `Bearer` and the token. In the configuration:
 * `{ "use": "./examples/hooks/grafana.ts", "config": { "token": "${GRAFANA_TOKEN}", "notify": ["group:456789012"] } }`.
 */
export default definePlugin({
  name: 'grafana',
  config: z.strictObject({ token: z.string().min(1), notify: z.array(z.string()).default([]) }),
  setup(bot, { token, notify }) {
    bot.hook('/grafana', { name: 'grafana', verify: bearer(token), notify }, async (hook) => {
      // Grafana sends what Alertmanager sends, and more.
      const alert = alertmanagerAlert(hook.body)
      if (alert === undefined) throw new HttpError(400, 'this is no notification of Grafana')
      await hook.targets.alert(alert.key, alert.state, alert.content, { pair: 'recall' })
    })
  },
})
