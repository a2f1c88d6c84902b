import { Command } from 'commander'
import { anonymize } from '../capture/anonymize.js'
import { below } from './help.js'
import { say } from './language.js'
import { outOption } from './options.js'
import { writeCapture } from './write-capture.js'

interface AnonymizeOptions {
  readonly out?: string
}

export const anonymizeCommand = (): Command =>
  new Command('anonymize')
    .description(
      say(
        'replace QQ numbers, names, addresses and ids of files in a capture, the same thing always by the same pseudonym',
        '把捕获文件里的 QQ 号、名字、地址和文件 id 换成化名，同一个始终换成同一个',
      ),
    )
    .argument('<file>', say('the capture: JSON Lines', '捕获文件（JSON Lines）'))
    .addOption(outOption())
    .addHelpText(
      'after',
      below({
        notes: say(
          'Texts are kept apart from the names and numbers in them: read the result before you share it.',
          '除了其中的名字和号码，文本原样保留：分享之前请先读一遍。',
        ),
        succeeds: say('it is written', '写完'),
        examples: ['catflap anonymize incident.jsonl --out test/incident.jsonl'],
      }),
    )
    .action(write)

const write = (file: string, { out }: AnonymizeOptions): Promise<void> => writeCapture(anonymize(file), out)
