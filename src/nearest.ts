import leven from 'leven'

/**
 * The candidate that was probably meant, for "did you mean"; `undefined` where none is near. `allowed` says how
 * many letters may differ from a candidate of this length.
 */
export const nearest = (
  word: string,
  candidates: Iterable<string>,
  allowed: (length: number) => number,
): string | undefined => {
  const written = word.toLowerCase()
  const letters = lettersOf(written)
  let best: { readonly candidate: string; readonly distance: number } | undefined
  for (const candidate of candidates) {
    const most = Math.floor(allowed(candidate.length))
    if (Math.abs(candidate.length - word.length) > most) continue
    const meant = candidate.toLowerCase()
    // One typo changes two letters at most: counting them is faster than measuring the distance.
    if (bitsOf(letters ^ lettersOf(meant)) > 2 * most) continue
    const distance = leven(written, meant, { maxDistance: most + 1 })
    if (distance <= most && distance < (best?.distance ?? Infinity)) best = { candidate, distance }
  }
  return best?.candidate
}

/** A bit for each letter that is in a word. Some letters share one. */
const lettersOf = (word: string): number => {
  let letters = 0
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) & 31)
  return letters
}

const bitsOf = (letters: number): number => {
  let bits = 0
  for (let left = letters; left !== 0; left &= left - 1) bits += 1
  return bits
}
