import { describe, expect, it } from 'vitest'
import { type AtReach, dueIn, firstContactIn, mayNoteAsking, reachedAct } from '../../../inbox/case/firstContact.ts'
import { stopOf } from '../../../inbox/cases/view.ts'
import type { Facts } from '../../../inbox/list/facts.ts'
import type { CaseAct } from '../../../shared/caseActs.ts'
import type { Case } from '../../../shared/caseFold.ts'
import type { ErrorCode } from '../../../shared/errors.ts'

const reached = (rest: object = {}): CaseAct => ({ kind: 'try', result: 'reached', ...rest })
const ask: CaseAct = { kind: 'note', text: 'ask', mark: 'ask-share' }
const told: CaseAct = { kind: 'note', text: 'told', mark: 'told' }

/** One event an hour, by N0, N1 … */
const caseOf = (acts: readonly CaseAct[], more: Partial<Case> = {}, refused?: ErrorCode): Case =>
  ({
    standing: { state: 'contact', consent: null },
    marks: [],
    tries: [],
    events: acts.map((act, n) => ({ kind: 'opened', by: `N${n}`, at: n * 3600, act, ...(refused && { refused }) })),
    ...more,
  }) as unknown as Case
const factsOf = (share?: string, agreed?: boolean): Facts =>
  ({
    told: { for: agreed === undefined ? 'self' : 'other', ...(agreed !== undefined && { agreed }), more: { share } },
    desk: { houseRule: {} },
  }) as unknown as Facts

describe('What is to be told and asked at the first contact', () => {
  it.each<[string, readonly CaseAct[], ReturnType<typeof firstContactIn>]>([
    ['nothing yet', [], { told: null, asks: null, share: null }],
    ['noted that it is to be asked', [ask], { told: null, asks: { by: 'N0', at: 0 }, share: null }],
    [
      'told at the first reach, and not told anew',
      [reached({ told: true }), reached({ told: true })],
      { told: { by: 'N0', at: 0 }, asks: null, share: null },
    ],
    ['told, by a mark', [reached(), told], { told: { by: 'N1', at: 3600 }, asks: null, share: null }],
    [
      'a try at which nobody was reached',
      [{ kind: 'try', result: 'no-answer', told: true, share: 'yes' }],
      { told: null, asks: null, share: null },
    ],
    [
      'the last word',
      [ask, reached({ share: 'yes' }), reached({ share: 'no' })],
      { told: null, asks: { by: 'N0', at: 0 }, share: { by: 'N2', at: 7200, said: 'no' } },
    ],
    [
      'no answer is taken back by not asking',
      [ask, reached({ share: 'no' }), reached({ share: 'not-asked' })],
      { told: null, asks: { by: 'N0', at: 0 }, share: { by: 'N1', at: 3600, said: 'no' } },
    ],
    [
      'a note that says no more than its words',
      [{ kind: 'note', text: 'told' }],
      { told: null, asks: null, share: null },
    ],
  ])('is read from the case: %s', (_, acts, wanted) => {
    expect(firstContactIn(caseOf(acts))).toEqual(wanted)
  })

  it('does not count where the event does not', () => {
    expect(firstContactIn(caseOf([ask, reached({ told: true, share: 'yes' })], {}, 'case-actor'))).toEqual(
      firstContactIn(null),
    )
  })

  it('is asked only as long as it is due', () => {
    const both = caseOf([ask])
    expect(dueIn(factsOf('ask', true), both)).toEqual({ told: true, share: true })
    expect(dueIn(factsOf('ask', true), caseOf([ask, reached({ told: true, share: 'not-asked' })]))).toEqual({
      told: false,
      share: true,
    })
    expect(dueIn(factsOf('ask', true), caseOf([ask, reached({ share: 'no' })]))).toEqual({ told: true, share: false })
    // Of who wrote themselves, or could not be asked, there is nothing to tell.
    for (const agreed of [undefined, false]) expect(dueIn(factsOf('ask', agreed), both).told).toBe(false)
    // Who said yes to a referral was asked.
    const consent = { until: 1, what: ['area'] }
    expect(dueIn(factsOf(), caseOf([ask], { standing: { consent } as unknown as Case['standing'] })).share).toBe(false)
    expect(dueIn(factsOf('ask', true), null)).toEqual({ told: true, share: false })
  })

  it('is written only where it is due', () => {
    const said: AtReach = { told: true, share: 'no' }
    expect(reachedAct({ told: true, share: true }, said)).toEqual({ told: true, share: 'no' })
    expect(reachedAct({ told: false, share: false }, said)).toEqual({})
    expect(reachedAct({ told: true, share: false }, { ...said, told: false })).toEqual({})
  })

  it('can be noted where the person left it open, once', () => {
    const may = (share: string | undefined, acts: readonly CaseAct[], more: Partial<Case> = {}): boolean =>
      mayNoteAsking(factsOf(share), caseOf(acts, more))
    expect([may('ask', []), may(undefined, []), may('yes', []), may('no', [])]).toEqual([true, true, false, false])
    expect([may('ask', [ask]), may('ask', [reached({ share: 'no' })])]).toEqual([false, false])
    expect(may('ask', [], { marks: ['word-wrong'] })).toBe(false)
  })

  it('opens no number that a coordinator has to decide about', () => {
    const wrong: CaseAct = { kind: 'try', result: 'word-wrong' }
    const now = (act: CaseAct) => stopOf(caseOf([wrong, act], { marks: ['word-wrong'] }), ['N1'], 3, false)
    expect([now({ kind: 'note', text: 'go on' }), now(ask), now(told)]).toEqual([null, 'word-wrong', 'word-wrong'])
  })
})
