import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answers } from '../../shared/answers.ts'
import type { Browser } from '../support/browsers.ts'
import { CaseWorker } from '../support/caseWorker.ts'
import { runDemo } from '../support/demoProcess.ts'
import { clockAt } from '../support/fastClock.ts'
import { type InboxWalker, deskOf } from '../support/inboxScreens.ts'
import { at, press } from '../support/joining.ts'
import { postRequest } from '../support/postRequest.ts'
import { randomOf } from '../support/random.ts'
import { lookAt } from './desk.ts'
import { SIZES } from './sizes.ts'

/** How many write: enough for some rows of each table to be told, and for others not. */
const PEOPLE = 28
const [width, height] = SIZES[2]

const answersOf = (n: number): Answers =>
  ({
    for: 'self',
    contact: {
      to: 'person',
      how: n % 3 ? 'call' : 'app',
      ...(n % 3 ? {} : { app: 'viber' }),
      address: `+3069012${10_000 + n}`,
      word: n,
    },
    more: {
      danger: n % 2 ? 'no' : 'soon',
      speak: n % 5 ? 'ar' : 'ur',
      need: n % 2 ? ['work', 'law'] : ['health'],
      age: n % 4 ? 'adult' : 'under18',
    },
  }) as Answers

/** The overview of a coordinator with true numbers: people wrote in a month that is over, and somebody took each of them. */
export async function numberPictures(browser: Browser, out: string, languages: readonly string[]): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'mitos-numbers-'))
  const walker = { browser, options: { width, height }, see: async () => undefined }
  try {
    const now = await runDemo({ MITOS_DATA: data })
    try {
      await takeAll({ ...walker, demo: now })
    } finally {
      await now.stop()
    }
    const day = nextMonth(new Date())
    const then = await runDemo({ MITOS_DATA: data, ...clockAt(day) })
    try {
      const options = {
        width,
        height,
        onContext: (context: { clock: { setFixedTime(day: string): Promise<void> } }) =>
          context.clock.setFixedTime(day),
      }
      const desk = await deskOf({ ...walker, demo: then, options }, 'maria')
      await press(desk.frame, '[data-more]', '[data-overview]')
      await at(desk.frame, '[data-table]')
      await lookAt('numbers-00-overview', desk, out, languages)
      await desk.tab.close()
    } finally {
      await then.stop()
    }
  } finally {
    await rm(data, { recursive: true, force: true })
  }
}

async function takeAll(walker: InboxWalker): Promise<void> {
  for (let n = 0; n < PEOPLE; n++) await postRequest(walker.demo.server, answersOf(n))
  const desk = await deskOf(walker, 'nikos')
  await new CaseWorker(desk.frame, 'Nikos', randomOf(1), 0).work(PEOPLE, () => undefined)
  await desk.tab.close()
}

/** The third day of the month that comes, in the morning. */
const nextMonth = (today: Date): string =>
  new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 3, 9)).toISOString()
