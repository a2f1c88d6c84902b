import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { LocalFile } from '../../src/protocol/local-file.js'
import { fromStream, toFile } from '../../src/protocol/media.js'

describe('toFile', () => {
  test('keeps URLs and names that the implementation knows as they are', () => {
    for (const file of [
      'https://a/b.png',
      'base64://AQ==',
      'file:///tmp/a.png',
      'data:image/png;base64,A/',
      'a.image',
    ])
      expect(toFile(file)).toBe(file)
    expect(toFile(new URL('https://a/ä.png'))).toBe('https://a/%C3%A4.png')
  })

  test('takes a path for a file of this machine', () => {
    for (const path of ['/tmp/a b.png', './a.png', 'pictures/a.png', 'C:\\a.png', 'c:/a.png', '..\\a.png'])
      expect(toFile(path)).toEqual(new LocalFile(path))
  })

  test('writes bytes as base64, only those of the view', () => {
    expect(toFile(Buffer.from('cat'))).toBe('base64://Y2F0')
    expect(toFile(new Uint8Array([0, 255, 254, 0]).subarray(1, 3))).toBe('base64:////4=')
    expect(toFile(new Uint8Array())).toBe('base64://')
  })
})

describe('fromStream', () => {
  test('gives the bytes of a stream of Node and of the web', async () => {
    const chunks = [Buffer.from('ca'), Buffer.from('t')]
    expect(Buffer.from(await fromStream(Readable.from(chunks))).toString()).toBe('cat')
    expect(Buffer.from(await fromStream(new Blob(['cat']).stream())).toString()).toBe('cat')
  })

  test('rejects what is larger than the limit and ends the stream', async () => {
    const stream = Readable.from([Buffer.alloc(4), Buffer.alloc(4)])
    await expect(fromStream(stream, { limit: 7 })).rejects.toThrow(RangeError)
    expect(stream.destroyed).toBe(true)
    expect(await fromStream(Readable.from([Buffer.alloc(4), Buffer.alloc(4)]), { limit: 8 })).toHaveLength(8)
  })

  test('rejects text, whose bytes are lost', async () => {
    await expect(fromStream(Readable.from(['text']))).rejects.toThrow(TypeError)
  })

  test('rejects with the error of the stream', async () => {
    const broken = new Readable({ read: () => broken.destroy(new Error('gone')) })
    await expect(fromStream(broken)).rejects.toThrow('gone')
  })
})
