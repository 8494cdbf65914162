import { defineConfig } from 'vitest/config'

/** How long something that should come about may take, ms: a wall against hanging on a busy machine. */
const POLL = 15_000

export default defineConfig({
  test: {
    reporters: ['default', './test/support/closingLine.ts'],
    maxWorkers: 4,
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles: './test/unit/learnWords.ts',
          include: ['test/unit/**/*.test.{ts,tsx}', 'test/integration/**/*.test.ts'],
          expect: { poll: { timeout: POLL } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          // A worker keeps what it has loaded for its next file: no file may leave anything behind.
          isolate: false,
          globalSetup: './test/support/makeNetwork.ts',
          include: ['test/browser/**/*.test.ts'],
          expect: { poll: { timeout: POLL } },
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
