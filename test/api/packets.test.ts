import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitPackets } from '../../src/api/packets.js'

async function* chunksOf(text: string, sizes: readonly number[]): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let start = 0, turn = 0; start < bytes.length; turn += 1) {
    const end = start + (sizes[turn % sizes.length] ?? 1)
    yield bytes.subarray(start, end)
    start = end
  }
}

const split = async (chunks: AsyncIterable<Buffer>, maxBytes = 1000): Promise<string[]> => {
  const packets: string[] = []
  for await (const packet of splitPackets(chunks, maxBytes)) packets.push(packet)
  return packets
}

test('packets are the same however their bytes are cut', async () => {
  const packet = fc.json({ maxDepth: 1 }).filter((json) => json.length < 900)
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(fc.array(packet, { maxLength: 5 }), sizes, async (packets, cuts) => {
      const text = packets.map((json) => `${json}\r\n\r\n`).join('')
      expect(await split(chunksOf(text, cuts), 10_000)).toEqual(packets)
    }),
  )
})

test('a plain answer without an empty line is one packet', async () => {
  expect(await split(chunksOf('{"retcode":0}', [4]))).toEqual(['{"retcode":0}'])
})

test('a packet has an end', async () => {
  await expect(split(chunksOf('x'.repeat(2000), [100]))).rejects.toThrow(RangeError)
})
