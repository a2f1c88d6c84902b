/** The language of the command line, from `LC_ALL`, `LC_MESSAGES` or `LANG`, as programs on a terminal do it. */
export const isChinese = (environment: NodeJS.ProcessEnv = process.env): boolean =>
  /^zh/i.test(environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '')

/** One of two sentences that say the same. */
export const say = (english: string, chinese: string): string => (isChinese() ? chinese : english)
