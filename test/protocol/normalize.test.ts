import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maxForwardDepth, toSegments } from '../../src/protocol/normalize.js'

type Given = Readonly<Record<string, unknown>>

/** Who sends it · what it sends · what a handler gets. */
const received: readonly [sender: string, type: string, data: Given, type: string, data: Given][] = [
  ['Lagrange', 'at', { qq: '1', name: null }, 'at', { qq: '1' }],
  ['Lagrange', 'at', { qq: '1', name: '@Ann' }, 'at', { qq: '1', name: 'Ann' }],
  ['Shamrock', 'at', { qq: 10001 }, 'at', { qq: '10001' }],
  ['NapCat', 'at', { qq: 'all' }, 'at', { qq: 'all' }],
  ['NapCat', 'face', { id: '14', raw: { faceIndex: 14 } }, 'face', { id: '14', raw: { faceIndex: 14 } }],
  [
    'NapCat',
    'face',
    { id: '358', resultId: '3', chainCount: 1 },
    'face',
    { id: '358', resultId: '3', chainCount: 1 },
  ],
  ['LLOneBot', 'face', { id: '14', sub_type: 1 }, 'face', { id: '14', sub_type: 1 }],
  ['Lagrange', 'face', { id: '14', large: null }, 'face', { id: '14' }],
  [
    'Shamrock',
    'face',
    { id: 14, big: false, result: '2' },
    'face',
    { id: '14', large: false, resultId: '2' },
  ],
  ['go-cqhttp', 'face', { id: '14', type: 'sticker' }, 'face', { id: '14', type: 'sticker' }],
  [
    'NapCat',
    'image',
    { summary: '', file: 'A.jpg', sub_type: 0, url: 'https://a/?rkey=1', file_size: '300' },
    'image',
    { file: 'A.jpg', sub_type: 0, url: 'https://a/?rkey=1', file_size: '300' },
  ],
  ['LLOneBot', 'image', { file: 'A.jpg', subType: 1, url: '' }, 'image', { file: 'A.jpg', sub_type: 1 }],
  [
    'Lagrange',
    'image',
    { file: 'https://a', filename: 'A.jpg', url: 'https://a', summary: '[图片]', subType: 0 },
    'image',
    { file: 'https://a', filename: 'A.jpg', url: 'https://a', summary: '[图片]', sub_type: 0 },
  ],
  [
    'go-cqhttp',
    'image',
    { file: 'a.image', subType: '1', type: 'show', id: '40000' },
    'image',
    { file: 'a.image', sub_type: 1, type: 'show', id: '40000' },
  ],
  [
    'NapCat',
    'image',
    { file: 'x.gif', url: 'https://a', key: 'k', emoji_id: 'e1', emoji_package_id: 9, sub_type: 1 },
    'mface',
    { emoji_id: 'e1', emoji_package_id: 9, key: 'k', url: 'https://a', file: 'x.gif', sub_type: 1 },
  ],
  [
    'LLOneBot',
    'mface',
    { summary: '[hi]', url: 'https://a', emoji_id: 'e1', emoji_package_id: '9', key: 'k' },
    'mface',
    { emoji_id: 'e1', emoji_package_id: 9, key: 'k', summary: '[hi]', url: 'https://a' },
  ],
  ['Shamrock', 'mface', { id: 'e1' }, 'mface', { emoji_id: 'e1' }],
  [
    'NapCat',
    'record',
    { file: 'a.amr', path: '/a', file_size: 9 },
    'record',
    { file: 'a.amr', path: '/a', file_size: '9' },
  ],
  [
    'Lagrange',
    'video',
    { file: 'https://a', url: 'https://a' },
    'video',
    { file: 'https://a', url: 'https://a' },
  ],
  [
    'NapCat',
    'file',
    { file: 'a.zip', file_id: '/f', file_size: '7' },
    'file',
    { file: 'a.zip', file_id: '/f', file_size: '7' },
  ],
  [
    'LLOneBot',
    'file',
    { file: 'a.zip', url: '', file_id: '/f', path: '/tmp/a.zip', file_size: '7' },
    'file',
    { file: 'a.zip', file_id: '/f', path: '/tmp/a.zip', file_size: '7' },
  ],
  [
    'Lagrange',
    'file',
    { file_name: 'a.zip', file_hash: 'h', file_id: '/f', url: 'https://a' },
    'file',
    { file: 'a.zip', file_id: '/f', url: 'https://a', file_hash: 'h' },
  ],
  [
    'go-cqhttp',
    'file',
    { path: '/f', name: 'a.zip', size: '7', busid: '102' },
    'file',
    { file: 'a.zip', file_id: '/f', file_size: '7', busid: 102 },
  ],
  [
    'Shamrock',
    'file',
    { name: 'a.zip', size: 7, expire: 0, id: '/f', url: 'https://a', biz: 3, sub: 'x' },
    'file',
    { file: 'a.zip', file_id: '/f', file_size: '7', url: 'https://a', expire: 0, biz: 3, sub: 'x' },
  ],
  ['Shamrock', 'reply', { id: -5 }, 'reply', { id: '-5' }],
  [
    'go-cqhttp',
    'reply',
    { id: '5', seq: '77', qq: '1', time: '1700000000', text: 'hi' },
    'reply',
    { id: '5', seq: '77', qq: '1', time: 1700000000, text: 'hi' },
  ],
  ['NapCat', 'forward', { id: '7400000000000000001' }, 'forward', { id: '7400000000000000001' }],
  ['NapCat', 'json', { data: '{"app":"x"}' }, 'json', { data: '{"app":"x"}' }],
  ['any', 'json', { data: { app: 'x' } }, 'json', { data: '{"app":"x"}' }],
  ['Lagrange', 'xml', { data: '<a/>', service_id: 35 }, 'xml', { data: '<a/>', service_id: 35 }],
  ['NapCat', 'dice', { result: '6' }, 'dice', { result: '6' }],
  ['Lagrange', 'dice', {}, 'dice', {}],
  ['go-cqhttp', 'rps', { value: '2' }, 'rps', { result: '2' }],
  ['Shamrock', 'new_dice', { id: 4 }, 'dice', { result: '4' }],
  ['Shamrock', 'new_rps', { id: 1 }, 'rps', { result: '1' }],
  ['Shamrock', 'basketball', { id: 1 }, 'basketball', { id: '1' }],
  ['NapCat', 'poke', { type: '1', id: '-1' }, 'poke', { type: '1', id: '-1' }],
  ['Lagrange', 'poke', { type: '1', strength: '2', id: '-1' }, 'poke', { type: '1', id: '-1', strength: 2 }],
  ['LLOneBot', 'shake', {}, 'poke', { type: '1', id: '-1' }],
  ['LLOneBot', 'markdown', { content: '# hi' }, 'markdown', { content: '# hi' }],
  ['LLOneBot', 'keyboard', { rows: [1] }, 'keyboard', { rows: [1] }],
  ['Lagrange', 'keyboard', { content: { rows: [1] } }, 'keyboard', { rows: [1], content: { rows: [1] } }],
  ['NapCat', 'flashtransfer', { fileSetId: 's' }, 'flash_file', { file_set_id: 's' }],
  [
    'LLOneBot',
    'flash_file',
    { title: 't', file_set_id: 's', scene_type: 1 },
    'flash_file',
    { file_set_id: 's', title: 't', scene_type: 1 },
  ],
  [
    'NapCat',
    'onlinefile',
    { msgId: '74', elementId: '7', fileName: 'a', fileSize: '1', isDir: 'false' },
    'onlinefile',
    { msgId: '74', elementId: '7', fileName: 'a', fileSize: '1', isDir: false },
  ],
  ['Shamrock', 'contact', { type: 'qq', id: 1 }, 'contact', { type: 'qq', id: '1' }],
  ['Lagrange', 'location', { lat: '1.5', lon: 2.5 }, 'location', { lat: '1.5', lon: '2.5' }],
  ['Lagrange', 'longmsg', { id: 'r' }, 'longmsg', { id: 'r' }],
  ['go-cqhttp', 'redbag', { title: '恭喜' }, 'redbag', { title: '恭喜' }],
]

