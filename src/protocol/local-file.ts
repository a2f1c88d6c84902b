import { basename } from 'node:path'
import { isSegment } from './message.js'

/**
 * A file on the machine of the bot. It is read when the message is sent, and travels as bytes or by an upload: the
 * implementation may run somewhere else, so its path never leaves. Nothing that comes from outside is one.
 */
export class LocalFile {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  get name(): string {
    return basename(this.path)
  }
}

/** Segments inside segments are looked through this deep. */
const maxDepth = 64

/** Whether there is a local file in a message, or in its nodes. */
export const holdsLocalFile = (value: unknown, depth = 0): boolean => {
  if (value instanceof LocalFile) return true
  if (depth >= maxDepth) return false
  if (Array.isArray(value)) return value.some((item) => holdsLocalFile(item, depth + 1))
  return isSegment(value) && Object.values(value.data).some((item) => holdsLocalFile(item, depth + 1))
}

/** The same message with something else in the place of each local file, one after the other. */
export const replaceLocalFiles = async (
  value: unknown,
  replace: (file: LocalFile) => Promise<string>,
): Promise<unknown> => {
  if (value instanceof LocalFile) return replace(value)
  if (!holdsLocalFile(value)) return value
  if (Array.isArray(value)) {
    const items: unknown[] = []
    for (const item of value) items.push(await replaceLocalFiles(item, replace))
    return items
  }
  if (!isSegment(value)) return value
  const data: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value.data)) data[key] = await replaceLocalFiles(item, replace)
  return { ...value, data }
}
