import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Command } from 'commander'
import { anonymize } from '../capture/anonymize.js'
import { CaptureError } from '../errors.js'

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

const write = async (file: string, { out }: AnonymizeOptions): Promise<void> => {
  const target = out === undefined ? process.stdout : createWriteStream(out, { flags: 'wx' })
  await pipeline(json(file), target, { end: out !== undefined }).catch((cause: NodeJS.ErrnoException) => {
    // Whoever reads the output may stop, as `head` does.
    if (cause.code === 'EPIPE') return
    if (cause instanceof CaptureError) throw cause
    throw new CaptureError(`${out ?? 'standard output'} cannot be written: ${cause.message}`, { cause })
  })
}

async function* json(file: string): AsyncGenerator<string> {
  for await (const line of anonymize(file)) yield `${JSON.stringify(line)}\n`
}
