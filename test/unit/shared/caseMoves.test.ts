import { describe, expect, it } from 'vitest'
import { ACT_KINDS, type ActKind, type CaseAct, readAct } from '../../../shared/caseActs.ts'
import { type Actor, CASE_STATES, type CaseState, type Standing, nextState } from '../../../shared/caseMoves.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { AT, idOf } from './cases.ts'

const signed = 'A'.repeat(100)
const header = 'A'.repeat(55).replace(/.$/, 'A')
/** One of each kind, as it may be if nothing of the case speaks against it. */
const ACTS: { readonly [K in ActKind]: CaseAct & { readonly kind: K } } = {
  begin: { kind: 'begin', as: 'claimed', header, signed },
  message: { kind: 'message', header, signed },
  claim: { kind: 'claim' },
  'take-over': { kind: 'take-over', reason: 'lapsed' },
  'give-back': { kind: 'give-back', reason: 'break' },
  'step-back': { kind: 'step-back' },
  'hand-over': { kind: 'hand-over', to: idOf('nikos'), note: '' },
  note: { kind: 'note', text: 'rang twice' },
  show: { kind: 'show' },
  try: { kind: 'try', result: 'no-answer' },
  reply: { kind: 'reply', n: 1, lang: 'el', text: 'tomorrow' },
  consent: { kind: 'consent', how: 'phone', until: AT, what: ['contact'] },
  refer: { kind: 'refer', to: 'gcr', what: ['contact'] },
  answered: { kind: 'answered', answer: 'returned', reason: 'full' },
  arrived: { kind: 'arrived', yes: true },
  'came-back': { kind: 'came-back' },
  propose: { kind: 'propose' },
  close: { kind: 'close', reason: 'helped' },
  reopen: { kind: 'reopen' },
  'set-aside': { kind: 'set-aside' },
  restore: { kind: 'restore' },
  clear: { kind: 'clear' },
  'wake-at': { kind: 'wake-at', hour: AT },
  still: { kind: 'still' },
  withdrawn: { kind: 'withdrawn', header, signed },
  erase: { kind: 'erase', reason: 'law' },
}

const OWNER = idOf('maria')
const ROLES = {
  owner: { id: OWNER, role: 'member', onShift: true },
  'owner off shift': { id: OWNER, role: 'member', onShift: false },
  other: { id: idOf('nikos'), role: 'member', onShift: true },
  'other off shift': { id: idOf('nikos'), role: 'member', onShift: false },
  lead: { id: idOf('lena'), role: 'lead', onShift: true },
  'lead off shift': { id: idOf('lena'), role: 'lead', onShift: false },
  privacy: { id: idOf('petra'), role: 'privacy', onShift: true },
} as const satisfies Readonly<Record<string, Actor>>
type Role = keyof typeof ROLES

const standing = (state: CaseState, changes: Partial<Standing> = {}): Standing => ({
  state,
  owner: ['claimed', 'tried', 'contact', 'referred', 'closed'].includes(state) ? OWNER : null,
  away: [],
  aside: false,
  proposed: null,
  consent: { until: AT, what: ['contact', 'area'] },
  ...changes,
})

/**
 * What inbox.md allows, written a second time and another way: act → states → to which state → who. `o` owner, `O` owner off shift,
 * `m` another member, `M` one off shift, `l` coordinator, `L` one off shift, who may do the same, `p` privacy person.
 */
