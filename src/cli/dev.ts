import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { unwatchFile, watchFile } from 'node:fs'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { findConfig } from './find-config.js'
import { below } from './help.js'
import { say } from './language.js'
import { configOption, pluginArgument } from './options.js'
import type { ToSupervisor } from './start.js'

interface DevOptions {
  readonly config?: string
}

export const devCommand = (): Command =>
  new Command('dev')
    .description(
      say(
        'run the bot, and again after every change of its plugins or its configuration',
        '运行机器人，插件或配置每次改动后重新运行',
      ),
    )
    .argument(...pluginArgument())
    .addOption(configOption())
    .addHelpText(
      'after',
      below({
        notes: say(
          'A change that cannot be started leaves the bot from before it at work.',
          '改动无法启动时，之前的机器人继续工作。',
        ),
        succeeds: say('it was stopped', '正常停止'),
        examples: ['catflap dev', 'catflap dev ./welcome.ts'],
      }),
    )
    .action(dev)

/** Milliseconds between two looks at a file; also what several files may need to be saved. */
const lookEveryMs = 200

/**
 * Every change starts a fresh process, which takes over the port once its plugins are set up: nothing of the old code
 * is left, and a plugin that cannot be loaded leaves the bot that runs as it is. This process holds the port.
 */
const dev = async (plugins: string[], options: DevOptions): Promise<void> => {
  const { files: configFiles, entries } = await knownFiles(plugins, options)
  cluster.setupPrimary({
    exec: process.argv[1] ?? '',
    args: ['start', ...(options.config === undefined ? [] : ['--config', options.config]), ...plugins],
  })
  const supervisor = new Supervisor([...configFiles, ...entries])
  const stop = (): void => void supervisor.stop().then(() => process.exit(0))
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  supervisor.start()
}

/** What to watch before anything has been loaded. */
const knownFiles = async (
  plugins: readonly string[],
  options: DevOptions,
): Promise<{ readonly files: readonly string[]; readonly entries: readonly string[] }> => {
  const usual = options.config ?? ['config.json', 'config.example.json']
  const files = [usual].flat().map((file) => resolve(file))
  // A configuration that cannot be used is explained by the process that runs the bot.
  const found = await findConfig(options.config).catch(() => undefined)
  const entries = (found?.config.plugins ?? []).map((plugin) =>
    typeof plugin === 'string' ? plugin : plugin.use,
  )
  return { files, entries: [...entries, ...plugins.map((plugin) => resolve(plugin))] }
}

class Supervisor {
  readonly #watched = new Set<string>()
  #running: Worker | undefined
  #starting: Worker | undefined
  /** The end of the bot from before, whose journal is claimed. */
  #retiring: Promise<void> | undefined
  #change: NodeJS.Timeout | undefined

  constructor(files: readonly string[]) {
    for (const file of files) this.#watch(file)
  }

  start(): void {
    this.#starting?.kill('SIGKILL')
    const worker = cluster.fork()
    this.#starting = worker
    worker.on('message', (message: ToSupervisor) => {
      if ('claims' in message) this.#claimed(worker)
      else for (const file of message.files) this.#watch(file)
    })
    worker.once('listening', () => void this.#takeOver(worker))
    worker.once('exit', () => this.#left(worker))
  }

  async stop(): Promise<void> {
    clearTimeout(this.#change)
    for (const file of this.#watched) unwatchFile(file)
    await Promise.all([end(this.#starting), end(this.#running), this.#retiring])
  }

  /** Both share the port now; the one before answers what it has begun. */
  async #takeOver(worker: Worker): Promise<void> {
    const retiring = this.#retire()
    this.#running = worker
    this.#starting = undefined
    this.#retiring = undefined
    if (retiring === undefined) return
    await retiring
    tell(say('the bot has changed over', '已切换到新的机器人'))
  }

  /** A plugin looks into its store while it sets itself up: it waits until the bot from before has let the journal go. */
  #claimed(worker: Worker): void {
    if (this.#starting === worker) void this.#retire()
  }

  /** The bot from before ends. */
  #retire(): Promise<void> | undefined {
    if (this.#running !== undefined) this.#retiring = end(this.#running)
    this.#running = undefined
    return this.#retiring
  }

  #left(worker: Worker): void {
    if (this.#starting === worker) {
      this.#starting = undefined
      this.#retiring = undefined
      const hint =
        this.#running === undefined
          ? say('waiting for a change', '等待改动')
          : say('the bot from before the change goes on', '改动之前的机器人继续工作')
      tell(say(`the bot could not be started; ${hint}`, `机器人无法启动；${hint}`))
    } else if (this.#running === worker) {
      this.#running = undefined
      tell(say('the bot has ended; waiting for a change', '机器人已退出；等待改动'))
    }
  }

  #watch(file: string): void {
    if (this.#watched.has(file)) return
    this.#watched.add(file)
    // Looked at by time: editors replace files, and containers do not pass on events of the file system.
    watchFile(file, { interval: lookEveryMs }, (now, before) => {
      // Of a file that is not there it is told as well.
      if (now.mtimeMs !== before.mtimeMs) this.#changed(file)
    })
  }

  #changed(file: string): void {
    clearTimeout(this.#change)
    this.#change = setTimeout(() => {
      tell(say(`${file} has changed`, `${file} 有改动`))
      this.start()
    }, lookEveryMs)
  }
}

const tell = (sentence: string): void => {
  process.stderr.write(`catflap dev: ${sentence}\n`)
}

const end = async (worker: Worker | undefined): Promise<void> => {
  if (worker === undefined || worker.isDead()) return
  const exit = once(worker, 'exit')
  worker.process.kill('SIGTERM')
  await exit
}
