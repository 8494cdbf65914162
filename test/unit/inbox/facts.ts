import type { Answers } from '../../../shared/answers.ts'
import type { Desk } from '../../../shared/roster.ts'
import type { Facts, Told } from '../../../inbox/list/facts.ts'
import type { Request } from '../../../inbox/list/items.ts'

/** Wednesday 25 November 2026, 11:20 in Athens. */
export const WEDNESDAY = Date.UTC(2026, 10, 25, 9, 20) / 1000
export const HOUR = 3600

export const DESK: Desk = {
  id: 'GR',
  tz: 'Europe/Athens',
  emergency: '112',
  regions: [{ id: 'attica', names: { en: 'Attica', el: 'Αττική' } }],
  houseRule: { days: 'mon-fri', from: 9, to: 17, tries: 3, untilDays: 7 },
  mobilePattern: '^69',
  exits: ['https://example.org/weather'],
  shifts: [],
  lines: [],
}

export const factsOf = (answers: Answers | Told, rest: Partial<Facts> = {}): Facts => ({
  kind: 'request',
  author: 'author',
  desk: DESK,
  lang: 'ar',
  tz: 'Europe/Athens',
  replyBy: null,
  test: false,
  roster: null,
  sealedBy: 0,
  told: answers as Told,
  odd: 0,
  text: undefined,
  newContact: undefined,
  ...rest,
})

export const requestOf = (id: string, answers: Answers | Told, rest: Partial<Request & Facts> = {}): Request => {
  const facts = factsOf(answers, { replyBy: rest.replyBy ?? null })
  return {
    kind: 'request',
    id,
    ids: [id],
    hour: rest.hour ?? WEDNESDAY - (WEDNESDAY % HOUR) - HOUR,
    check: rest.check ?? false,
    claim: rest.claim ?? null,
    ...(rest.case && { case: rest.case }),
    wrote: [],
    withdrawn: rest.withdrawn ?? false,
    facts,
    ways: rest.ways ?? [facts],
  }
}

/** A phone call to the person, with whatever else was answered. */
export const call = (rest: object = {}): Answers =>
  ({ for: 'self', contact: { to: 'person', how: 'call', address: '+306940001234', word: 0, ...rest } }) as Answers
