import { valueAt } from '../template.js'

/** Lines that are there, under one another. */
export const lines = (...parts: readonly (string | undefined | false)[]): string =>
  parts.filter((part) => part !== '' && part !== undefined && part !== false).join('\n')

/** How many there are: the number that the sender gives, else those that came along. */
export const countAt = (data: unknown, path: string, came: readonly unknown[]): number => {
  const count = valueAt(data, path)
  return typeof count === 'number' ? count : came.length
}

/** What a commit or a log says in short. */
export const firstLine = (words: string): string => words.split('\n', 1)[0]?.trim() ?? ''

/** The first few of a list, one a line, and how many more there are. */
export const listed = (
  items: readonly unknown[],
  show: (item: unknown) => string,
  { atMost = 10, count = items.length }: { readonly atMost?: number; readonly count?: number } = {},
): string => {
  const shown = items.slice(0, atMost)
  return lines(...shown.map(show), count > shown.length && ` · 还有 ${count - shown.length} 个`)
}
