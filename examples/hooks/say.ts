import { bearer, definePlugin, HttpError, isTargetName, respond, z } from 'catflap'

/**
 * Says what scripts want said, in the group or to the person that the address names:
 * `curl -H "Authorization: Bearer $SAY_TOKEN" -d text=备份完成 http://127.0.0.1:8080/say/group:456789012`.
 * In the configuration: `{ "use": "./examples/hooks/say.ts", "config": { "token": "${SAY_TOKEN}" } }`.
 */
export default definePlugin({
  name: 'say',
  config: z.strictObject({ token: z.string().min(1) }),
  setup(bot, { token }) {
    const body = z.object({ text: z.string().min(1) })
    bot.hook('/say/:target', { name: 'say', verify: bearer(token), body }, async (hook) => {
      const { target = '' } = hook.params
      if (!isTargetName(target))
        throw new HttpError(400, 'a target is written group:456789012 or user:87654321')
      const [sent] = await hook.to.all([target]).send(hook.body.text)
      return sent?.error === undefined
        ? { message_id: sent?.message_id }
        : respond(502, { error: 'not sent' })
    })
  },
})
