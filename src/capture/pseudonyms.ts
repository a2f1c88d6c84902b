/** What is replaced, each with names of its own. */
export type Kind = 'number' | 'name' | 'opaque' | 'url' | 'file'

/** Below it, a number is a count or an id of the interface, not a QQ number. */
const smallestQqNumber = 10_000

/** What NapCat writes for the unknown group of a temporary session: it says nothing about anybody. */
const constants: ReadonlySet<string> = new Set(['284840486'])

const firstNumber = 1_000_000_001

const make: Readonly<Record<Kind, (count: number, original: string) => string>> = {
  number: (count) => String(firstNumber + count),
  name: (count) => `名字${count + 1}`,
  opaque: (count) => `id-${count + 1}`,
  url: (count) => `https://example.invalid/${count + 1}`,
  file: (count, original) => `file-${count + 1}${/\.[A-Za-z0-9]{1,5}$/.exec(original)?.[0] ?? ''}`,
}

/** A lone half of a surrogate pair cannot be written so. */
const percentEncoded = (name: string): string => encodeURIComponent(Buffer.from(name).toString())

/** `小明` and `A&B` as they stand in text, in XML and in CQ strings. */
const spellings = (name: string): string[] => {
  const escaped = name.replaceAll('&', '&amp;')
  return [
    name,
    escaped.replaceAll('[', '&#91;').replaceAll(']', '&#93;'),
    escaped.replaceAll('[', '&#91;').replaceAll(']', '&#93;').replaceAll(',', '&#44;'),
    escaped.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    percentEncoded(name),
  ]
}

/** A piece of a text, and what stands there instead. */
interface Found {
  readonly length: number
  readonly by: string
}

const isLetter = (sign: string | undefined): boolean => sign !== undefined && /[a-z]/i.test(sign)

/** A name of Latin letters counts only as a whole word; Chinese has no spaces to go by. */
const standsAlone = (text: string, start: number, end: number): boolean => {
  if (!/^[\w-]+$/.test(text.slice(start, end))) return true
  return !/\w/.test(text[start - 1] ?? ' ') && !/\w/.test(text[end] ?? ' ')
}

const url = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>[\],，。）)]+/giy
const digits = /\d{5,20}/y

/**
 * The same replacement for the same thing, everywhere. Two passes: `learn` what names there are, then `replace`,
 * so that a name is found in a text that comes before the first event that shows whose name it is.
 */
export class Pseudonyms {
  readonly #given = new Map<string, string>()
  readonly #counts = new Map<Kind, number>()
  readonly #numbers = new Set<string>()
  /** Spellings of names by their first two signs, the longest first. */
  readonly #names = new Map<string, { readonly spelling: string; readonly name: string }[]>()

  /** A number that occurs: no pseudonym may be the same. */
  learnNumber(digits: string): void {
    this.#numbers.add(digits)
  }

  learnName(name: string): void {
    const trimmed = name.trim()
    if (trimmed.length < 2) return
    for (const spelling of new Set(spellings(trimmed))) {
      const begin = spelling.slice(0, 2)
      const known = this.#names.get(begin) ?? []
      if (known.some((one) => one.spelling === spelling)) return
      known.push({ spelling, name: trimmed })
      known.sort((one, other) => other.spelling.length - one.spelling.length)
      this.#names.set(begin, known)
    }
  }

  knowsNumber(digits: string): boolean {
    return this.#numbers.has(digits)
  }

  of(kind: Kind, original: string): string {
    if (original === '' || (kind === 'number' && !isQqNumber(original))) return original
    const key = `${kind} ${kind === 'name' ? original.trim() : original}`
    const given = this.#given.get(key)
    if (given !== undefined) return given
    const made = this.#make(kind, original)
    this.#given.set(key, made)
    return made
  }

  /** A text with every address, name and QQ number in it replaced. */
  inText(text: string): string {
    let result = ''
    const hasAddress = text.includes('://')
    for (let at = 0; at < text.length; ) {
      const found = (hasAddress ? this.#addressAt(text, at) : undefined) ?? this.#foundAt(text, at)
      result += found?.by ?? text[at]
      at += found?.length ?? 1
    }
    return result
  }

  #addressAt(text: string, at: number): Found | undefined {
    const address = isLetter(text[at - 1]) ? undefined : matchAt(url, text, at)
    return address === undefined ? undefined : { length: address.length, by: this.of('url', address) }
  }

  #foundAt(text: string, at: number): Found | undefined {
    const candidates = this.#names.get(text.slice(at, at + 2)) ?? []
    const named = candidates.find(
      ({ spelling }) => text.startsWith(spelling, at) && standsAlone(text, at, at + spelling.length),
    )
    if (named !== undefined) return { length: named.spelling.length, by: this.of('name', named.name) }
    const number = matchAt(digits, text, at)
    return number === undefined ? undefined : { length: number.length, by: this.of('number', number) }
  }

  #make(kind: Kind, original: string): string {
    for (;;) {
      const count = this.#counts.get(kind) ?? 0
      this.#counts.set(kind, count + 1)
      const made = make[kind](count, original)
      if (!this.#numbers.has(made)) return made
    }
  }
}

const isQqNumber = (digits: string): boolean => Number(digits) >= smallestQqNumber && !constants.has(digits)

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
