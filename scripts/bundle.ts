import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile } from 'esbuild'

const root = fileURLToPath(new URL('../', import.meta.url))
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>
}

/** Libraries stay outside, where npm keeps them up to date; but every start needs zod, and finds it compiled in the file. */
const outside = Object.keys(dependencies).filter((name) => name !== 'zod')

const core = `
exports.index = () => require('./src/index.ts')
exports.testkit = () => require('./src/testkit/index.ts')
exports.main = () => require('./src/cli/main.ts').ended
`

/**
 * Writes what runs of the package into a folder: one file with all of it, what loads that (`src/load.ts`), and the
 * entrances, which hand on parts of it. So everything stands once, and classes are the same everywhere.
 */
export const bundle = async (folder: string): Promise<void> => {
  const shared = {
    absWorkingDir: root,
    platform: 'node',
    target: 'node20.19',
    logLevel: 'warning',
    // Node needs longer until it runs a file of ESM.
    format: 'cjs',
    banner: { js: "const here = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': 'here' },
  } as const
  const file = resolve(root, folder, 'core.cjs')
  const { metafile } = await build({
    ...shared,
    stdin: { contents: core, resolveDir: root, sourcefile: 'core.js' },
    outfile: file,
    bundle: true,
    alias: { catflap: join(root, 'src/index.ts') },
    external: outside,
    // What is kept compiled has lost how to import.
    supported: { 'dynamic-import': false },
    sourcemap: true,
    // The sources are in the package.
    sourcesContent: false,
    metafile: true,
  })
  await build({ ...shared, entryPoints: ['src/load.ts'], outfile: resolve(root, folder, 'load.cjs') })
  const parts = createRequire(import.meta.url)(file) as Readonly<Record<string, () => object>>
  const write = (name: string, text: string): void => writeFileSync(resolve(root, folder, name), text)
  for (const name of ['index', 'testkit'])
    write(
      `${name}.js`,
      `import { load } from './load.cjs'\n\nexport const { ${Object.keys(parts[name]?.() ?? {}).join(', ')} } = load().${name}()\n`,
    )
  write('catflap.cjs', "#!/usr/bin/env node\nvoid require('./load.cjs').run()\n")
  write('licenses-of-others.txt', licenses(metafile))
}

/** Of what stands in the file, as their authors ask. */
const licenses = ({ inputs }: Metafile): string =>
  [
    ...new Set(
      Object.keys(inputs).flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []),
    ),
  ]
    .toSorted()
    .map((name) => {
      const folder = join(root, 'node_modules', name)
      const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one))
      if (file === undefined) throw new Error(`${name} is bundled and has no licence`)
      return `${name}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
