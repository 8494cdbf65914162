import { describe, expect, it } from 'vitest'
import {
  AUDIT_DAYS,
  DETAIL_SIZE,
  LINE_CAP,
  type SealedLine,
  didOfAct,
  openDetail,
  readAuditLine,
} from '../../../shared/audit.ts'
import { AUDIT_WHAT, REASONS, readDid } from '../../../shared/auditDid.ts'
import { readAuditFile, writeAuditFile } from '../../../shared/auditFile.ts'
import { type ReadAudit, readAudit } from '../../../shared/auditRead.ts'
import { toBase64 } from '../../../shared/bytes.ts'
import { ACT_KINDS, type ActKind, type CaseAct, GIVE_BACK, readAct } from '../../../shared/caseActs.ts'
import { codeOf } from '../../../shared/errors.ts'
import { crypto, seed } from '../../integration/network.ts'
import { place } from '../../integration/team.ts'
import { AT, HOUR, KEY, OF, TEAM, type Step, placeOf, writtenLines } from '../../integration/audits.ts'

const DAY = 24 * HOUR
const id = toBase64(new Uint8Array(16).fill(7))
const hash = toBase64(new Uint8Array(32).fill(8))
const read = (lines: readonly SealedLine[], more: Partial<ReadAudit> = {}) =>
  readAudit(crypto, { ...OF, lines, key: KEY, teams: [TEAM], now: AT + DAY, seen: [], ...more })
/** What does not hold, as "CODE N", from 0. */
const bad = async (lines: readonly SealedLine[], more: Partial<ReadAudit> = {}) =>
  (await read(lines, more)).troubles.map(({ code, seq }) => `${code} ${seq}`)
const people = (...names: readonly string[]): readonly Step[] => names.map((by) => ({ by }))
const five = await writtenLines([
  { by: 'maria', did: { what: 'claim', case: id, seq: 0, event: hash } },
  { by: 'maria', did: { what: 'show', reason: 'danger-now', case: id, seq: 1, event: hash } },
  { by: 'nikos', did: { what: 'take-over', reason: 'lapsed', case: id, seq: 2, event: hash }, at: AT + HOUR },
  { by: 'lena' },
  { by: 'nikos', did: { what: 'close', case: id, seq: 3, event: hash }, at: AT + 2 * HOUR },
])

describe('An audit', () => {
  it('tells who did what in which hour, and that all of it holds', async () => {
    const { lines, troubles, place: end } = await read(five, { seen: [await placeOf(five)] })
    expect(troubles).toEqual([])
    expect(end.length).toBe(5)
    expect(lines.map(({ by, did }) => [by, did?.what, did?.reason])).toEqual([
      [place('maria').id, 'claim', undefined],
      [place('maria').id, 'show', 'danger-now'],
      [place('nikos').id, 'take-over', 'lapsed'],
      [place('lena').id, 'audit-read', undefined],
      [place('nikos').id, 'close', undefined],
    ])
  })

  it('has lines and details of one size each, whatever was done', () => {
    expect(new Set(five.map(({ detail }) => detail.length))).toEqual(new Set([DETAIL_SIZE]))
    expect(Math.max(...five.map(({ line }) => line.length))).toBeLessThan(LINE_CAP)
    expect(new Set(five.map(({ line }) => line.length)).size).toBe(1)
  })

  it('holds without its key, but what was done stays shut', async () => {
    const { lines, troubles } = await read(five, { key: null })
    expect([troubles, lines.map(({ did }) => did)]).toEqual([[], [null, null, null, null, null]])
    expect(await bad(five, { key: seed('another') })).toContain('audit-detail 0')
  })
})

