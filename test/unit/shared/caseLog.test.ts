import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { ACT_KINDS, type CaseAct } from '../../../shared/caseActs.ts'
import {
  AS_LONG_AS_A_REQUEST,
  FIRST,
  NO_AUDIT,
  isEventLength,
  openCaseEvent,
  placeAfter,
  sealCaseEvent,
} from '../../../shared/caseEvent.ts'
import { CASE_KEY_SIZE, openCaseKey, resealCaseKey, sealCaseKey, signersIn } from '../../../shared/caseKey.ts'
import { type Kept, readKept } from '../../../shared/caseKept.ts'
import { foldCase } from '../../../shared/caseFold.ts'
import { type OpenedEvent, openLog, seenOf } from '../../../shared/caseLog.ts'
import { nextTry } from '../../../shared/caseTimes.ts'
import { codeOf } from '../../../shared/errors.ts'
import {
  AT,
  HOUR,
  KEY,
  type Name,
  OF,
  actorOf,
  crypto,
  filled,
  idOf,
  pair,
  sent,
  signerOf,
  signers,
  written,
} from './cases.ts'

const outcome = async (work: () => unknown): Promise<string> => {
  try {
    await work()
    return 'ok'
  } catch (error) {
    return codeOf(error)
  }
}
const begin = async (): Promise<[Name, CaseAct]> => ['maria', { kind: 'begin', as: 'claimed', ...(await sent(40)) }]
const open = async (bytes: readonly Uint8Array[], seen?: Parameters<typeof openLog>[5]) =>
  foldCase(await openLog(crypto, bytes, KEY, OF, signers, seen), actorOf)

describe('The key of a case', () => {
  const [old, next] = [pair(20), pair(21)]
  const record = () => sealCaseKey(crypto, { ...OF, key: KEY }, signerOf('maria'), old.publicKey)
  const own = (bytes: Uint8Array, to = old, of = OF, by = signers) => openCaseKey(crypto, bytes, to, of, by)

  it('is opened by who has the key of its generation', async () => {
    expect(record().length).toBe(CASE_KEY_SIZE)
    expect(await own(record())).toEqual({ ...OF, key: KEY, by: idOf('maria') })
  })

  it('is sealed again for another generation, by another member', async () => {
    const again = await resealCaseKey(crypto, record(), old, OF, signers, signerOf('nikos'), next.publicKey)
    expect(await own(again, next)).toEqual({ ...OF, key: KEY, by: idOf('nikos') })
    expect(await outcome(() => own(again))).toBe('open-damaged')
  })

  it.each([
    ['a byte too few', () => own(record().slice(1)), 'open-length'],
    ['a flipped byte', () => own(record().with(100, 0).with(101, 0)), 'open-damaged'],
    ['by the key of another generation', () => own(record(), next), 'open-damaged'],
    ['by nobody of the NGO', () => own(record(), old, OF, () => []), 'open-author'],
    [
      'signed by another member than it says',
      () => own(record(), old, OF, () => signers(idOf('nikos'))),
      'open-signature',
    ],
    ['of another network', () => own(record(), old, { ...OF, network: toBase64(filled(2, 16)) }), 'open-network'],
    ['of another NGO', () => own(record(), old, { ...OF, ngo: 'gcr' }), 'open-ngo'],
    ['of another case', () => own(record(), old, { ...OF, case: toBase64(filled(2, 16)) }), 'open-case'],
  ] as const)('is refused: %s', async (_, work, code) => {
    expect(await outcome(work)).toBe(code)
  })

  it('counts by who was a member once', () => {
    const teams = [{ members: [{ id: 'a', sign: '1' }] }, { members: [{ id: 'a', sign: '2' }] }] as never
    expect([signersIn(teams)('a'), signersIn(teams)('b')]).toEqual([['1', '2'], []])
  })
})

