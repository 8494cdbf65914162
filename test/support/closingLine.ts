import type { Reporter, TestModule } from 'vitest/node'

/** Ends the output with `N passed, N failed` over all suites. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    // After the other reporters have had their say.
    process.once('exit', () => {
      for (const line of closingLines(modules, unhandled)) process.stdout.write(`${line}\n`)
    })
  }
}

/** A file that does not load, and a suite whose stage could not be set or taken down, count as failures too. */
export function closingLines(modules: readonly TestModule[], unhandled: readonly unknown[]): readonly string[] {
  let passed = 0
  let failed = unhandled.length
  let skipped = 0
  for (const { children, errors } of modules.map((module) => ({
    children: module.children,
    errors: module.errors(),
  }))) {
    const states = [...children.allTests()].map((test) => test.result().state)
    passed += states.filter((state) => state === 'passed').length
    skipped += states.filter((state) => state === 'skipped').length
    failed += states.filter((state) => state !== 'passed' && state !== 'skipped').length
    failed += [...children.allSuites()].filter((suite) => suite.errors().length).length
    if (!states.length || errors.length) failed++
  }
  return [...(skipped ? [`${skipped} skipped, each with its reason above`] : []), `${passed} passed, ${failed} failed`]
}
