import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect, inject, test } from 'vitest'
import * as source from '../src/index.js'
import * as testkit from '../src/testkit/index.js'

const built = async (file: string): Promise<Readonly<Record<string, unknown>>> =>
  import(new URL(file, pathToFileURL(inject('main'))).href)

const namesOf = (module: object): readonly string[] => Object.keys(module).toSorted()

const isError = (value: unknown): value is new () => Error =>
  typeof value === 'function' && value.prototype instanceof Error

test('what is bundled has the same surface as the source', async () => {
  expect(namesOf(await built('index.js'))).toEqual(namesOf(source))
  expect(namesOf(await built('testkit.js'))).toEqual(namesOf(testkit))
})

test('errors are called as they are exported, also in the bundle', async () => {
  const errors = Object.entries(await built('index.js')).filter(([, value]) => isError(value))
  expect(errors.length).toBeGreaterThan(5)
  for (const [name, value] of errors) expect((value as typeof Error).name).toBe(name)
})

test('both entrances of the bundle know the same classes', async () => {
  const { createTestBot } = (await built('testkit.js')) as unknown as typeof testkit
  const { ApiError } = (await built('index.js')) as unknown as typeof source
  const { bot, close } = await createTestBot(() => {})
  try {
    const call = bot.api(10_000).call('send_group_msg', { group_id: 1, message: 'hi' })
    await expect(call).rejects.toBeInstanceOf(ApiError)
  } finally {
    await close()
  }
})

test('whoever wrote what stands inside is named with his licence', () => {
  const text = readFileSync(new URL('licenses-of-others.txt', pathToFileURL(inject('main'))), 'utf8')
  for (const name of ['commander', 'leven', 'pino', 'zod']) {
    expect(text).toMatch(new RegExp(`^${name}\n\n[^]*?Copyright \\(c\\)[^]*?without restriction`, 'im'))
  }
})
