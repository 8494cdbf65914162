/**
 * `npm run bench`: what a slow phone, a small server and a webmaster's page would feel, each beside a named reference measured
 * in the same run. Prints a table; ends with 1 where a limit is exceeded.
 */
import { runDemo } from '../test/support/demoProcess.ts'
import { slowPhone } from './slowPhone.ts'
import { table } from './table.ts'

const demo = await runDemo()
try {
  const rows = await slowPhone(demo)
  console.log(table(rows))
  if (rows.some(({ ours, most }) => most !== undefined && ours > most)) process.exitCode = 1
} finally {
  await demo.stop()
}