describe('An event', () => {
  const note = (text: string) => ({ by: idOf('maria'), at: AT, audit: NO_AUDIT, act: { kind: 'note', text } })
  const seal = (text: string, place = FIRST) => sealCaseEvent(crypto, KEY, OF, place, note(text), filled(31))
  const own = (bytes: Uint8Array, place = FIRST, of = OF, by = signers) =>
    openCaseEvent(crypto, bytes, KEY, of, place, by)

  it('is opened in its place, and is as long as the least multiple of 1,024 that holds it', async () => {
    expect(await own(seal('x'))).toEqual(note('x'))
    const lengths = ['x', 'x'.repeat(2000)].map((text) => seal(text).length)
    expect(lengths).toEqual([40 + 1024, 40 + 3 * 1024])
    expect(lengths.map(isEventLength)).toEqual([true, true])
  })

  it('of what a person sent is always of one length', async () => {
    const [short, long] = [await sent(40), await sent(40, 'follow-up', 'x'.repeat(7000))]
    const lengths = (
      await Promise.all([short, long].map(async (one) => (await written([['maria', { kind: 'message', ...one }]]))[0]))
    ).map((one) => one!.length)
    expect(lengths).toEqual([40 + AS_LONG_AS_A_REQUEST, 40 + AS_LONG_AS_A_REQUEST])
  })

  it.each([0, 39, 40, 41, 1063, 1065, 40 + 17 * 1024])('has not %i bytes', (length) => {
    expect(isEventLength(length)).toBe(false)
  })

  it.each([
    ['that is too long', () => seal('x'.repeat(17_000)), 'request-too-long'],
    [
      'whose time is finer than the hour',
      () => sealCaseEvent(crypto, KEY, OF, FIRST, { ...note('x'), at: AT + 1 }, filled(31)),
      'bad-input',
    ],
    ['without a place', () => seal('x', { seq: -1, prev: filled(0) }), 'bad-input'],
    ['behind nothing', () => seal('x', { seq: 1, prev: filled(0, 31) }), 'bad-input'],
  ] as const)('is not made: %s', async (_, work, code) => {
    expect(await outcome(work)).toBe(code)
  })
})

describe('What a person sent', () => {
  it('is checked again from what a case keeps', async () => {
    expect(await readKept(crypto, await sent(40), OF)).toMatchObject({
      kind: 'request',
      author: toBase64(crypto.signPublicKey(filled(40))),
    })
  })

  it.each([
    [
      'an end that is missing',
      (kept: Kept) => ({ signed: toBase64(fromBase64(kept.signed).slice(0, -1)) }),
      'open-json',
    ],
    [
      'a changed word',
      (kept: Kept) => ({
        signed: toBase64(fromBase64(kept.signed).map((byte, i, all) => (i === all.length - 4 ? 32 ^ byte : byte))),
      }),
      'open-signature',
    ],
    ['the header of another', () => ({ header: toBase64(filled(1, 41)) }), 'open-signature'],
    ['a header of another version', () => ({ header: toBase64(filled(2, 41)) }), 'open-version'],
    ['half a header', () => ({ header: 'AAAA' }), 'open-length'],
    ['no base64', () => ({ signed: '*' }), 'open-length'],
    ['only a signature', () => ({ signed: toBase64(filled(1, 64)) }), 'open-length'],
  ] as const)('is refused with %s', async (_, change, code) => {
    const kept = await sent(40, 'follow-up', 'tomorrow')
    expect(await outcome(() => readKept(crypto, { ...kept, ...change(kept) }, OF))).toBe(code)
  })

  it('is refused for another NGO', async () => {
    expect(await outcome(async () => readKept(crypto, await sent(40), { ...OF, ngo: 'gcr' }))).toBe('open-ngo')
  })
})