describe('A server that', () => {
  it('drops the tail is found by what was seen before, and by the heads in cases', async () => {
    const cut = five.slice(0, 3)
    const end = await placeOf(five)
    expect(await bad(cut, { seen: [end] })).toEqual(['audit-cut 3'])
    expect(await bad(cut, { seen: [end.head] })).toEqual(['audit-cut 3'])
    expect(await bad(cut, { seen: [(await placeOf(cut)).head] })).toEqual([])
    expect(await bad([], { seen: [end] })).toEqual(['audit-cut 0'])
  })

  it('takes a line out of the middle, or puts lines in another order, is found', async () => {
    expect(await bad([...five.slice(0, 2), ...five.slice(3)])).toEqual(['audit-order 2', 'audit-order 3'])
    expect(await bad([five[0]!, five[2]!, five[1]!, five[3]!])).toEqual([
      'audit-order 1',
      'audit-order 2',
      'audit-order 3',
    ])
  })

  it('changes a letter of a line, or what was done, is found', async () => {
    const [first, ...rest] = five as [SealedLine, ...SealedLine[]]
    const line = first.line.slice()
    // The hour's last digit but two: still a line, and signed by nobody.
    const text = Buffer.from(line.slice(64))
      .toString()
      .replace(`"at":${AT}`, `"at":${AT + HOUR}`)
    line.set(Buffer.from(text), 64)
    expect(await bad([{ ...first, line }, ...rest])).toEqual(['audit-signer 0', 'audit-order 1'])
    const detail = first.detail.slice()
    detail[40]! ^= 1
    expect(await bad([{ ...first, detail }, ...rest])).toEqual(['audit-detail 0'])
    expect(await bad([{ ...first, detail: five[1]!.detail }, ...rest])).toEqual(['audit-detail 0'])
    expect(await bad([{ ...first, line: line.slice(0, 90) }, ...rest])).toContain('audit-line 0')
  })

  it("replays another organisation's line is found", async () => {
    const [theirs] = await writtenLines([{ by: 'maria', of: { ...OF, ngo: 'gcr' } }])
    expect(await bad([theirs!])).toEqual(['audit-other 0'])
    const [elsewhere] = await writtenLines([{ by: 'maria', of: { ...OF, network: id } }])
    expect(await bad([elsewhere!])).toEqual(['audit-other 0'])
  })

  it('shows two members two audits is found by either as soon as they meet', async () => {
    const [mine, theirs] = [await writtenLines(people('maria', 'maria')), await writtenLines(people('maria', 'nikos'))]
    expect(await bad(theirs, { seen: [await placeOf(mine)] })).toEqual(['audit-cut 2'])
    expect(await bad([...theirs], { seen: [(await placeOf(mine)).head] })).toEqual(['audit-cut 2'])
  })

  it('begins later than at the first line is found, unless what is missing was old', async () => {
    const old = AT - (AUDIT_DAYS + 1) * DAY
    const lines = await writtenLines([{ by: 'maria', at: old - DAY }, { by: 'maria', at: old }, { by: 'maria' }])
    expect(await bad(lines.slice(1))).toEqual([])
    expect(await bad(lines.slice(2))).toEqual(['audit-start 2'])
  })

  it('cuts the end of a case is found by the line that tells of it', async () => {
    const events = [hash, hash, hash, hash]
    expect(await bad(five, { cases: new Map([[id, events]]) })).toEqual([])
    expect(await bad(five, { cases: new Map([[id, events.slice(0, 3)]]) })).toEqual(['case-cut 4'])
    expect(await bad(five, { cases: new Map([[id, [hash, id, hash, hash]]]) })).toEqual(['case-cut 1'])
  })
})

describe('A line', () => {
  it('of somebody who was taken out before, or never was in the team, has no signer', async () => {
    const later = { issued: AT + DAY, members: TEAM.members.filter(({ id: one }) => one !== place('nikos').id) }
    const lines = await writtenLines([
      { by: 'nikos' },
      { by: 'nikos', at: AT + 3 * DAY },
      { by: 'petra', at: AT + 3 * DAY },
    ])
    expect(await bad(lines, { teams: [TEAM, later] })).toEqual(['audit-signer 1', 'audit-signer 2'])
    // About the hour of the change either team may have held.
    const about = await writtenLines([{ by: 'nikos', at: AT + DAY + HOUR }])
    expect(await bad(about, { teams: [TEAM, later] })).toEqual([])
  })

  it('that bears another name than its signer has no signer', async () => {
    expect(await bad(await writtenLines([{ by: 'maria', keys: 'nikos' }]))).toEqual(['audit-signer 0'])
  })

  it('of somebody who was taken out cannot be dated back behind later ones', async () => {
    const lines = await writtenLines([{ by: 'maria', at: AT + 5 * DAY }, { by: 'nikos' }])
    expect(await bad(lines)).toEqual(['audit-time 1'])
  })

  it('is read only as it is written', () => {
    const [one] = five
    const bent = (change: (json: string) => string): string => {
      const json = change(Buffer.from(one!.line.slice(64)).toString())
      try {
        readAuditLine(Buffer.concat([one!.line.slice(0, 64), Buffer.from(json)]), OF)
        return 'read'
      } catch (error) {
        return codeOf(error)
      }
    }
    expect(bent((json) => json)).toBe('read')
    for (const change of [
      (json: string) => `${json} `,
      (json: string) => json.replace('"v":1', '"v":2'),
      (json: string) => json.replace('"audit"', '"team"'),
      (json: string) => json.replace(`"at":${AT}`, `"at":${AT + 1}`),
      (json: string) => json.replace('"seq":0', '"seq":-1'),
      (json: string) => json.replace(/"did":"[^"]*"/, '"did":""'),
      () => '[]',
      () => '',
    ])
      expect(bent(change)).toBe('audit-line')
  })
})

