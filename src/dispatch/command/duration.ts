/** How each unit is written, and its seconds. */
const units = [
  [604_800, ['w', '周', '星期']],
  [86_400, ['d', 'day', 'days', '天', '日']],
  [3600, ['h', 'hour', 'hours', '小时', '时', '钟头']],
  [60, ['m', 'min', 'minute', 'minutes', '分钟', '分']],
  [1, ['s', 'sec', 'second', 'seconds', '秒钟', '秒']],
] as const

const secondsOf: ReadonlyMap<string, number> = new Map(
  units.flatMap(([seconds, names]) => names.map((name): [string, number] => [name, seconds])),
)

const unitNames = [...secondsOf.keys()].toSorted((one, other) => other.length - one.length).join('|')
const part = new RegExp(`(\\d{1,9}(?:\\.\\d{1,3})?|半)个?(${unitNames})`, 'gy')

/** Longer than any duration that a person writes. */
const maxLength = 32

/**
 * Seconds of `10m`, `1h30m`, `2小时`, `半天`, `0`; `undefined` where it is no duration. A number without a unit is
 * none: some would mean minutes.
 */
export const parseDuration = (written: string): number | undefined => {
  const text = written.normalize('NFKC').toLowerCase()
  if (text === '0') return 0
  if (text === '' || text.length > maxLength) return undefined
  let seconds = 0
  let length = 0
  for (const [whole, count = '', unit = ''] of text.matchAll(part)) {
    seconds += (count === '半' ? 0.5 : Number(count)) * (secondsOf.get(unit) ?? 0)
    length += whole.length
  }
  const rounded = Math.round(seconds)
  return length === text.length && Number.isSafeInteger(rounded) ? rounded : undefined
}

/** `5400` → `1 h 30 min`, at most two units, rounded up. `names` are those of days, hours, minutes, seconds. */
export const showDuration = (seconds: number, names: readonly [string, string, string, string]): string => {
  const size = [86_400, 3600, 60, 1]
  const largest = size.findIndex((each) => seconds >= each)
  const first = largest === -1 ? size.length - 1 : largest
  const smallest = size[Math.min(first + 1, size.length - 1)] ?? 1
  let left = Math.max(1, Math.ceil(seconds / smallest)) * smallest
  const shown = size.flatMap((each, index) => {
    const count = Math.floor(left / each)
    left -= count * each
    return count === 0 ? [] : [`${count} ${names[index]}`]
  })
  return shown.join(' ')
}
