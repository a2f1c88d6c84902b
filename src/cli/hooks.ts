import { Command } from 'commander'
import { hooksListCommand } from './hooks-list.js'
import { hooksSwitchCommand } from './hooks-switch.js'
import { hooksTestCommand } from './hooks-test.js'
import { say } from './language.js'

export const hooksCommand = (): Command =>
  new Command('hooks')
    .description(
      say(
        'the hooks of the bot: what GitHub, CI, monitoring and others post to',
        '机器人的 webhook：供 GitHub、CI、监控等投递',
      ),
    )
    .addCommand(hooksListCommand())
    .addCommand(hooksTestCommand())
    .addCommand(hooksSwitchCommand('enable'))
    .addCommand(hooksSwitchCommand('disable'))
