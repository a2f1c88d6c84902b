const separator = '\r\n\r\n'

/** The parts of a body between empty lines, as they come. Throws a `RangeError` where one is larger than `maxBytes`. */
export async function* splitPackets(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<string, void> {
  let open: Uint8Array[] = []
  let size = 0
  // A separator may lie on the border of chunks.
  let tail: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    open.push(chunk)
    size += chunk.length
    const border = Buffer.concat([tail, chunk])
    tail = border.subarray(1 - separator.length)
    if (border.includes(separator)) {
      const parts = split(Buffer.concat(open))
      const last = parts.pop() ?? Buffer.alloc(0)
      for (const part of parts) if (part.length > 0) yield part.toString('utf8')
      open = [last]
      size = last.length
      tail = last.subarray(1 - separator.length)
    }
    if (size > maxBytes) throw new RangeError(`a packet is larger than ${maxBytes} bytes`)
  }
  const last = Buffer.concat(open).toString('utf8').trim()
  if (last !== '') yield last
}

const split = (bytes: Buffer): Buffer[] => {
  const parts: Buffer[] = []
  let start = 0
  for (let end = bytes.indexOf(separator); end !== -1; end = bytes.indexOf(separator, start)) {
    parts.push(bytes.subarray(start, end))
    start = end + separator.length
  }
  return [...parts, bytes.subarray(start)]
}
