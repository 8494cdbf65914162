import { afterAll, vi } from 'vitest'

// A worker keeps its modules and its globals for its next file.
afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})
