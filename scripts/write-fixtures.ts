import { mkdir, writeFile } from 'node:fs/promises'
import { implementations } from '../src/protocol/implementation.js'
import { samples } from '../test/samples/all.js'
import { writeDelivery } from '../test/samples/delivery.js'

/** Writes a delivery for every sample that has a body; what was recorded stays as it is. */
for (const implementation of implementations) {
  const folder = new URL(`../test/fixtures/${implementation}/`, import.meta.url)
  await mkdir(folder, { recursive: true })
  for (const { file, body } of samples[implementation]) {
    if (body === undefined) continue
    await writeFile(new URL(`${file}.http`, folder), writeDelivery(implementation, body, file))
  }
}