const LETTERS: Readonly<Record<string, Role>> = {
  o: 'owner',
  O: 'owner off shift',
  m: 'other',
  M: 'other off shift',
  l: 'lead',
  L: 'lead off shift',
  p: 'privacy',
}
const ALLOWED: Readonly<Record<ActKind, Readonly<Partial<Record<CaseState, readonly [to: CaseState, who: string]>>>>> =
  {
    begin: {},
    message: {
      check: ['check', 'oml'],
      new: ['new', 'oml'],
      claimed: ['claimed', 'oOl'],
      tried: ['tried', 'oOl'],
      contact: ['contact', 'oOl'],
      referred: ['referred', 'oOl'],
      closed: ['closed', 'oOl'],
    },
    claim: { new: ['claimed', 'oml'] },
    'take-over': {
      claimed: ['claimed', 'ml'],
      tried: ['tried', 'ml'],
      contact: ['contact', 'ml'],
      referred: ['referred', 'ml'],
    },
    'give-back': { claimed: ['new', 'oOl'], tried: ['new', 'oOl'] },
    'step-back': {
      check: ['check', 'oOmMl'],
      new: ['new', 'oOmMl'],
      claimed: ['claimed', 'mMl'],
      tried: ['tried', 'mMl'],
      contact: ['contact', 'oOmMl'],
      referred: ['referred', 'oOmMl'],
      closed: ['closed', 'oOmMl'],
    },
    'hand-over': {
      claimed: ['claimed', 'oOl'],
      tried: ['tried', 'oOl'],
      contact: ['contact', 'oOl'],
      referred: ['referred', 'oOl'],
    },
    note: {
      claimed: ['claimed', 'oOl'],
      tried: ['tried', 'oOl'],
      contact: ['contact', 'oOl'],
      referred: ['referred', 'oOl'],
    },
    show: {
      claimed: ['claimed', 'oO'],
      tried: ['tried', 'oO'],
      contact: ['contact', 'oO'],
      referred: ['referred', 'oO'],
    },
    try: { claimed: ['tried', 'oO'], tried: ['tried', 'oO'], contact: ['contact', 'oO'], referred: ['referred', 'oO'] },
    reply: {
      claimed: ['claimed', 'oOl'],
      tried: ['tried', 'oOl'],
      contact: ['contact', 'oOl'],
      referred: ['referred', 'oOl'],
    },
    consent: {
      claimed: ['claimed', 'oOl'],
      tried: ['tried', 'oOl'],
      contact: ['contact', 'oOl'],
      referred: ['referred', 'oOl'],
    },
    refer: { contact: ['referred', 'oOl'] },
    answered: {
      claimed: ['claimed', 'oOl'],
      tried: ['tried', 'oOl'],
      contact: ['contact', 'oOl'],
      referred: ['referred', 'oOl'],
    },
    arrived: { referred: ['referred', 'oOl'] },
    'came-back': { referred: ['contact', 'oOl'] },
    propose: {
      check: ['check', 'oml'],
      claimed: ['claimed', 'oOl'],
      tried: ['tried', 'oOl'],
      contact: ['contact', 'oOl'],
      referred: ['referred', 'oOl'],
    },
    close: {
      check: ['closed', 'oml'],
      claimed: ['closed', 'oOl'],
      tried: ['closed', 'oOl'],
      contact: ['closed', 'oOl'],
      referred: ['closed', 'oOl'],
    },
    reopen: { closed: ['contact', 'l'] },
    'set-aside': { check: ['check', 'oml'], new: ['new', 'oml'] },
    restore: { check: ['check', 'oml'], new: ['new', 'oml'] },
    clear: { check: ['new', 'oml'] },
    'wake-at': {
      claimed: ['claimed', 'oOl'],
      tried: ['tried', 'oOl'],
      contact: ['contact', 'oOl'],
      referred: ['referred', 'oOl'],
    },
    still: {
      claimed: ['claimed', 'oOl'],
      tried: ['tried', 'oOl'],
      contact: ['contact', 'oOl'],
      referred: ['referred', 'oOl'],
    },
    withdrawn: Object.fromEntries(CASE_STATES.filter((one) => one !== 'gone').map((one) => [one, ['gone', 'oOmMlp']])),
    erase: Object.fromEntries(CASE_STATES.filter((one) => one !== 'gone').map((one) => [one, ['gone', 'lp']])),
  }

