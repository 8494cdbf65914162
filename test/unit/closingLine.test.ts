import type { TestModule } from 'vitest/node'
import { describe, expect, it } from 'vitest'
import { closingLines } from '../support/closingLine.ts'

/** A file as vitest tells of it. */
const file = (states: readonly string[], errors: { readonly file?: boolean; readonly suite?: boolean } = {}) =>
  ({
    errors: () => (errors.file ? ['does not load'] : []),
    children: {
      allTests: () => states.map((state) => ({ result: () => ({ state }) })),
      allSuites: () => [{ errors: () => (errors.suite ? ['its stage was not set'] : []) }],
    },
  }) as unknown as TestModule

describe('the last line of a test run', () => {
  it.each([
    ['all is well', [file(['passed', 'passed']), file(['passed'])], [], ['3 passed, 0 failed']],
    ['a test failed', [file(['passed', 'failed'])], [], ['1 passed, 1 failed']],
    ['a file does not load', [file(['passed']), file([], { file: true })], [], ['1 passed, 1 failed']],
    ['a file has no test', [file(['passed']), file([])], [], ['1 passed, 1 failed']],
    [
      'the stage of a suite was not set',
      [file(['passed']), file(['skipped'], { suite: true })],
      [],
      ['1 skipped, each with its reason above', '1 passed, 1 failed'],
    ],
    ['something was thrown outside of all tests', [file(['passed'])], ['thrown'], ['1 passed, 1 failed']],
  ])('tells that %s', (_, files, thrown, lines) => {
    expect(closingLines(files, thrown)).toEqual(lines)
  })
})
