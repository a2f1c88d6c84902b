import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import module, { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'

/** What is in the one file of the package. Each part runs when it is asked for. */
interface Core {
  readonly index: () => object
  readonly testkit: () => object
  /** Runs the command line; resolves when the command has ended, or listens. */
  readonly main: () => Promise<void>
}

/** From 22.8 on, Node keeps what it has compiled by itself. */
const node = module as typeof module & {
  readonly enableCompileCache?: (folder: string) => unknown
  readonly flushCompileCache?: () => void
}

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const file = beside('core.cjs')
/** Who can write here can do anything already: in `/tmp` it could be anybody's. */
const kept = beside(`core.${process.version}-${process.arch}.bin`)
const keptByNode = beside('compiled')

interface Source {
  /** In ASCII, as it is written by the bundler. */
  readonly text: string
  readonly sum: number
}

const pieceBytes = 64 * 1024

/**
 * Piece by piece: after a large buffer was given back, glibc keeps more of what else is given back to it, and 6 MB of what the
 * compiler's threads have used stay.
 */
const readSource = (): Source => {
  const piece = Buffer.alloc(pieceBytes)
  const from = openSync(file, 'r')
  try {
    let text = ''
    let sum = 0
    for (let length = readSync(from, piece); length > 0; length = readSync(from, piece)) {
      const read = piece.subarray(0, length)
      text += read.toString('latin1')
      sum = crc32(read, sum)
    }
    return { text, sum }
  } finally {
    closeSync(from)
  }
}

const checkBytes = 4
const checkOf = (code: Buffer, sourceSum: number): Buffer => {
  const check = Buffer.alloc(checkBytes)
  check.writeUInt32LE(crc32(code, sourceSum))
  return check
}

/** What an earlier start has compiled. V8 itself would also take what is damaged, or belongs to another file of the same length. */
const readKept = (sourceSum: number): Buffer | undefined => {
  try {
    const bytes = readFileSync(kept)
    const code = bytes.subarray(0, -checkBytes)
    return checkOf(code, sourceSum).equals(bytes.subarray(-checkBytes)) ? code : undefined
  } catch {
    return undefined
  }
}

/** For the next start; where the package cannot be written to, each compiles anew. */
const keep = (sourceSum: number, script: Script): void => {
  const unfinished = `${kept}.${process.pid}`
  try {
    // Before the work of it: in an image, each start is one that cannot keep anything.
    accessSync(dirname(kept), constants.W_OK)
    const code = script.createCachedData()
    writeFileSync(unfinished, Buffer.concat([code, checkOf(code, sourceSum)]))
    renameSync(unfinished, kept)
  } catch {
    rmSync(unfinished, { force: true })
  }
}

interface Loaded {
  readonly core: Core
  /** What was compiled before. Held for good: see `readSource`. */
  readonly code?: Buffer | undefined
  /** Keeps what has been compiled for the next start, where nobody has. */
  readonly keep: () => void
}

const byNode = (): Loaded => ({
  core: createRequire(import.meta.url)(file) as Core,
  // Who is killed does not come to write it at his end.
  keep: () => node.flushCompileCache?.(),
})

/** As Node loads a file, but with what was compiled before. */
const byOurselves = (): Loaded => {
  const { text, sum } = readSource()
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${text}\n})`
  const code = readKept(sum)
  const script = new Script(wrapped, { filename: file, cachedData: code })
  const loaded = { exports: {} as Core }
  script.runInThisContext()(loaded.exports, createRequire(file), loaded, file, dirname(file))
  return {
    core: loaded.exports,
    code,
    keep: script.cachedDataRejected === false ? () => {} : () => keep(sum, script),
  }
}

let loaded: Loaded | undefined

/** The package, once in a process, whichever entrance asks for it. */
export const load = (): Core => {
  loaded ??= node.enableCompileCache === undefined ? byOurselves() : byNode()
  return loaded.core
}

/** The command line. A start compiles the most, and is what is waited for: the next one need not. */
export const run = async (): Promise<void> => {
  node.enableCompileCache?.(keptByNode)
  await load().main()
  if (process.argv[2] === 'start') loaded?.keep()
}