describe('Of every act in every state by everybody', () => {
  it.each(ACT_KINDS)('%s: what the table allows is done, all else refused', (kind) => {
    expect(readAct(ACTS[kind] as unknown as JsonObject)).toEqual(ACTS[kind])
    for (const state of CASE_STATES)
      for (const [letter, role] of Object.entries(LETTERS)) {
        const allowed = ALLOWED[kind][state]
        const result = nextState(standing(state), ACTS[kind], ROLES[role], AT)
        const to = result.kind === 'ok' ? result.standing.state : result.code
        // Who steps back from their own case before the person was reached leaves it new.
        const left = kind === 'step-back' && role.startsWith('owner') && (state === 'claimed' || state === 'tried')
        const may = allowed?.[1].includes(letter === 'L' ? 'l' : letter)
        const wanted = left ? 'new' : !allowed ? 'case-move' : may ? allowed[0] : 'case-actor'
        expect([kind, state, role, to]).toEqual([kind, state, role, wanted])
      }
  })

  it('who stepped back can do nothing more, whatever their role', () => {
    for (const kind of ACT_KINDS)
      for (const state of CASE_STATES)
        for (const role of Object.values(ROLES))
          expect(nextState(standing(state, { away: [role.id] }), ACTS[kind], role, AT).kind).toBe('refused')
  })

  it('before the first event only a beginning counts, by who is on shift or coordinates', () => {
    for (const kind of ACT_KINDS)
      for (const [name, role] of Object.entries(ROLES)) {
        const result = nextState(null, ACTS[kind], role, AT)
        const may = !['owner off shift', 'other off shift', 'privacy'].includes(name)
        expect([kind, name, result.kind === 'ok' ? 'ok' : result.code]).toEqual([
          kind,
          name,
          kind !== 'begin' ? 'case-move' : may ? 'ok' : 'case-actor',
        ])
      }
  })

  it('and what did not open can only be begun in "Please check"', () => {
    const nothing = (as: 'claimed' | 'new' | 'check') =>
      nextState(null, { ...ACTS.begin, as, signed: null }, ROLES.other, AT).kind
    expect([nothing('claimed'), nothing('new'), nothing('check')]).toEqual(['refused', 'refused', 'ok'])
  })
})

const done = (now: Standing, act: CaseAct, who: Role): Standing | string => {
  const result = nextState(now, act, ROLES[who], AT)
  return result.kind === 'ok' ? result.standing : result.code
}

