/**
 * The honest people of `underAttack.ts`, a process of their own, so that what is measured is the server and not who attacks it.
 * Told the server's address, it answers with the 99th percentile of their waits, ms.
 */
import { evenly, post } from './clients.ts'

/** Requests, and how far apart they are begun, ms: ten seconds. */
const HONEST = 400
const APART = 25

/** A person's request from an address of their own, on a connection of its own; ms until its 204. */
async function honest(url: string, i: number): Promise<number> {
  const from = performance.now()
  const { status } = await post(url, `198.51.${100 + (i >> 8)}.${i & 255}`)
  if (status !== 204) throw new Error(`an honest request met ${status}`)
  return performance.now() - from
}

process.on('disconnect', () => process.exit())
process.on('message', (url: string) => {
  void evenly(HONEST, APART, (i) => honest(url, i)).then((times) => {
    process.send!(times.toSorted((a, b) => a - b)[Math.floor(HONEST * 0.99)])
  })
})
