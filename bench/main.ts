import { benchApi } from './api.js'
import { benchDecode } from './decode.js'
import { benchDispatch } from './dispatch.js'
import { benchBrief, benchDoor, benchJournal, benchMemory } from './door.js'
import { benchGrowth } from './growth.js'
import { show } from './measure.js'
import { benchStart } from './start.js'

/** Every measurement, by its name: `npm run bench -- api`. Gives what it has to show. */
const benches: Readonly<Record<string, () => AsyncIterable<string> | Promise<string>>> = {
  api: async () => show(await benchApi()),
  dispatch: async () => show(await benchDispatch()),
  decode: async () => show(await benchDecode()),
  door: benchDoor,
  growth: benchGrowth,
  journal: benchJournal,
  memory: benchMemory,
  start: benchStart,
}

const write = async (bench: () => AsyncIterable<string> | Promise<string>): Promise<void> => {
  const shown = bench()
  for await (const text of shown instanceof Promise ? [shown] : shown) process.stdout.write(`${text}\n`)
}

const names = process.argv.slice(2)
const unknown = names.filter((name) => !(name in benches) && name !== 'brief')
if (names.includes('brief')) await write(benchBrief)
if (unknown.length > 0) {
  process.stderr.write(`there is no ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}\n`)
  process.exit(1)
}
for (const [name, bench] of Object.entries(benches)) {
  if (names.length === 0 || names.includes(name)) await write(bench)
}
