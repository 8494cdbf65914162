/**
 * `npm run bench`: what a slow phone, a small server and a webmaster's page would feel, each beside a named reference measured
 * in the same run. Prints a table; ends with 1 where a limit is exceeded. `npm run bench -- requests attack` runs these parts.
 */
import { runDemo } from '../test/support/demoProcess.ts'
import { largeChain } from './largeChain.ts'
import { mailboxTiming } from './mailboxes.ts'
import { manyInBrowser } from './manyInBrowser.ts'
import { manyRequests } from './manyRequests.ts'
import { manyRosters } from './manyRosters.ts'
import { requestsASecond } from './requests.ts'
import { slowPhone } from './slowPhone.ts'
import { nightWorker } from './nightWorker.ts'
import { type Row, holds, table } from './table.ts'
import { underAttack } from './underAttack.ts'

const PARTS: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  requests: requestsASecond,
  attack: underAttack,
  roster: largeChain,
  rosters: manyRosters,
  many: manyRequests,
  inbox: manyInBrowser,
  mailboxes: mailboxTiming,
  night: nightWorker,
  async phone() {
    const demo = await runDemo()
    try {
      return await slowPhone(demo)
    } finally {
      await demo.stop()
    }
  },
}

const wanted = process.argv.slice(2)
for (const one of wanted) if (!PARTS[one]) throw new Error(`no part ${one}; there are ${Object.keys(PARTS).join(', ')}`)
const rows: Row[] = []
// One after the other: they would measure each other.
for (const [name, run] of Object.entries(PARTS))
  if (!wanted.length || wanted.includes(name)) rows.push(...(await run()))
console.log(table(rows))
if (!rows.every(holds)) process.exitCode = 1
