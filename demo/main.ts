import { startDemo } from './demo.ts'

/** `npm run demo`: prints what it does, where to go, and one line without content for each thing that happens. */
const say = (line: string): void => void process.stdout.write(`${line}\n`)

try {
  const demo = await startDemo(process.env, say)
  const stop = (): void => {
    process.once('SIGINT', () => process.exit(1))
    void demo.stop().then(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
} catch (error) {
  console.error(`the demo could not start: ${error instanceof Error ? error.message : 'unknown'}`)
  process.exit(1)
}
