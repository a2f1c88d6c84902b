import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { inject, onTestFinished, vi } from 'vitest'

/** The command line, as it is installed. */
export const main = inject('main')

export interface Running {
  readonly child: ChildProcessWithoutNullStreams
  readonly output: () => string
  /** Resolves to the output when it contains this; rejects when the process ends before. */
  readonly prints: (part: string | RegExp) => Promise<string>
  /** Resolves to the exit code. */
  readonly ends: Promise<number | null>
}

/** Runs the command line, or that of another copy of the package. */
export const catflap = (args: readonly string[], { cwd = tmpdir(), env = {}, file = main } = {}): Running => {
  const child = spawn(process.execPath, [file, ...args], {
    cwd,
    env: { ...process.env, NAPCAT_TOKEN: undefined, ...env },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  const ends = once(child, 'close').then(([code]) => code as number | null)
  const prints = (part: string | RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (typeof part === 'string' ? output.includes(part) : part.test(output)) resolve(output)
      }
      for (const stream of [child.stdout, child.stderr]) stream.on('data', look)
      void ends.then(() => reject(new Error(`ended without ${part}:\n${output}`)))
      look()
    })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  }
  return { child, output: () => output, prints, ends }
}

/** A folder with these files, objects as JSON, which is gone when the test ends. */
export const folder = async (files: Readonly<Record<string, string | object>> = {}): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'catflap-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(path, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return path
}

/** Runs one command in this process: what it prints, and its exit code. Rejects like the command does. */
export const run = async (
  command: Command,
  args: readonly string[],
): Promise<{ readonly code: number; readonly output: string }> => {
  let output = ''
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    output += String(chunk)
    return true
  })
  try {
    await command.parseAsync([...args], { from: 'user' })
    return { code: Number(process.exitCode ?? 0), output }
  } finally {
    process.exitCode = 0
    written.mockRestore()
  }
}
