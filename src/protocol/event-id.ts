/** Names events: short, unique in the process, and in the order of arrival, also as text and after a restart. */
export const eventIds = (now: () => number): (() => string) => {
  let last = 0
  return () => {
    // Thousandths of milliseconds, so that an id is free for each event however many come at once.
    last = Math.max(last + 1, now() * 1000)
    return last.toString(36)
  }
}

/** When an event with this id came, in milliseconds; `undefined` where it is no id. */
export const timeOfEventId = (id: string): number | undefined =>
  /^[a-z][0-9a-z]{9}$/.test(id) ? Number.parseInt(id, 36) / 1000 : undefined

/** The id of the next event, whatever bot of this process it is for. */
export const nextEventId = eventIds(Date.now)
