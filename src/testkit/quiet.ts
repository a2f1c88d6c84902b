import { setTimeout as pause } from 'node:timers/promises'

/** Who is at work all the same after so many milliseconds without a sign of it waits for time or for somebody. */
const quietMs = 40
const lookEveryMs = 4

/** What the machine itself is at work with for a handler: files and names. */
const isBusy = (): boolean =>
  process.getActiveResourcesInfo().some((resource) => /^(FSReq|GetAddrInfoReq|Zlib)/.test(resource))

const isQuiet = async (signs: () => number, isDone: () => boolean): Promise<void> => {
  let before = signs()
  for (let left = quietMs; left > 0 && !isDone(); left -= lookEveryMs) {
    await pause(lookEveryMs, undefined, { ref: false })
    if (signs() === before && !isBusy()) continue
    before = signs()
    left = quietMs
  }
}

/**
 * Resolves when everything is done, or nothing goes on any more. `work` resolves when what is at work now is done,
 * `signs` counts what has been seen of it.
 */
export const untilQuiet = async (work: () => Promise<unknown>, signs: () => number): Promise<void> => {
  let seen: number
  do {
    seen = signs()
    let isDone = false
    const done = work().then(() => {
      isDone = true
    })
    await Promise.race([done, isQuiet(signs, () => isDone)])
  } while (signs() !== seen)
}