describe('toSegments', () => {
  test.each(received)('%s: %s %j becomes %s', (_, type, data, expectedType, expected) => {
    expect(toSegments([{ type, data }])).toStrictEqual([{ type: expectedType, data: expected }])
  })

  test('an array, one segment and a CQ string give the same', () => {
    const expected = [{ type: 'image', data: { file: 'a', sub_type: 1 } }]
    expect(toSegments([{ type: 'image', data: { file: 'a', subType: 1 } }])).toEqual(expected)
    expect(toSegments({ type: 'image', data: { file: 'a', subType: 1 } })).toEqual(expected)
    expect(toSegments('[CQ:image,file=a,subType=1,url=]')).toEqual(expected)
  })

  test('what is required is there, empty where the sender left it out', () => {
    expect(
      toSegments([{ type: 'text', data: {} }, { type: 'at' }, { type: 'onlinefile', data: null }]),
    ).toEqual([
      { type: 'text', data: { text: '' } },
      { type: 'at', data: { qq: '' } },
      { type: 'onlinefile', data: { msgId: '', elementId: '', fileName: '', fileSize: '', isDir: false } },
    ])
  })

  test('what does not fit its type is left out', () => {
    const data = { file: 'a', sub_type: 'big', url: undefined }
    expect(toSegments([{ type: 'image', data }])).toStrictEqual([{ type: 'image', data: { file: 'a' } }])
  })

  test('the documented name wins over an alias', () => {
    const data = { file: 'a', sub_type: 1, subType: 2 }
    expect(toSegments([{ type: 'image', data }])).toEqual([{ type: 'image', data }])
  })

  test('unknown segments and unknown data stay as they came', () => {
    const unknown = { type: 'gift', data: { id: 1, qq: null, nested: [{}] } }
    expect(toSegments([unknown])).toEqual([unknown])
    expect(toSegments([{ type: 'text', data: { text: 'a', more: 1 } }])).toEqual([
      { type: 'text', data: { text: 'a', more: 1 } },
    ])
    expect(toSegments([{ type: 'constructor', data: { a: 1 } }])).toEqual([
      { type: 'constructor', data: { a: 1 } },
    ])
  })

  test('a __proto__ in the data does not become a prototype', () => {
    const [segment] = toSegments(
      JSON.parse('[{"type":"text","data":{"text":"a","__proto__":{"admin":true}}}]'),
    )
    expect(segment).toStrictEqual({ type: 'text', data: { text: 'a' } })
    expect(Object.getPrototypeOf(segment?.data)).toBe(Object.prototype)
  })

  test('what is no segment is left out', () => {
    expect(toSegments(['hi', null, 1, [], {}, { type: 1, data: {} }])).toEqual([])
    for (const nothing of [undefined, null, 1, true, {}]) expect(toSegments(nothing)).toEqual([])
  })

  test('does not change what came', () => {
    const raw = [{ type: 'file', data: { name: 'a', busid: '1', path: '/f' } }]
    const copy = structuredClone(raw)
    toSegments(raw)
    expect(raw).toEqual(copy)
  })
})

