const firstMs = 500
const longestMs = 30_000

/** Milliseconds before the next attempt after this many failures: twice as long each time, and never the same for all. */
export const backoffMs = (failures: number, random: () => number = Math.random): number =>
  Math.min(longestMs, firstMs * 2 ** failures) * (1 + random()) * 0.5
