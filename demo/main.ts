import { startDemo } from './demo.ts'

/** `npm run demo`: prints what it does, where to go, and one line without content for each thing that happens. */
const say = (line: string): void => void process.stdout.write(`${line}\n`)

// The handlers are there before the demo says that it is ready: whoever waits for that line may end it at once.
const starting = startDemo(process.env, say)
let stopping = false
const stop = (): void => {
  // The first signal ends cleanly, the second does not wait.
  if (stopping) process.exit(1)
  stopping = true
  void starting.then((demo) => demo.stop()).then(() => process.exit(0))
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)

starting.catch((error: unknown) => {
  const { message, cause } = error instanceof Error ? error : new Error('unknown')
  console.error(`the demo could not start: ${typeof cause === 'string' ? `${message}: ${cause}` : message}`)
  process.exit(1)
})