describe('A case', () => {
  it('is what its events say', async () => {
    const followUp = await sent(40, 'follow-up')
    const events = await written([
      await begin(),
      ['maria', { kind: 'try', result: 'no-answer' }],
      ['maria', { kind: 'note', text: 'Try again in the evening' }],
      ['lena', { kind: 'message', ...followUp }],
      ['maria', { kind: 'wake-at', hour: AT + 5 * HOUR }],
      ['maria', { kind: 'hand-over', to: idOf('nikos'), note: 'Urdu' }],
      ['nikos', { kind: 'try', result: 'word-wrong' }],
    ])
    const { standing, tries, notes, messages, wakeAt, lastAt, marks, next } = await open(events)
    expect(standing).toMatchObject({ state: 'tried', owner: idOf('nikos') })
    expect(tries.map(({ by, at, result }) => [by, (at - AT) / HOUR, result])).toEqual([
      [idOf('maria'), 1, 'no-answer'],
      [idOf('nikos'), 6, 'word-wrong'],
    ])
    expect(notes).toEqual([{ by: idOf('maria'), at: AT + 2 * HOUR, text: 'Try again in the evening' }])
    expect(messages.map(({ kind }) => kind)).toEqual(['request', 'follow-up'])
    expect([wakeAt, lastAt, marks]).toEqual([AT + 5 * HOUR, AT + 6 * HOUR, ['handed-over', 'word-wrong']])
    expect([next.seq, next.prev]).toEqual([7, await crypto.sha256(events[6]!)])
  })

  it('shows an event that is not allowed, and does not count it', async () => {
    const { standing, events, marks } = await open(
      await written([
        await begin(),
        ['nikos', { kind: 'try', result: 'reached' }],
        ['maria', { kind: 'reopen' }],
        ['maria', { kind: 'later' }],
        ['maria', { kind: 'note', text: 'x' }],
      ]),
    )
    expect(events.map(({ refused }) => refused)).toEqual([undefined, 'case-actor', 'case-move', 'open-kind', undefined])
    expect([standing?.state, marks]).toEqual(['claimed', ['odd']])
  })

  it('takes a message, and a withdrawal, of its own person only', async () => {
    const { standing, events } = await open(
      await written([
        await begin(),
        ['maria', { kind: 'message', ...(await sent(41, 'follow-up')) }],
        ['maria', { kind: 'withdrawn', ...(await sent(41, 'withdraw')) }],
        ['maria', { kind: 'withdrawn', ...(await sent(40, 'follow-up')) }],
        ['maria', { kind: 'message', ...(await sent(40, 'withdraw')) }],
        ['petra', { kind: 'withdrawn', ...(await sent(40, 'withdraw')) }],
        ['maria', { kind: 'note', text: 'too late' }],
      ]),
    )
    const refused = [undefined, 'open-author', 'open-author', 'open-kind', 'open-kind', undefined, 'case-move']
    expect([events.map((one) => one.refused), standing?.state]).toEqual([refused, 'gone'])
  })

  it('does not begin with a follow-up', async () => {
    const { standing } = await open(
      await written([['maria', { kind: 'begin', as: 'claimed', ...(await sent(40, 'follow-up')) }]]),
    )
    expect(standing).toBeNull()
  })

  it('tells who asked to be left alone', async () => {
    const acts: [Name, CaseAct][] = [await begin(), ['maria', { kind: 'close', reason: 'asked-to-stop' }]]
    expect((await open(await written(acts))).marks).toEqual(['do-not-contact'])
    const again: [Name, CaseAct][] = [...acts, ['lena', { kind: 'reopen' }]]
    const marks = async (...more: CaseAct[]) =>
      (await open(await written([...again, ...more.map((act): [Name, CaseAct] => ['lena', act])]))).marks
    expect(await marks()).toEqual(['do-not-contact'])
    expect(await marks({ kind: 'show', outside: 'danger-now' })).toEqual(['do-not-contact'])
    expect(await marks({ kind: 'show', outside: 'person-asked' })).toEqual([])
    // What they asked for before they asked to stop is no asking again.
    const before: [Name, CaseAct] = ['maria', { kind: 'show', outside: 'person-asked' }]
    const [first, ...rest] = again
    expect((await open(await written([first!, before, ...rest]))).marks).toEqual(['do-not-contact'])
    const other: CaseAct[] = [{ kind: 'close', reason: 'helped' }, { kind: 'reopen' }]
    expect(await marks(...other)).toEqual([])
  })
})

describe('A server that changes a case', () => {
  const three = async () =>
    written([await begin(), ['maria', { kind: 'note', text: 'one' }], ['maria', { kind: 'note', text: 'two' }]])
  const codes = async (events: readonly Uint8Array[], seen?: Parameters<typeof open>[1]) => {
    const { events: logged, marks, notes } = await open(events, seen)
    return [logged.map(({ refused }) => refused), marks, notes.length]
  }
  const [no, yes] = ['open-damaged', undefined]

  it('is noticed: an event swapped, left out, or of another case', async () => {
    const [a, b, c] = (await three()) as [Uint8Array, Uint8Array, Uint8Array]
    expect(await codes([a, c, b])).toEqual([[yes, no, no], ['odd'], 0])
    expect(await codes([a, c])).toEqual([[yes, no], ['odd'], 0])
    const of = { ...OF, case: toBase64(filled(9, 16)) }
    const value = { by: idOf('maria'), at: AT, audit: NO_AUDIT, act: { kind: 'note', text: 'x' } }
    const foreign = sealCaseEvent(crypto, KEY, of, await placeAfter(crypto, a, FIRST), value, filled(31))
    expect(await codes([a, foreign])).toEqual([[yes, no], ['odd'], 0])
  })

  it('is noticed: its tail cut, or another written in its place', async () => {
    const events = await three()
    const seen = seenOf(await openLog(crypto, events, KEY, OF, signers))
    expect(await codes(events, seen)).toEqual([[yes, yes, yes], [], 2])
    expect(await codes(events.slice(0, 2), seen)).toEqual([[yes, yes], ['cut'], 1])
    expect((await codes([...events.slice(0, 2), (await three())[2]!], seen))[1]).toEqual(['odd', 'cut'])
    const more = [...events, ...(await written([['maria', { kind: 'claim' }]]))]
    expect((await codes(more, seen))[1]).toEqual(['odd'])
  })

  it('cannot write one itself', async () => {
    const [a] = await three()
    const place = await placeAfter(crypto, a!, FIRST)
    const by = (seed: number, name: Name = 'maria') =>
      sealCaseEvent(
        crypto,
        KEY,
        OF,
        place,
        { by: idOf(name), at: AT, audit: NO_AUDIT, act: { kind: 'claim' } },
        filled(seed),
      )
    expect(await codes([a!, by(99)])).toEqual([[yes, 'open-signature'], ['odd'], 0])
    expect(await codes([a!, by(31, 'nikos')])).toEqual([[yes, 'open-signature'], ['odd'], 0])
  })
})