describe('A case', () => {
  it.each([
    ['no-answer', 'tried'],
    ['someone-else', 'tried'],
    ['reached', 'contact'],
    ['word-wrong', 'tried'],
    ['wrong-number', 'tried'],
    ['not-working', 'tried'],
    ['message-left', 'tried'],
    ['stopped', 'tried'],
  ] as const)('after a try with %s is %s', (result, to) => {
    expect(done(standing('claimed'), { kind: 'try', result }, 'owner')).toMatchObject({ state: to, owner: OWNER })
  })

  it('belongs to who took it, took it over, got it, or opened it again; and to nobody who left it', () => {
    expect(done(standing('new', { aside: true }), ACTS.claim, 'other')).toMatchObject({
      owner: idOf('nikos'),
      aside: false,
    })
    expect(done(standing('contact'), ACTS['take-over'], 'other')).toMatchObject({ owner: idOf('nikos') })
    expect(done(standing('tried'), ACTS['hand-over'], 'owner')).toMatchObject({ owner: idOf('nikos'), state: 'tried' })
    expect(done(standing('tried'), { ...ACTS['hand-over'], to: null }, 'owner')).toMatchObject({
      owner: null,
      state: 'new',
    })
    expect(done(standing('contact'), { ...ACTS['hand-over'], to: null }, 'owner')).toMatchObject({
      owner: null,
      state: 'contact',
    })
    expect(done(standing('closed'), ACTS.reopen, 'lead')).toMatchObject({ owner: idOf('lena') })
    expect(done(standing('tried'), ACTS['give-back'], 'owner')).toMatchObject({ owner: null })
    expect(done(standing('contact'), ACTS['step-back'], 'owner')).toMatchObject({ owner: null, away: [OWNER] })
    expect(done(standing('contact'), ACTS['step-back'], 'other')).toMatchObject({ owner: OWNER, away: [idOf('nikos')] })
  })

  it('is not handed to somebody who stepped back', () => {
    expect(done(standing('claimed', { away: [idOf('nikos')] }), ACTS['hand-over'], 'owner')).toBe('case-actor')
  })

  it('is referred with a yes that covers it and holds, or without one by a coordinator', () => {
    const now = standing('contact')
    const without = { reason: 'life', told: false, why: '' } as const
    expect(done(now, { ...ACTS.refer, what: ['contact', 'need'] }, 'owner')).toBe('case-consent')
    expect(done(now, { ...ACTS.refer, what: [] }, 'owner')).toBe('case-consent')
    expect(done({ ...now, consent: { until: AT - 3600, what: ['contact'] } }, ACTS.refer, 'owner')).toBe('case-consent')
    expect(done({ ...now, consent: null }, ACTS.refer, 'lead')).toBe('case-consent')
    expect(done({ ...now, consent: null }, { ...ACTS.refer, without }, 'owner')).toBe('case-actor')
    expect(done({ ...now, consent: null }, { ...ACTS.refer, without }, 'lead')).toMatchObject({ state: 'referred' })
    expect(done(now, { ...ACTS.consent, what: [] }, 'owner')).toMatchObject({ consent: null })
  })

  it('is "not a real request" only if two agree, one of them a coordinator', () => {
    const act = { kind: 'close', reason: 'not-real' } as const
    expect(done(standing('claimed'), act, 'owner')).toBe('case-actor')
    expect(done(standing('claimed'), act, 'lead')).toBe('case-second')
    expect(done(standing('claimed', { proposed: idOf('lena') }), act, 'lead')).toBe('case-second')
    expect(done(standing('claimed'), ACTS.propose, 'owner')).toMatchObject({ proposed: OWNER })
    expect(done(standing('claimed', { proposed: OWNER }), act, 'lead')).toMatchObject({ state: 'closed' })
  })
})

describe('An act', () => {
  it.each([
    ['of no kind', {}],
    ['of a kind that nobody knows', { kind: 'sell' }],
    ['of a kind that is a name of every object', { kind: 'toString' }],
    ['a try with a ninth result', { kind: 'try', result: 'hung-up' }],
    ['a reason that is none', { kind: 'close', reason: 'bored' }],
    ['a note without words', { kind: 'note', text: '' }],
    ['a note with a mark that is none', { kind: 'note', text: 'a', mark: 'loud' }],
    ['a try that says it was not told', { kind: 'try', result: 'reached', told: false }],
    ['a try with another answer about sharing', { kind: 'try', result: 'reached', share: 'maybe' }],
    ['a note that is too long', { kind: 'note', text: 'a'.repeat(2001) }],
    ['a note to who takes over that is too long', { kind: 'hand-over', to: null, note: 'a'.repeat(281) }],
    ['a time that is no hour', { kind: 'wake-at', hour: 1 }],
    ['a part that a request has not', { kind: 'consent', how: 'phone', until: AT, what: ['name'] }],
    ['one part twice', { kind: 'consent', how: 'phone', until: AT, what: ['area', 'area'] }],
    ['an answer that is neither', { kind: 'answered', answer: 'maybe' }],
    ['sent back without why', { kind: 'answered', answer: 'returned' }],
    ['taken over, with why not', { kind: 'answered', answer: 'accepted', reason: 'full' }],
    ['a reply without a number', { kind: 'reply', n: 0, lang: 'el', text: 'a' }],
    ['a header that is too short', { kind: 'message', header: 'AAAA', signed }],
    ['somebody without an id', { kind: 'hand-over', to: 'nikos', note: '' }],
  ])('is not read: %s', (_, json) => {
    expect(readAct(json as unknown as JsonObject)).toBeUndefined()
  })

  it('is read with names that are unknown yet', () => {
    expect(readAct({ kind: 'claim', later: 1 })).toMatchObject({ kind: 'claim' })
  })
})
