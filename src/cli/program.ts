import { Command } from 'commander'
import { readVersion } from '../version.js'
import { anonymizeCommand } from './anonymize.js'
import { certCommand } from './cert.js'
import { configCommand } from './config-check.js'
import { devCommand } from './dev.js'
import { doctorCommand } from './doctor.js'
import { hooksCommand } from './hooks.js'
import { initCommand } from './init.js'
import { journalCommand } from './journal.js'
import { listCommand } from './list.js'
import { sendCommand } from './send.js'
import { startCommand } from './start.js'
import { statusCommand } from './status.js'
import { uploadCommand } from './upload.js'
import { whyCommand } from './why.js'

/** The whole command line. Making it runs nothing. */
export const createProgram = (): Command =>
  new Command('catflap')
    .description('QQ bots as event handlers: NapCat and every other OneBot 11 implementation POST to it')
    .version(readVersion())
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
    .addCommand(hooksCommand())
    .addCommand(whyCommand())
    .addCommand(listCommand())
    .addCommand(statusCommand())
