/** Beyond it a timer fires at once. */
export const maxTimerMs = 2 ** 31 - 1

/** Whether this work is done before the time is up. The work goes on all the same. */
export const settlesWithin = async (work: Promise<void>, withinMs: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, Math.min(withinMs, maxTimerMs), false)
  })
  const inTime = await Promise.race([work.then(() => true), tooLate])
  clearTimeout(timer)
  return inTime
}
