import { cpSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { bundle } from '../../scripts/bundle.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The command line as it is installed: from the source, a process would start for longer than it lives. */
    readonly main: string
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Once for all tests. */
export const setup = async ({ provide }: TestProject): Promise<() => void> => {
  const place = `${root}node_modules/.cache/catflap-tests-${process.pid}/`
  await bundle(`${place}dist`)
  cpSync(`${root}package.json`, `${place}package.json`)
  provide('main', `${place}dist/catflap.cjs`)
  return () => rmSync(place, { recursive: true, force: true })
}
