import { definePlugin, feishu, feishuMessage, z } from 'catflap'

/**
 * A bot of Feishu or Lark for tools that speak to nothing else: give them `https://…/open-apis/bot/v2/hook/qq` for
 * `https://open.feishu.cn/open-apis/bot/v2/hook/…`, with the secret. In the configuration:
 * `{ "use": "./examples/hooks/feishu.ts", "config": { "secret": "${FEISHU_SECRET}", "notify": ["group:456789012"] } }`.
 */
export default definePlugin({
  name: 'feishu',
  config: z.strictObject({ secret: z.string().min(1), notify: z.array(z.string()).default([]) }),
  setup(bot, { secret, notify }) {
    bot.hook(
      '/open-apis/bot/v2/hook/:id',
      { name: 'feishu', verify: feishu(secret), notify },
      async (hook) => {
        const message = feishuMessage(hook.body)
        if (message === undefined) return { code: 9499, msg: 'nothing in it that can be said', data: {} }
        await hook.targets.send(message)
        return { code: 0, msg: 'success', data: {} }
      },
    )
  },
})