describe('forwarded messages', () => {
  test('have segments of the same shape', () => {
    const content = [
      { user_id: 1, message: '[CQ:at,qq=2]' },
      { sender: {}, content: [{ type: 'dice', data: { value: '1' } }] },
      { type: 'node', data: { nickname: 'Ann', content: { type: 'text', data: { text: 'hi' } } } },
      'no message',
    ]
    const [forward] = toSegments([{ type: 'forward', data: { id: '1', content } }])
    expect(forward?.data).toMatchObject({
      content: [
        { user_id: 1, message: [{ type: 'at', data: { qq: '2' } }] },
        { message: [{ type: 'dice', data: { result: '1' } }] },
        { nickname: 'Ann', message: [{ type: 'text', data: { text: 'hi' } }] },
      ],
    })
  })

  test('are read to a limit, however deep they nest', () => {
    let message: unknown = 'the end'
    for (let level = 0; level < 100_000; level++) {
      message = [{ type: 'forward', data: { id: String(level), content: [{ message }] } }]
    }
    let depth = 0
    for (let segments = toSegments(message); ; depth++) {
      const [forward] = segments
      if (forward?.type !== 'forward' || forward.data.content === undefined) break
      segments = forward.data.content[0]?.message ?? []
    }
    expect(depth).toBe(maxForwardDepth)
  })
})

describe('arbitrary JSON', () => {
  const types = [
    'text',
    'at',
    'image',
    'file',
    'forward',
    'keyboard',
    'shake',
    'onlinefile',
    'json',
    'node',
    'x',
  ]
  const keys = [
    'type',
    'data',
    'id',
    'qq',
    'name',
    'content',
    'message',
    'busid',
    'isDir',
    'toString',
    '__proto__',
  ]
  const json = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 6 }, fc.jsonValue(), tie('segment'), tie('object'), fc.array(tie('value'))),
    object: fc.dictionary(fc.constantFrom(...keys), tie('value')),
    segment: fc.record({ type: fc.constantFrom(...types), data: tie('value') }),
  }))

  test('as a message never throws, and gives segments with the required data', () => {
    fc.assert(
      fc.property(json.value, (value) => {
        for (const segment of toSegments(JSON.parse(JSON.stringify(value)))) {
          expect(typeof segment.type).toBe('string')
          if (segment.type === 'text') expect(typeof segment.data.text).toBe('string')
          if (segment.type === 'file') expect(typeof segment.data.file).toBe('string')
          if (segment.type === 'onlinefile') expect(typeof segment.data.isDir).toBe('boolean')
        }
      }),
      { numRuns: 500 },
    )
  })

  test('nested a hundred thousand levels in a value never throws', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect(toSegments([{ type: 'text', data: { text: deep } }])).toEqual([
      { type: 'text', data: { text: '' } },
    ])
    expect(toSegments(deep)).toEqual([])
  })
})
