import { benchApi } from './api.js'
import { benchDispatch } from './dispatch.js'
import { type Result, show } from './measure.js'

/** Every measurement, by its name: `npm run bench -- api`. */
const benches: Readonly<Record<string, () => Promise<readonly Result[]>>> = {
  api: benchApi,
  dispatch: benchDispatch,
}

const names = process.argv.slice(2)
const unknown = names.filter((name) => !(name in benches))
if (unknown.length > 0) {
  process.stderr.write(`there is no ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}\n`)
  process.exit(1)
}
for (const [name, bench] of Object.entries(benches)) {
  if (names.length === 0 || names.includes(name)) process.stdout.write(`${show(await bench())}\n`)
}
