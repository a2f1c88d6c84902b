import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { readRecords } from '../../src/capture/capture-file.js'
import type { CaptureLine, CaptureRecord } from '../../src/capture/capture-line.js'
import { selfId } from './door.js'

/** A path for a capture, in a folder that goes when the test ends. */
export const captureFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'catflap-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'capture.jsonl')
}

export const recordsOf = async (file: string): Promise<CaptureRecord[]> => {
  const records: CaptureRecord[] = []
  for await (const record of readRecords(file)) records.push(record)
  return records
}

export const writeRecords = (file: string, records: readonly CaptureRecord[]): Promise<void> =>
  writeFile(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''))

export const firstAt = Date.UTC(2025, 10, 20, 15)

/** A delivery that nobody answered, so many milliseconds after the first. */
export const lineOf = (body: object, atMs = 0, changes: Partial<CaptureLine> = {}): CaptureLine => ({
  id: `line ${atMs}`,
  at: new Date(firstAt + atMs).toISOString(),
  headers: { 'content-type': 'application/json', 'x-self-id': String(selfId) },
  body: JSON.stringify(body),
  answer: { status: 204, body: '' },
  calls: [],
  captured: 'all',
  ...changes,
})