describe('What was done', () => {
  it('is one of a closed list with a reason of a closed list, and no word of anybody', async () => {
    expect(readDid({ what: 'show', reason: 'person-asked', case: id, seq: 1, event: hash, note: 'Maria' })).toEqual({
      what: 'show',
      reason: 'person-asked',
      case: id,
      seq: 1,
      event: hash,
    })
    for (const wrong of [
      null,
      {},
      { what: 'shouted' },
      { what: 'show', reason: 'Maria said so' },
      { what: 'claim', reason: 'other' },
      { what: 'claim', case: 'Maria' },
      { what: 'claim', seq: -1 },
      { what: 'claim', event: 'x' },
    ])
      expect(readDid(wrong)).toBeUndefined()
    const [later] = await writtenLines([{ by: 'maria', did: { what: 'sang' as 'show' } }])
    const { did } = readAuditLine(later!.line, OF)
    expect(await openDetail(crypto, later!.detail, did, KEY)).toBeUndefined()
  })

  it('R45 is written of every act, but for the next hour that is set beside one', () => {
    const of = { case: id, seq: 3, event: hash }
    const all = ACT_KINDS.map((kind) =>
      didOfAct({ kind, reason: REASONS[kind as 'erase']?.[0], what: ['area'] } as never, of),
    )
    expect(ACT_KINDS.filter((_, i) => all[i] === null)).toEqual(['wake-at'])
    for (const did of all) if (did) expect(readDid(did as never)).toEqual(did)
    const begin = { kind: 'begin', header: '', signed: null } as const
    expect(didOfAct({ ...begin, as: 'claimed' }, of)).toEqual({ what: 'claim', ...of })
    expect(didOfAct({ ...begin, as: 'check' }, of)).toEqual({ what: 'begin', ...of })
    expect(didOfAct({ kind: 'close', reason: 'helped' }, of)).toEqual({ what: 'close', ...of })
    expect(didOfAct({ kind: 'try', result: 'word-wrong', outside: 'time-zone' }, of)).toEqual({
      what: 'try',
      reason: 'time-zone',
      ...of,
    })
    const without = { reason: 'child', told: true, why: 'Maria' } as const
    const act = { kind: 'refer', to: 'gcr', what: ['note'], without } as const
    expect(didOfAct(act, of)).toEqual({ what: 'refer', reason: 'child', ...of })
    expect(didOfAct({ kind: 'consent', how: 'phone', until: AT, what: ['area'] }, of)).toEqual({
      what: 'consent',
      ...of,
    })
    expect(didOfAct({ kind: 'consent', how: 'phone', until: AT, what: [] }, of)).toEqual({
      what: 'consent-back',
      ...of,
    })
    expect(AUDIT_WHAT.length).toBe(new Set(AUDIT_WHAT).size)
  })
})

