import { expect, it } from 'vitest'
import { claimOf } from '../../../inbox/cases/claim.ts'
import { mayChange } from '../../../server/store/caseRules.ts'
import type { ClaimChange, StoredCase } from '../../../server/store/caseStore.ts'
import type { CaseAct } from '../../../shared/caseActs.ts'
import { type Actor, CASE_STATES, type CaseState, type Standing, nextState } from '../../../shared/caseMoves.ts'

const ids = {
  owner: new Uint8Array(16).fill(1),
  other: new Uint8Array(16).fill(2),
  lead: new Uint8Array(16).fill(3),
  privacy: new Uint8Array(16).fill(4),
}
type Who = keyof typeof ids

/** What a browser sends with an act, as the server reads it. */
const changeOf = (act: CaseAct, owner: Uint8Array | null): ClaimChange | undefined => {
  const claim = claimOf(act, owner && 'owner')
  if (claim?.kind === 'take') return { kind: 'take', from: claim.from === null ? null : ids.owner }
  return claim?.kind === 'give' ? { kind: 'give', to: ids.other } : claim
}
const acts: readonly CaseAct[] = [
  { kind: 'message', header: '', signed: '' },
  { kind: 'claim' },
  { kind: 'take-over', reason: 'lapsed' },
  { kind: 'give-back', reason: 'break' },
  { kind: 'step-back' },
  { kind: 'hand-over', to: 'other', note: '' },
  { kind: 'hand-over', to: null, note: '' },
  { kind: 'note', text: 'x' },
  { kind: 'show' },
  { kind: 'try', result: 'no-answer' },
  { kind: 'reply', n: 1, lang: 'el', text: 'x' },
  { kind: 'consent', how: 'phone', until: 0, what: [] },
  { kind: 'refer', to: null, what: ['contact'] },
  { kind: 'answered', answer: 'accepted' },
  { kind: 'arrived', yes: true },
  { kind: 'came-back' },
  { kind: 'propose' },
  { kind: 'close', reason: 'helped' },
  { kind: 'reopen' },
  { kind: 'set-aside' },
  { kind: 'restore' },
  { kind: 'clear' },
  { kind: 'wake-at', hour: null },
  { kind: 'still' },
  { kind: 'erase', reason: 'law' },
]

it('the server takes whatever the moves of a case allow, whoever has it, from everybody on and off shift', () => {
  let allowed = 0
  for (const state of CASE_STATES.filter((one) => one !== 'gone'))
    for (const owned of ownedIn(state))
      for (const who of Object.keys(ids) as Who[])
        for (const onShift of [true, false])
          for (const act of acts) {
            const standing = standingOf(state, owned)
            const role = who === 'lead' || who === 'privacy' ? who : 'member'
            const actor: Actor = { id: who, role, onShift }
            if (nextState(standing, act, actor, 0).kind !== 'ok') continue
            allowed++
            const owner = owned ? ids.owner : null
            const claim = owner && { by: owner, hour: 0, closed: state === 'closed' ? 0 : null }
            const held: Pick<StoredCase, 'claim' | 'acted'> = { claim, acted: 0 }
            const asked = {
              by: ids[who],
              lead: who === 'lead',
              privacy: who === 'privacy',
              change: changeOf(act, owner),
            }
            expect([state, owned, who, act.kind, mayChange(held, asked)]).toEqual([state, owned, who, act.kind, 'yes'])
          }
  expect(allowed).toBeGreaterThan(150)
})

/** Whether somebody may have it: before it is claimed nobody, closed by somebody, else both. */
const ownedIn = (state: CaseState): readonly boolean[] =>
  state === 'new' || state === 'check' ? [false] : state === 'contact' || state === 'referred' ? [true, false] : [true]
const standingOf = (state: CaseState, owned: boolean): Standing => ({
  state,
  owner: owned ? 'owner' : null,
  away: [],
  aside: false,
  proposed: null,
  consent: { until: 0, what: ['contact'] },
})

it('what closed by itself may be written into, and that it closed is said by who opens it again; nothing else of it changes', () => {
  const DAY = 86_400
  const asked = { by: ids.lead, lead: true, privacy: false, change: { kind: 'close' } } as const
  const held = (days: number) => ({ claim: { by: ids.owner, hour: 0, closed: days * DAY }, acted: 0 })
  expect([mayChange(held(89), asked), mayChange(held(90), asked)]).toEqual(['closed', 'yes'])
  expect(mayChange(held(90), { ...asked, change: { kind: 'release' } })).toBe('closed')
  const member = { by: ids.other, lead: false, privacy: false, change: undefined }
  expect(mayChange(held(90), member)).toBe('refused')
  expect(mayChange(held(90), { ...member, by: ids.owner })).toBe('yes')
})

it('nobody but a coordinator and the privacy person deletes on request', () => {
  const held = { claim: { by: ids.owner, hour: 0, closed: null }, acted: 0 }
  const asked = { by: ids.owner, lead: false, privacy: false, change: { kind: 'erase' } } as const
  expect(mayChange(held, asked)).toBe('refused')
  expect(mayChange(held, { ...asked, privacy: true })).toBe('yes')
})
