import { type FSWatcher, watch } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Tells of changes in the folders of files, and of the files that these link to: a file that is replaced is not the
 * one that was watched. May tell of other files there too. Folders that cannot be watched are left out. Returns what
 * ends it.
 */
export const watchFolders = async (files: readonly string[], changed: () => void): Promise<() => void> => {
  const targets = await Promise.all(files.map((file) => realpath(file).catch(() => file)))
  const folders = new Set([...files, ...targets].map((file) => dirname(file)))
  const watchers = [...folders].flatMap((folder) => tryToWatch(folder, changed))
  return () => {
    for (const watcher of watchers) watcher.close()
  }
}

const tryToWatch = (folder: string, changed: () => void): FSWatcher[] => {
  try {
    const watcher = watch(folder, { persistent: false }, changed)
    // Its folder has gone.
    watcher.on('error', () => watcher.close())
    return [watcher]
  } catch {
    return []
  }
}
