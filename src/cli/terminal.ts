import { stripVTControlCharacters, styleText } from 'node:util'

type Colour = 'green' | 'yellow' | 'red' | 'gray' | 'bold'

/** Whether people read the output; a file or another program gets neither colours nor padding. */
const isTerminal = (): boolean => process.stdout.isTTY === true

export const paint = (colour: Colour, text: string): string =>
  isTerminal() && !process.env.NO_COLOR ? styleText(colour, text) : text

/** Signs that take two columns on a terminal: Chinese, Japanese, Korean, and pictures. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu

/** How many columns a text takes. */
export const widthOf = (text: string): number => {
  const plain = stripVTControlCharacters(text)
  return [...plain].length + (plain.match(wide)?.length ?? 0)
}

/** Lines of cells: in columns on a terminal, with tabs between them otherwise. */
export const table = (rows: readonly (readonly string[])[], indent = ''): readonly string[] => {
  if (!isTerminal()) return rows.map((cells) => `${indent}${cells.join('\t')}`.trimEnd())
  const widths = rows.reduce<readonly number[]>(
    (widest, cells) =>
      Array.from({ length: Math.max(widest.length, cells.length) }, (_, column) =>
        Math.max(widest[column] ?? 0, widthOf(cells[column] ?? '')),
      ),
    [],
  )
  const pad = (cell: string, column: number): string =>
    cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))
  return rows.map((cells) => `${indent}${cells.map(pad).join('  ')}`.trimEnd())
}

/** A table under its title, with an empty line in front of it; nothing where it has no rows. */
export const section = (title: string, rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : ['', paint('bold', title), ...table(rows, '  ')]

/** Writes lines to standard output. */
export const print = (lines: readonly string[]): void => {
  for (const line of lines) process.stdout.write(`${line}\n`)
}
