import { describe, expect, test } from 'vitest'
import { github } from '../../src/hooks/signed.js'
import { bearer } from '../../src/hooks/tokens.js'
import { fillPath, type TrialRequest, tryHook } from '../../src/hooks/trial.js'

const sent = async (hook: object, options: object = {}) => {
  const requests: TrialRequest[] = []
  const trial = await tryHook({ path: '/github', methods: ['POST'], verify: undefined, ...hook }, options, {
    urlOf: (path) => `https://bot.example.com${path}`,
    reach: async (request) => {
      requests.push(request)
      return { status: 204, body: '' }
    },
  })
  return { trial, request: requests[0] }
}

describe('the delivery that a hook is tested with', () => {
  test("is signed as the hook verifies it, as in GitHub's own example", async () => {
    const { request, trial } = await sent(
      { verify: github("It's a Secret to Everybody") },
      { body: 'Hello, World!' },
    )
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://bot.example.com/github',
      headers: {
        'Content-Type': 'text/plain; charset=utf-8',
        'X-Hub-Signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
      },
    })
    expect(trial).toEqual({
      method: 'POST',
      url: 'https://bot.example.com/github',
      contentType: 'text/plain; charset=utf-8',
      isGuessed: true,
      status: 204,
      body: '',
    })
  })

  test('shows a token where there is one, and no type without a body', async () => {
    const { request } = await sent({ verify: bearer('t0ken'), methods: ['PUT', 'POST'] })
    expect(request).toMatchObject({ method: 'PUT', headers: { Authorization: 'Bearer t0ken' } })
    expect(request?.headers).not.toHaveProperty('Content-Type')
  })

  test('has the type that is given', async () => {
    const { trial } = await sent({}, { body: 'a=1', contentType: 'text/x-own' })
    expect(trial).toMatchObject({ contentType: 'text/x-own', isGuessed: false })
  })
})

describe('the path of a hook', () => {
  test('takes what stands for its parts, and leaves out what may be missing', () => {
    expect(fillPath('/github/:repo?')).toBe('/github')
    expect(fillPath('/github/:repo?', { repo: 'a/b' })).toBe('/github/a%2Fb')
    expect(fillPath('/say/:target/now', { target: 'group:1' })).toBe('/say/group%3A1/now')
    expect(fillPath('/:all?')).toBe('/')
  })

  test('needs the others', () => {
    expect(() => fillPath('/say/:target', { constructor: 'x' })).toThrow('needs a value for target')
  })
})
