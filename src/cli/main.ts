#!/usr/bin/env node
import { Command } from 'commander'
import { CatflapError } from '../errors.js'
import { anonymizeCommand } from './anonymize.js'
import { certCommand } from './cert.js'
import { configCommand } from './config-check.js'
import { devCommand } from './dev.js'
import { doctorCommand } from './doctor.js'
import { initCommand } from './init.js'
import { journalCommand } from './journal.js'
import { sendCommand } from './send.js'
import { startCommand } from './start.js'
import { uploadCommand } from './upload.js'
import { version } from './version.js'

const program = new Command('catflap')
  .description('QQ bots as event handlers: NapCat and every other OneBot 11 implementation POST to it')
  .version(version)
  .showHelpAfterError('(catflap --help lists the commands)')
  .addCommand(initCommand())
  .addCommand(startCommand())
  .addCommand(devCommand())
  .addCommand(sendCommand())
  .addCommand(uploadCommand())
  .addCommand(anonymizeCommand())
  .addCommand(certCommand())
  .addCommand(configCommand())
  .addCommand(doctorCommand())
  .addCommand(journalCommand())

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`catflap: ${explain(error)}\n`)
  process.exit(1)
})

/** Errors of users explain themselves; anything else is ours or a plugin's and needs its stack. */
const explain = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (!(error instanceof CatflapError)) return String(error.stack)
  return error.cause instanceof Error && error.code === 'PLUGIN'
    ? `${error.message}\n${error.cause.stack}`
    : error.message
}
