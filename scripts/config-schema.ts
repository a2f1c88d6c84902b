import { writeFile } from 'node:fs/promises'
import { configJsonSchema } from '../src/config-schema.js'

/** Writes the JSON Schema of the configuration beside the example; a test fails where the two differ. */
await writeFile(
  new URL('../config.schema.json', import.meta.url),
  `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
)
