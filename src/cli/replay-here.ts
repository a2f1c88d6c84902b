import { isAside } from '../capture/capture-line.js'
import { createLog, createPrettyLog } from '../log.js'
import { Pacer } from '../replay/pacer.js'
import { openRehearsal } from '../replay/rehearsal.js'
import { inOrder } from '../replay/selection.js'
import { loadBuiltIns } from './built-ins.js'
import { findConfig } from './find-config.js'
import { loadPlugins, pluginEntries } from './load-plugin.js'
import type { Replay } from './replay-options.js'

/** Replays a capture to the bot of the configuration, in this process. */
export const rehearse = async (
  { file, found, options, report }: Replay,
  plugins: readonly string[],
): Promise<void> => {
  const { config } = await findConfig(options.config)
  // What every event is about is in the table; what goes wrong is not.
  const level = config.log.level === 'info' ? 'warn' : config.log.level
  const log = process.stderr.isTTY ? await createPrettyLog(level) : createLog(level)
  process.on('unhandledRejection', (err) =>
    log.error({ err }, 'a promise of a plugin failed and nobody waited for it'),
  )
  const rehearsal = await openRehearsal({ ...config, log }, found, async (bot) => {
    await loadPlugins(bot, pluginEntries(config, plugins))
    await loadBuiltIns(bot, config)
  })
  const pacer = new Pacer(options.speed)
  try {
    for await (const record of inOrder(file, options)) {
      if (isAside(record)) {
        rehearsal.know(record)
        continue
      }
      await pacer.until(Date.parse(record.at))
      report.add(record, await rehearsal.play(record))
    }
  } finally {
    await rehearsal.close()
  }
}
