import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import LongestFirst from './test/support/longestFirst.ts'

/** How long something that should come about may take, ms: a wall against hanging on a busy machine. */
const POLL = 15_000

/** They put other modules in the place of true ones, so each has a worker of its own. */
const MOCKING = readdirSync('test/unit', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.test\.tsx?$/.test(name))
  .map((name) => join('test/unit', name))
  .filter((path) => /\bvi\.(do)?mock\(/i.test(readFileSync(path, 'utf8')))

const unit = {
  setupFiles: ['./test/unit/learnWords.ts', './test/unit/leaveNothing.ts'],
  expect: { poll: { timeout: POLL } },
  testTimeout: 60_000,
  hookTimeout: 60_000,
}

export default defineConfig({
  test: {
    reporters: ['default', './test/support/closingLine.ts'],
    maxWorkers: 4,
    // One project after the other, by their names, and no wait between them: a short file fills what a long one leaves.
    sequence: { sequencer: LongestFirst },
    projects: [
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
        },
      },
      {
        test: { ...unit, name: 'integration', include: ['test/integration/**/*.test.ts', ...MOCKING] },
      },
      {
        test: {
          ...unit,
          name: 'unit',
          // As above. What a file stubbed is put back after it (leaveNothing.ts).
          isolate: false,
          include: ['test/unit/**/*.test.{ts,tsx}'],
          exclude: MOCKING,
        },
      },
    ],
  },
})
