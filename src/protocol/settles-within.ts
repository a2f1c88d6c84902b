import { type Clock, systemClock } from './clock.js'

/** Whether this work is done before the time is up. The work goes on all the same. */
export const settlesWithin = async (
  work: Promise<void>,
  withinMs: number,
  clock: Clock = systemClock,
): Promise<boolean> => {
  let stop = (): void => {}
  const tooLate = new Promise<boolean>((resolve) => {
    stop = clock.after(withinMs, () => resolve(false), true)
  })
  const inTime = await Promise.race([work.then(() => true), tooLate])
  stop()
  return inTime
}
