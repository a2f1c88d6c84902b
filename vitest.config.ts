import { defineConfig } from 'vitest/config'

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
  },
})
