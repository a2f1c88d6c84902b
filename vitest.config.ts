import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** They take ten seconds and more: begun last, one of them would keep the others' processor waiting. */
const long = [
  'replay/many.test.ts',
  'flow/matrix.test.ts',
  'journal/crash.test.ts',
  'api/contract.test.ts',
  'api/upload-memory.test.ts',
  'cli/command.test.ts',
  'flow/unknown-sends.test.ts',
]

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => long.some((name) => moduleId.endsWith(name))
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  resolve: { conditions: ['catflap-source'] },
  ssr: { resolve: { conditions: ['catflap-source'] } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/package/**'],
    globalSetup: 'test/support/built.ts',
    testTimeout: 20_000,
    // Most tests wait for sockets and child processes: every core has a worker.
    maxWorkers: '100%',
    sequence: { sequencer: LongFirst },
  },
})
