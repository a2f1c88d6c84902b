import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../', import.meta.url))

/**
 * Writes what runs of the package into a folder: a few files, as each of hundreds would cost every start a look at the
 * disk. The parts that both entrances and the command line share stand once, so that classes are the same everywhere.
 */
export const bundle = async (folder: string): Promise<void> => {
  await build({
    absWorkingDir: root,
    entryPoints: { index: 'src/index.ts', testkit: 'src/testkit/index.ts', catflap: 'src/cli/main.ts' },
    outdir: folder,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: true,
    // The sources are in the package.
    sourcesContent: false,
    logLevel: 'warning',
  })
}
