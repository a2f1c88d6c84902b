import { isAside } from '../capture/capture-line.js'
import { inOrder } from '../replay/selection.js'
import type { Replay } from './replay-options.js'

/** Lists what would be posted. */
export const listDeliveries = async ({ file, options, report }: Replay): Promise<void> => {
  for await (const record of inOrder(file, options))
    if (!isAside(record)) report.list(record, options.to ?? record.endpoint ?? '(the first endpoint)')
}