/** Anything that might stand in an opened event. */
const anyEvent = (): fc.Arbitrary<OpenedEvent> => {
  const name = fc.constantFrom<Name>('maria', 'nikos', 'lena', 'petra')
  const act = fc.record({
    kind: fc.constantFrom(...ACT_KINDS),
    as: fc.constantFrom('claimed', 'new', 'check'),
    signed: fc.constantFrom(null, ''),
    reason: fc.constantFrom('not-real', 'helped', 'break'),
    result: fc.constantFrom('reached', 'no-answer', 'word-wrong'),
    to: fc.constantFrom(null, idOf('nikos')),
    what: fc.subarray(['area', 'contact']),
    until: fc.constantFrom(0, AT),
    hour: fc.constantFrom(null, AT),
    text: fc.string(),
  })
  const opened = fc
    .record({
      name,
      act: fc.option(act, { nil: undefined }),
      author: fc.constantFrom('a', 'b'),
      kind: fc.constantFrom('request', 'withdraw'),
    })
    .map(({ name: who, act: what, author, kind }) => {
      const person = { author, kind, json: {} }
      return {
        seq: 0,
        kind: 'opened',
        by: idOf(who),
        at: AT,
        audit: '',
        act: what,
        sent: person,
      } as unknown as OpenedEvent
    })
  return fc.oneof(
    { weight: 9, arbitrary: opened },
    { weight: 1, arbitrary: fc.constant({ seq: 0, kind: 'shut', code: 'open-damaged' } as const) },
  )
}

describe('Whatever lies in a log', () => {
  it('it is folded the same way twice, never throws, drops nothing, and counts only what leads from state to state', () => {
    fc.assert(
      fc.property(fc.array(anyEvent(), { maxLength: 30 }), (events) => {
        const log = { events, next: FIRST, cut: false }
        const one = foldCase(log, actorOf)
        expect(foldCase(log, actorOf)).toEqual(one)
        expect(one.events.map((event) => ({ ...event, refused: undefined }))).toEqual(events)
        // What was refused might as well not be there.
        const counted = one.events.filter(({ refused }) => refused === undefined)
        const again = foldCase({ ...log, events: counted }, actorOf)
        expect([again.standing, again.tries, again.lastAt]).toEqual([one.standing, one.tries, one.lastAt])
        expect(again.marks).not.toContain('odd')
        if (one.standing?.state === 'claimed') expect(one.standing.owner).not.toBeNull()
      }),
      { numRuns: 300 },
    )
  })

  it('and bytes that are anything are marked, each of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 1100 }), { maxLength: 4 }), async (bytes) => {
        const { events, standing } = await open(bytes)
        expect([events.length, standing]).toEqual([bytes.length, null])
      }),
      { numRuns: 50 },
    )
  })
})

describe('The next try', () => {
  const rule = { days: 'mon-fri', from: 9, to: 17, tries: 3, untilDays: 7 } as const
  const at = (hour: number) => Date.UTC(2026, 10, 26, hour) / 1000
  it.each([
    ['now, where nobody tried yet', null, 10, 10],
    ['in the morning, where nobody tried and it is night', null, 20, 33],
    ['tomorrow, after a try in this window', 10, 11, 33],
    ['now, after a try in the night', 3, 11, 11],
  ] as const)('%s', (_, lastTry, now, from) => {
    expect(nextTry(lastTry === null ? null : at(lastTry), at(now), undefined, rule, 'UTC')?.from).toBe(at(from))
  })
})

it('the id of a case that is none is refused', async () => {
  expect(
    await outcome(() =>
      sealCaseEvent(
        crypto,
        KEY,
        { ...OF, case: 'x' },
        FIRST,
        { by: idOf('maria'), at: AT, audit: NO_AUDIT, act: {} },
        filled(31),
      ),
    ),
  ).toBe('base64')
  expect(fromBase64(OF.case).length).toBe(16)
})
