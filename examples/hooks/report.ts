import { bearer, definePlugin, HttpError, isTargetName, z } from 'catflap'

/**
 * Takes a report as a file, and shows how it begins to the group that the form names, else to those of the configuration:
 * `curl -H "Authorization: Bearer $REPORT_TOKEN" -F report_file=@today.txt -F report_name=日报 http://127.0.0.1:8080/report`.
 * In the configuration:
 * `{ "use": "./examples/hooks/report.ts", "config": { "token": "${REPORT_TOKEN}", "notify": ["group:456789012"] } }`.
 */
export default definePlugin({
  name: 'report',
  config: z.strictObject({ token: z.string().min(1), notify: z.array(z.string()).default([]) }),
  setup(bot, { token, notify }) {
    const options = {
      name: 'report',
      verify: bearer(token),
      files: { types: ['text/*'], maxBytes: 1024 ** 2, maxCount: 1 },
      body: z.object({
        report_name: z.string().default('报告'),
        target_chat: z
          .string()
          .refine(isTargetName, 'is written group:456789012 or user:87654321')
          .optional(),
      }),
      notify,
    }
    bot.hook('/report', options, async (hook) => {
      const { report_name, target_chat } = hook.body
      const file = hook.files.find(({ field }) => field === 'report_file')
      if (file === undefined) throw new HttpError(400, 'report_file is missing')
      const targets = target_chat === undefined ? hook.targets : hook.to.all([target_chat])
      const beginning = (await file.text()).slice(0, 200)
      await targets.send(`📄 ${report_name}（${file.filename}，${file.size} 字节）\n${beginning}`)
      return { status: 'success', filename: file.filename, size: file.size }
    })
  },
})
