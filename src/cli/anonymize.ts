import { Command } from 'commander'
import { anonymize } from '../capture/anonymize.js'
import { writeCapture } from './write-capture.js'

interface AnonymizeOptions {
  readonly out?: string
}

export const anonymizeCommand = (): Command =>
  new Command('anonymize')
    .description(
      'replace QQ numbers, names, addresses and ids of files in a capture, the same thing always by the same pseudonym',
    )
    .argument('<file>', 'the capture: JSON Lines')
    .option('-o, --out <file>', 'where to write to; it must not be there yet (default: standard output)')
    .addHelpText(
      'after',
      `
Texts are kept apart from the names and numbers in them: read the result before you share it.

Examples:
  $ catflap anonymize incident.jsonl --out test/incident.jsonl`,
    )
    .action(write)

const write = (file: string, { out }: AnonymizeOptions): Promise<void> => writeCapture(anonymize(file), out)
