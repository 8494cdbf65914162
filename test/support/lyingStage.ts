import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { type Browser, type Tab, openChromium, openFirefox } from './browsers.ts'
import { type RunningDemo, runDemo } from './demoProcess.ts'
import { type Forge, openForge } from './falseDocuments.ts'
import { sample } from './release.ts'

/** When a row is tried: `always` in Chromium, also where not all are. */
export type When = 'and in Firefox' | 'always'

/** What tests of a lying server share: a true demo behind it, its keys, and one tab of a browser. */
export interface LyingStage {
  readonly engine: 'Chromium' | 'Firefox'
  /** the demo's data folder */
  readonly data: string
  readonly demo: RunningDemo
  readonly forge: Forge
  /** One for all: each lying server has a port of its own, so nothing of one is known under another. */
  readonly tab: Tab
  /** Of these rows the ones for this engine; where not all are tried, every second one and those that say when. */
  here<T extends readonly unknown[]>(rows: readonly T[]): T[]
}

const ENGINES = [
  ['Chromium', openChromium],
  ['Firefox', openFirefox],
] as const

/**
 * Describes something in Chromium, and for a release in Firefox too.
 * @param title with `%s` for the engine
 * @param tests gets the stage, whose parts are there once the first test runs
 */
export function onLyingStage(title: string, tests: (stage: LyingStage) => void): void {
  describe.each(sample(ENGINES, ([engine]) => engine === 'Chromium'))(title, (engine, open) => {
    let folder: string
    let browser: Browser | undefined
    const stage = {
      engine,
      here: <T extends readonly unknown[]>(rows: readonly T[]): T[] =>
        sample(
          rows.filter((row) => engine === 'Chromium' || row.includes('and in Firefox')),
          (row, i) => i % 5 === 0 || row.includes('and in Firefox') || row.includes('always'),
        ) as T[],
    } as { -readonly [K in keyof LyingStage]: LyingStage[K] }
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'mitos-lies-'))
      stage.data = join(folder, 'data')
      const opening = open().then(async (one) => (stage.tab = await (browser = one).tab()))
      stage.demo = await runDemo({ MITOS_DATA: stage.data })
      stage.forge = await openForge(stage.data, stage.demo.server)
      await opening
    })
    afterAll(async () => {
      await browser?.close()
      await stage.demo?.stop()
      await rm(folder, { recursive: true, force: true })
    })
    tests(stage)
  })
}
