#!/usr/bin/env node
import { CatflapError } from '../errors.js'

/** Errors of users explain themselves; anything else is ours or a plugin's and needs its stack. */
const explain = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (!(error instanceof CatflapError)) return String(error.stack)
  return error.cause instanceof Error && error.code === 'PLUGIN'
    ? `${error.message}\n${error.cause.stack}`
    : error.message
}

// Whoever reads the output may stop, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

/** These set plugins up, which may have opened what keeps a process alive; what was asked for has been written. */
const settingUp: ReadonlySet<string> = new Set(['why', 'list'])

/** The command has ended, or listens. */
export const ended: Promise<void> = import('./program.js')
  .then(({ createProgram }) => createProgram(process.argv[2]))
  .then(async (program) => {
    program.hook('postAction', (_program, command) => {
      if (!settingUp.has(command.name())) return
      setTimeout(() => process.stdout.write('', () => process.exit()), 200).unref()
    })
    await program.parseAsync()
  })
  .catch((error: unknown) => {
    process.stderr.write(`catflap: ${explain(error)}\n`)
    process.exit(1)
  })
