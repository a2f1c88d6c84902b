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
  let best: { readonly candidate: string; readonly distance: number } | undefined
  for (const candidate of candidates) {
    const most = Math.floor(allowed(candidate.length))
    if (Math.abs(candidate.length - word.length) > most) continue
    const distance = leven(word.toLowerCase(), candidate.toLowerCase(), { maxDistance: most + 1 })
    if (distance <= most && distance < (best?.distance ?? Infinity)) best = { candidate, distance }
  }
  return best?.candidate
}
