import type { BrowserContext } from 'playwright-core'
import type { Browser, TabOptions } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { clockAt } from '../support/fastClock.ts'
import { ALERT_WAYS, alertScreens } from '../support/alertScreens.ts'
import { caseScreens } from '../support/caseScreens.ts'
import { type InboxWalker, ask, listScreens, rotaScreens } from '../support/inboxScreens.ts'
import { memberScreens, ownScreens } from '../support/memberScreens.ts'
import { pileScreens } from '../support/pileScreens.ts'
import { addDevice } from '../support/passkeyDevice.ts'
import { referralScreens } from '../support/referralScreens.ts'
import { freePort } from '../support/tied.ts'
import { lookAt } from './desk.ts'
import { SIZES } from './sizes.ts'

/** Each with a demo of its own, in which somebody has asked already; but the piles, which begin with nothing. */
const WALKS = {
  list: listScreens,
  piles: pileScreens,
  case: caseScreens,
  referral: referralScreens,
  alerts: alertScreens,
  rota: rotaScreens,
  members: memberScreens,
  own: ownScreens,
} as const

/** Weeks in which the clocks change where the demo's desk is. */
const CHANGES = [
  ['23h', '2027-03-25T10:00:00Z'],
  ['25h', '2027-10-28T09:00:00Z'],
] as const
const [width, height] = SIZES[2]

/** Every screen of the inbox, and the rota where a day has 23 or 25 hours. @param only one of the walks, by its name */
export async function inboxPictures(
  browser: Browser,
  out: string,
  languages: readonly string[],
  only?: string,
): Promise<void> {
  const see: InboxWalker['see'] = (name, desk) => lookAt(name, desk, out, languages)
  for (const [name, walk] of Object.entries(WALKS)) {
    if (only && only !== name) continue
    // A passkey belongs to a name; an address of numbers has none.
    const port = String(await freePort())
    await walked(
      browser,
      { MITOS_PORT: port, MITOS_ORIGIN: `http://localhost:${port}`, ...(name === 'alerts' && ALERT_WAYS) },
      { onContext: addDevice },
      async (walker) => {
        if (name !== 'piles') await ask(walker)
        await walk(walker)
      },
      see,
    )
  }
  for (const [name, day] of CHANGES)
    if (!only || only === name)
      await walked(
        browser,
        clockAt(day),
        { onContext: (context) => fixed(context, day) },
        (walker) => rotaScreens({ ...walker, see: (what, desk) => walker.see(`${name}-${what}`, desk) }, 'calendar'),
        see,
      )
}

const fixed = (context: BrowserContext, day: string): Promise<void> => context.clock.setFixedTime(day)

async function walked(
  browser: Browser,
  env: Readonly<Record<string, string>>,
  options: TabOptions,
  walk: (walker: InboxWalker) => Promise<void>,
  see: InboxWalker['see'],
): Promise<void> {
  const demo: RunningDemo = await runDemo(env)
  try {
    await walk({
      browser,
      demo,
      options: { ...options, width, height },
      see,
    })
  } finally {
    await demo.stop()
  }
}
