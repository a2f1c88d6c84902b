const inPairs = 36 * 36
/** `00` to `zz`. */
const pairs = Array.from({ length: inPairs }, (_, number) => number.toString(36).padStart(2, '0'))

/** Names events: short, unique in the process, and in the order of arrival, also as text and after a restart. */
export const eventIds = (now: () => number): (() => string) => {
  let last = 0
  let high = 0
  let written = ''
  return () => {
    // Thousandths of milliseconds, so that an id is free for each event however many come at once.
    last = Math.max(last + 1, Math.floor(now() * 1000))
    const above = Math.floor(last / inPairs)
    // Writing a large number to the base 36 is slow, and all but two of its digits stay for a while.
    if (above !== high) {
      high = above
      written = above.toString(36)
    }
    return `${written}${pairs[last % inPairs]}`
  }
}

/** When an event with this id came, in milliseconds; `undefined` where it is no id. */
export const timeOfEventId = (id: string): number | undefined =>
  /^[a-z][0-9a-z]{9}$/.test(id) ? Number.parseInt(id, 36) / 1000 : undefined

/** The id of the next event, whatever bot of this process it is for. */
export const nextEventId = eventIds(Date.now)
