import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as build from '../../src/protocol/build-segment.js'
import { LocalFile } from '../../src/protocol/local-file.js'
import type { SentSegment } from '../../src/protocol/sent-message.js'

const { at, image, node } = build

const page = readFileSync(new URL('../../docs/messages.md', import.meta.url), 'utf8')

/** Every builder with all it takes. */
const samples: Readonly<
  Record<keyof typeof build, readonly [built: SentSegment, type: string, data: object]>
> = {
  text: [build.text('[CQ:at,qq=all] &'), 'text', { text: '[CQ:at,qq=all] &' }],
  at: [at(10001), 'at', { qq: '10001' }],
  atAll: [build.atAll(), 'at', { qq: 'all' }],
  face: [build.face(14), 'face', { id: '14' }],
  mface: [
    build.mface({ emojiId: 'e', emojiPackageId: 9, key: 'k', summary: '[hi]' }),
    'mface',
    { emoji_id: 'e', emoji_package_id: '9', key: 'k', summary: '[hi]' },
  ],
  image: [
    image('https://a/b.png', { summary: '[hi]', subType: 1, flash: true, cache: false }),
    'image',
    { file: 'https://a/b.png', summary: '[hi]', sub_type: '1', subType: '1', type: 'flash', cache: '0' },
  ],
  record: [build.record('/tmp/a.amr'), 'record', { file: new LocalFile('/tmp/a.amr') }],
  video: [
    build.video('file:///a.mp4', { cover: new Uint8Array([1]) }),
    'video',
    { file: 'file:///a.mp4', cover: 'base64://AQ==', thumb: 'base64://AQ==' },
  ],
  file: [
    build.file('C:\\a.zip', { name: 'b.zip' }),
    'file',
    { file: new LocalFile('C:\\a.zip'), name: 'b.zip' },
  ],
  reply: [build.reply(-5), 'reply', { id: '-5' }],
  forward: [build.forward('7400000000000000001'), 'forward', { id: '7400000000000000001' }],
  node: [
    node({ userId: 1, nickname: 'Ann', content: [at(2)] }),
    'node',
    { user_id: '1', nickname: 'Ann', content: [at(2)] },
  ],
  json: [build.json({ app: 'x' }), 'json', { data: '{"app":"x"}' }],
  xml: [build.xml('<a/>', { serviceId: 35 }), 'xml', { data: '<a/>', service_id: '35', resid: '35' }],
  markdown: [build.markdown('# hi'), 'markdown', { content: '# hi' }],
  music: [build.music('163', 28949129), 'music', { type: '163', id: '28949129' }],
  customMusic: [
    build.customMusic({ url: 'https://a', audio: 'https://b', title: 't', content: 'c', image: 'https://i' }),
    'music',
    { type: 'custom', url: 'https://a', audio: 'https://b', title: 't', content: 'c', image: 'https://i' },
  ],
  contact: [build.contact('group', 1), 'contact', { type: 'group', id: '1' }],
  dice: [build.dice(6), 'dice', { value: '6' }],
  rps: [build.rps(1), 'rps', { value: '1' }],
  poke: [build.poke(1), 'poke', { qq: '1' }],
  pokeMessage: [build.pokeMessage(2), 'poke', { type: '2', id: '-1' }],
  shake: [build.shake(), 'shake', {}],
  location: [
    build.location(39.9, '116.4', { title: 't', content: 'c' }),
    'location',
    { lat: '39.9', lon: '116.4', title: 't', content: 'c' },
  ],
  share: [
    build.share(new URL('https://a/'), 't', { content: 'c', image: 'https://i' }),
    'share',
    { url: 'https://a/', title: 't', content: 'c', image: 'https://i' },
  ],
  tts: [build.tts('hi'), 'tts', { text: 'hi' }],
  cardImage: [
    build.cardImage('https://a', { source: 's', icon: 'https://i' }),
    'cardimage',
    { file: 'https://a', source: 's', icon: 'https://i' },
  ],
  keyboard: [build.keyboard({ rows: [] }), 'keyboard', { content: { rows: [] } }],
  longMessage: [build.longMessage('r'), 'longmsg', { id: 'r' }],
}

describe('a builder', () => {
  test.each(Object.entries(samples))('%s writes its segment', (_, [built, type, data]) => {
    expect(built).toStrictEqual({ type, data })
  })

  test.each(Object.entries(samples))('%s writes every scalar as a string', (_, [{ data }]) => {
    for (const value of Object.values(data)) expect(['string', 'object']).toContain(typeof value)
  })

  test.each(Object.entries(samples))('%s stands in docs/messages.md with its segment', (name, [, type]) => {
    expect(page).toMatch(new RegExp(`^\\| \`${name}\\(.*\\| \`${type}\` +\\|`, 'm'))
  })

  test('leaves out options that are not given', () => {
    expect(image('a', { summary: undefined, flash: false, cache: true }).data).toStrictEqual({ file: 'a' })
    expect(build.video('a').data).toStrictEqual({ file: 'a' })
    expect(build.dice().data).toStrictEqual({})
  })
})

describe('node', () => {
  test('takes the id of a message', () => {
    expect(node(-5)).toEqual({ type: 'node', data: { id: '-5' } })
  })

  test('keeps a string plain', () => {
    const { data } = node({ userId: 1, nickname: 'Ann', content: '[CQ:at,qq=all]' })
    expect(data).toMatchObject({ content: [{ type: 'text', data: { text: '[CQ:at,qq=all]' } }] })
  })

  test('takes a single segment', () => {
    expect(node({ userId: 1, nickname: 'Ann', content: at(2) }).data).toMatchObject({ content: [at(2)] })
  })
})