describe('No line tells', () => {
  const of = { case: id, seq: 3, event: hash }
  const line = (act: CaseAct): string => JSON.stringify(didOfAct(act, of))

  it('that somebody needed a break, by what it says or by what it leaves out', () => {
    expect(line({ kind: 'give-back', reason: 'break' })).toBe(line({ kind: 'give-back', reason: 'other' }))
    // What a break hands over, and what somebody hands over by hand.
    const over = (note: string): CaseAct => ({ kind: 'hand-over', to: null, note })
    expect(line(over(''))).toBe(line(over('She rings on Friday')))
    // Each line of giving back has a reason: none is known by having none.
    for (const reason of GIVE_BACK)
      expect(didOfAct({ kind: 'give-back', reason }, of)?.reason).not.toBeOneOf([undefined, 'break'])
  })

  /** Two of a kind, as different as they can be where somebody types or where it tells of the person. */
  const pairs: { readonly [K in ActKind]?: readonly [CaseAct & { kind: K }, CaseAct & { kind: K }] } = {
    begin: [
      { kind: 'begin', as: 'new', header: 'a', signed: null },
      { kind: 'begin', as: 'new', header: 'b', signed: 'Anna' },
    ],
    message: [
      { kind: 'message', header: 'a', signed: '' },
      { kind: 'message', header: 'b', signed: 'Anna' },
    ],
    note: [
      { kind: 'note', text: 'x' },
      { kind: 'note', text: 'Anna' },
    ],
    consent: [
      { kind: 'consent', how: 'form', until: AT, what: ['area'] },
      { kind: 'consent', how: 'phone', until: AT + 3600, what: ['note', 'need'] },
    ],
    arrived: [
      { kind: 'arrived', yes: true },
      { kind: 'arrived', yes: false },
    ],
    'hand-over': [
      { kind: 'hand-over', to: null, note: '' },
      { kind: 'hand-over', to: id, note: 'Anna' },
    ],
    try: [
      { kind: 'try', result: 'reached' },
      { kind: 'try', result: 'word-wrong' },
    ],
    reply: [
      { kind: 'reply', n: 1, lang: 'en', text: 'x' },
      { kind: 'reply', n: 2, lang: 'ur', text: 'Anna' },
    ],
    refer: [
      { kind: 'refer', to: null, what: ['area'], without: { reason: 'life', told: true, why: '' } },
      { kind: 'refer', to: 'gcr', what: ['note'], id, without: { reason: 'life', told: false, why: 'Anna' } },
    ],
    answered: [
      { kind: 'answered', answer: 'accepted' },
      { kind: 'answered', answer: 'returned', reason: 'full' },
    ],
    close: [
      { kind: 'close', reason: 'helped' },
      { kind: 'close', reason: 'not-safe' },
    ],
    withdrawn: [
      { kind: 'withdrawn', header: 'a', signed: '' },
      { kind: 'withdrawn', header: 'b', signed: 'Anna' },
    ],
  }
  it.each(Object.entries(pairs))('what was typed, or what came of it: %s', (_, [one, other]) => {
    expect(line(one)).toBe(line(other))
    expect(line(other)).not.toContain('Anna')
  })

  it('to what or how the person had said yes, where they took it back', () => {
    const back = { kind: 'consent', what: [] } as const
    const [one, other] = [
      line({ ...back, how: 'phone', until: AT }),
      line({ ...back, how: 'mailbox', until: AT + 3600 }),
    ]
    expect(one).toBe(other)
  })

  it('and no act has a field that was forgotten here: the rest have none, a reason of a closed list, or no line', () => {
    const reasons: readonly ActKind[] = ['take-over', 'give-back', 'show', 'erase']
    const rest = ACT_KINDS.filter((kind) => !pairs[kind] && !reasons.includes(kind))
    const silent = rest.filter((kind) => line({ kind } as CaseAct) === 'null')
    expect(silent).toEqual(['wake-at'])
    // `readAct` takes them without any field.
    const bare = rest.filter((kind) => readAct({ kind }))
    expect([...silent, ...bare].toSorted()).toEqual(rest.toSorted())
  })
})

describe('The file of an audit', () => {
  const file = {
    type: 'audit-export',
    v: 1,
    ...OF,
    made: AT,
    by: place('lena').id,
    key: toBase64(KEY),
    teams: [{}],
    heads: [hash],
    lines: five.map(({ line, detail }) => [toBase64(line), toBase64(detail)] as const),
  } as const

  it('is read as it was written, with a line end behind it or none', () => {
    expect(readAuditFile(writeAuditFile(file))).toEqual(file)
    expect(readAuditFile(`${writeAuditFile(file)}\n`)).toEqual(file)
  })

  it('is refused where it is anything else', () => {
    const refused = (text: string): string => {
      try {
        readAuditFile(text)
        return 'read'
      } catch (error) {
        return codeOf(error)
      }
    }
    expect(refused('')).toBe('json-not-canonical')
    expect(refused(writeAuditFile(file).slice(0, -9))).toBe('json-not-canonical')
    for (const change of [
      { v: 2 },
      { type: 'audit' },
      { ngo: 'A' },
      { lines: [['', null]] },
      { key: 'x' },
      { heads: [1] },
    ])
      expect(refused(JSON.stringify({ ...file, ...change }))).toBe('document-shape')
  })
})
