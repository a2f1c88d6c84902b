/**
 * Bytes as NapCat reads them: each chunk by itself, so that a character on the border of two is lost. A chunk
 * may end anywhere; here all have one size.
 */
export const decodeByChunks = (bytes: Buffer, chunkBytes: number): string => {
  let text = ''
  for (let start = 0; start < bytes.length; start += chunkBytes)
    text += bytes.subarray(start, start + chunkBytes).toString()
  return text
}
