import { allOf, bearer, definePlugin, dingtalk, dingtalkMessage, z } from 'catflap'

/**
 * A bot of DingTalk for tools that speak to nothing else: give them `https://…/robot/send?access_token=…` for
 * `https://oapi.dingtalk.com/robot/send?access_token=…`, with or without a secret. In the configuration:
 * `{ "use": "./examples/hooks/dingtalk.ts", "config": { "token": "${DING_TOKEN}", "notify": ["group:456789012"] } }`.
 */
export default definePlugin({
  name: 'dingtalk',
  config: z.strictObject({
    token: z.string().min(1),
    secret: z.string().min(1).optional(),
    notify: z.array(z.string()).default([]),
  }),
  setup(bot, { token, secret, notify }) {
    const byToken = bearer(token, { query: 'access_token' })
    const verify = secret === undefined ? byToken : allOf(byToken, dingtalk(secret))
    bot.hook('/robot/send', { name: 'dingtalk', verify, notify }, async (hook) => {
      const message = dingtalkMessage(hook.body)
      if (message === undefined) return { errcode: 40035, errmsg: 'nothing in it that can be said' }
      await hook.targets.send(message)
      return { errcode: 0, errmsg: 'ok' }
    })
  },
})
