import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, atAll, dingtalkMessage, feishuMessage, image, text } from '../../../src/index.js'

describe('dingtalkMessage', () => {
  test('text, with who is mentioned', () => {
    expect(dingtalkMessage({ msgtype: 'text', text: { content: '部署完成 [CQ:at,qq=all]' } })).toEqual([
      text('部署完成 [CQ:at,qq=all]'),
    ])
    const mentioned = { isAtAll: 'true', atUserIds: ['10001', 'user123'], atMobiles: ['13800000000'] }
    expect(dingtalkMessage({ msgtype: 'text', text: { content: '注意' }, at: mentioned })).toEqual([
      text('注意 '),
      atAll(),
      text(' '),
      at('10001'),
    ])
  })

  test('markdown, with its pictures', () => {
    const words = `#### 构建失败 <font color="#ff0000">main</font>
> 9 个测试
- **登录** \`a.ts\`
![screenshot](https://example.com/a.png)
[详情](https://example.com/b) ![file](/etc/passwd)`
    expect(dingtalkMessage({ msgtype: 'markdown', markdown: { title: '构建', text: words } })).toEqual([
      text('构建失败 main\n9 个测试\n· 登录 a.ts\n'),
      image('https://example.com/a.png'),
      text('\n详情（https://example.com/b） file（/etc/passwd）'),
    ])
  })

  test('link, actionCard, feedCard', () => {
    const link = { title: '标题', text: '正文', messageUrl: 'https://example.com', picUrl: '/etc/passwd' }
    expect(dingtalkMessage({ msgtype: 'link', link })).toEqual([text('标题\n正文\nhttps://example.com')])
    const actionCard = {
      title: '审批',
      text: '### 上线',
      btns: [{ title: '同意', actionURL: 'https://example.com/y' }],
    }
    expect(dingtalkMessage({ msgtype: 'actionCard', actionCard })).toEqual([
      text('上线\n同意：https://example.com/y'),
    ])
    const single = { title: '审批', text: '', singleTitle: '查看', singleURL: 'https://example.com' }
    expect(dingtalkMessage({ msgtype: 'actionCard', actionCard: single })).toEqual([
      text('审批\n查看：https://example.com'),
    ])
    const feedCard = { links: [{ title: '一', messageURL: 'https://example.com/1' }, { title: '二' }] }
    expect(dingtalkMessage({ msgtype: 'feedCard', feedCard })).toEqual([
      text('一：https://example.com/1\n二'),
    ])
  })

  test.each([{}, { msgtype: 'text' }, { msgtype: 'voice' }, 'text', null])('%j says nothing', (body) =>
    expect(dingtalkMessage(body)).toBeUndefined(),
  )
})

describe('feishuMessage', () => {
  test('text, with who is mentioned', () => {
    const said =
      '<at user_id="all">所有人</at> 开会 <at user_id="ou_1">小明</at><at user_id="10001">小红</at>'
    expect(feishuMessage({ msg_type: 'text', content: { text: said } })).toEqual([
      atAll(),
      text(' 开会 @小明'),
      at('10001'),
    ])
  })

  test('post', () => {
    const content = [
      [
        { tag: 'text', text: '项目有更新：' },
        { tag: 'a', text: '请查看', href: 'https://example.com' },
        { tag: 'at', user_id: 'all' },
      ],
      [{ tag: 'img', image_key: 'img_1' }],
      [],
    ]
    const message = [text('更新\n项目有更新：请查看（https://example.com）'), atAll(), text('\n[图片]')]
    const post = { zh_cn: { title: '更新', content } }
    expect(feishuMessage({ msg_type: 'post', content: { post } })).toEqual(message)
    expect(feishuMessage({ msg_type: 'post', content: { post: { en_us: post.zh_cn } } })).toEqual(message)
  })

  test('interactive, both versions of a card', () => {
    const elements = [
      { tag: 'div', text: { tag: 'lark_md', content: '**CPU** 93% <at id=all></at>' } },
      { tag: 'hr' },
      { tag: 'div', fields: [{ text: { content: '主机' } }, { text: { content: 'web-1' } }] },
      { tag: 'action', actions: [{ tag: 'button', text: { content: '查看' }, url: 'https://example.com' }] },
      { tag: 'note', elements: [{ tag: 'plain_text', content: '来自监控' }] },
    ]
    const header = { title: { tag: 'plain_text', content: '告警' } }
    const message = [
      text('告警\nCPU 93% '),
      atAll(),
      text('\n主机\nweb-1\n查看：https://example.com\n来自监控'),
    ]
    expect(feishuMessage({ msg_type: 'interactive', card: { header, elements } })).toEqual(message)
    expect(feishuMessage({ msg_type: 'interactive', card: { header, body: { elements } } })).toEqual(message)
  })

  test.each([{}, { msg_type: 'text' }, { msg_type: 'post', content: {} }, { msg_type: 'audio' }, null])(
    '%j says nothing',
    (body) => expect(feishuMessage(body)).toBeUndefined(),
  )
})

test('whatever comes is read or passed over', () => {
  fc.assert(
    fc.property(fc.anything(), fc.string(), (part, words) => {
      for (const msgtype of ['text', 'markdown', 'link', 'actionCard', 'feedCard'])
        dingtalkMessage({ msgtype, [msgtype]: part, at: part, markdown: { text: words } })
      for (const msg_type of ['text', 'post', 'interactive'])
        feishuMessage({
          msg_type,
          content: part,
          card: { header: part, elements: [part, { content: words }] },
        })
    }),
  )
})

test('long markdown takes time in proportion to its length', () => {
  for (const piece of ['![', '[a](', '<font ', '**', '<at user_id="', '\n\n ', '   ']) {
    const words = piece.repeat(20_000)
    expect(dingtalkMessage({ msgtype: 'markdown', markdown: { text: `a${words}` } })).toBeDefined()
    expect(feishuMessage({ msg_type: 'text', content: { text: `a${words}` } })).toBeDefined()
  }
}, 5000)
