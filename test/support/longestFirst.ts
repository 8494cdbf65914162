import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that take long for their size, the longest first. What begins late and takes half a minute is waited for at the end
 * by workers with nothing to do.
 */
const LONG = [
  'test/browser/screens.test.ts',
  'test/browser/ceremony.test.ts',
  'test/browser/wholeWay.test.ts',
  'test/browser/upgrade.test.ts',
  'test/browser/lockedLaptop.test.ts',
  'test/browser/canary.test.ts',
  'test/integration/powerCut.test.ts',
  'test/integration/operations.test.ts',
  'test/integration/backup.test.ts',
  'test/integration/refusals.test.ts',
  'test/integration/durability.test.ts',
  'test/integration/kills.test.ts',
  'test/integration/check.test.ts',
  'test/integration/failingDisk.test.ts',
]

/** Without what an earlier run may have left: the same order in every checkout. Files of one project stay together. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const place = ({ moduleId, project }: TestSpecification): readonly [string, number] => {
      const nth = LONG.indexOf(relative(project.config.root, moduleId))
      return [project.name, nth === -1 ? LONG.length : nth]
    }
    return sorted.sort((a, b) => {
      const [[one, nth], [other, than]] = [place(a), place(b)]
      return one === other ? nth - than : one < other ? -1 : 1
    })
  }
}
