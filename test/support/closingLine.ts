import type { Reporter, TestModule } from 'vitest/node'

/** Ends the output with `N passed, N failed` over all suites; a file that does not load counts as a failure. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0
    let failed = unhandled.length
    let skipped = 0
    for (const module of modules) {
      let tests = 0
      for (const test of module.children.allTests()) {
        tests++
        const { state } = test.result()
        if (state === 'passed') passed++
        else if (state === 'skipped') skipped++
        else failed++
      }
      if (!tests || module.errors().length) failed++
    }
    // After the other reporters have had their say.
    process.once('exit', () => {
      if (skipped) process.stdout.write(`${skipped} skipped, each with its reason above\n`)
      process.stdout.write(`${passed} passed, ${failed} failed\n`)
    })
  }
}
