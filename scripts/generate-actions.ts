import { mkdir, writeFile } from 'node:fs/promises'
import { renderFiles } from './actions/render.js'

/** Writes the types and the documentation of the actions; a test fails where they differ from the table. */
for (const [path, text] of renderFiles()) {
  const url = new URL(`../${path}`, import.meta.url)
  await mkdir(new URL('.', url), { recursive: true })
  await writeFile(url, text)
}
