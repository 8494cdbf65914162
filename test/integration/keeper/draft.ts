import { writeFileSync } from 'node:fs'
import { roster as sampleRoster } from '../network.ts'
import { DAY, type Desk, START } from './desk.ts'

export const SIGN = 'roster sign keeper/draft.json --key keeper/a-roster.key'

/** The roster of other tests, as a draft of a desk's network at the hour that it was opened. */
export function goodDraft(desk: Desk): any {
  const sample = JSON.parse(sampleRoster().signed)
  const shifts = [
    [START / 60, 480, 'a21'],
    [START / 60 + 480, 1440, 'a21'],
  ]
  return {
    ...sample,
    network: JSON.parse(JSON.parse(desk.text('keeper/root-1.json')).signed).network,
    issued: START,
    expires: START + 14 * DAY,
    desks: sample.desks.map((one: object) => ({ ...one, shifts })),
  }
}

export const putDraft = (desk: Desk, draft: object | string): void =>
  writeFileSync(desk.path('keeper/draft.json'), typeof draft === 'string' ? draft : JSON.stringify(draft, null, 2))
