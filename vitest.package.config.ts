import { defineConfig } from 'vitest/config'

/** What users install: packs, installs and runs the package. Needs the npm registry, so it stands beside the suite. */
export default defineConfig({
  test: { include: ['test/package/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 180_000 },
})
