import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rmSync } from 'node:fs'
import { type Swap, agree, exchange } from '../../../shared/rota/swap.ts'
import { crypto, hashOf, seed } from '../network.ts'
import { type Desk, START, makeNetwork, openDesk } from './desk.ts'
import { SIGN, goodDraft, putDraft } from './draft.ts'

const DIFF = 'roster diff keeper/roster-1.json keeper/draft.json'
const CHECK = 'roster check keeper/draft.json --before keeper/roster-1.json'
const SIGNED = 'Who agreed ("swaps") was for your eyes: the roster has the shifts only.'
let desk: Desk
let before: any
let hash: string
let swap: Swap

/** Roster 1 gives the first shift to one NGO and the second to the other, who want to change them. */
beforeEach(async () => {
  desk = openDesk()
  await makeNetwork(desk)
  before = goodDraft(desk)
  const shifts = [
    [START / 60, 480, 'a21'],
    [START / 60 + 480, 1440, 'gcr'],
    [START / 60 + 1920, 480, 'a21'],
  ] as const
  before.desks[0].shifts = shifts
  putDraft(desk, before)
  expect((await desk.mitos(SIGN)).code).toBe(0)
  hash = hashOf(JSON.parse(desk.text('keeper/roster-1.json')))
  swap = { desk: 'GR', shifts: [shifts[0], shifts[1]], agreed: [] }
})
afterEach(() => {
  desk.keptSecrets()
  desk.close()
})

/** The swap with the yes of some, given for a roster. */
const yes = (who: readonly string[], of = hash, one = swap): Swap =>
  who.reduce((so, ngo) => agree(crypto, before, of, so, { ngo, seed: seed(`${ngo} lead`), at: START }), one)
const done = () => exchange(before.desks[0].shifts, swap)!
function put(swaps: unknown, shifts: unknown = done()): void {
  putDraft(desk, { ...before, version: 2, previous: hash, desks: [{ ...before.desks[0], shifts }], swaps })
}

describe('a swap in a draft', () => {
  it('is signed where both NGOs said yes: who they are is said, and is not in what is signed', async () => {
    put([yes(['a21', 'gcr'])])
    const says =
      '- swap at GR, a21 Mon 2 Nov 10:00 – 18:00 (8 h) for gcr Mon 2 Nov 18:00 – Tue 3 Nov 18:00 (24 h): a21 and gcr said yes, and the draft does it'
    expect((await desk.mitos(DIFF)).said.split('\n')).toContain(says)
    expect((await desk.mitos(CHECK)).said).not.toContain('swap')
    const { code, said } = await desk.mitos(SIGN)
    expect([code, said]).toEqual([0, expect.stringContaining(`${says}\n${SIGNED}`)])
    const signed = JSON.parse(JSON.parse(desk.text('keeper/roster-2.json')).signed)
    expect([signed.swaps, signed.desks[0].shifts]).toEqual([undefined, done()])
  })

  it.each([
    ['nobody', () => [], 'nobody said yes whose yes counts, a21 and gcr did not'],
    ['one', () => yes(['a21']).agreed, 'a21 said yes, gcr did not'],
    ['somebody for another roster', () => yes(['a21', 'gcr'], 'x').agreed, 'nobody said yes whose yes counts'],
    [
      'one for the other',
      () => yes(['a21', 'gcr']).agreed.map((one) => ({ ...one, ngo: one.ngo === 'gcr' ? 'a21' : 'gcr' })),
      'nobody said yes whose yes counts',
    ],
  ])('is refused where shifts changed hands by the yes of %s', async (_, agreed, says) => {
    // A list of nobody is none that a coordinator's browser writes.
    const some = agreed()
    const swaps = [{ ...swap, agreed: some.length ? some : [{ ...yes(['a21']).agreed[0], at: 1 }] }]
    put(swaps)
    expect((await desk.mitos(DIFF)).said).toMatch(new RegExp(`\n! swap at GR, .*${says}.*but the draft does it all`))
    expect((await desk.mitos(CHECK)).said).toMatch(
      /^red   swap-unagreed: roster: swap at GR, .*one of them says no\.$/m,
    )
    const { code, said } = await desk.mitos(SIGN, [])
    expect([code, said]).toEqual([1, expect.stringMatching(/\nmitos: swap-unagreed: 1 swap without the yes of both/)])
    const all = await desk.mitos(`${SIGN} --without-consent`)
    expect([all.code, all.said]).toEqual([0, expect.stringContaining('written: keeper/roster-2.json')])
  })

  it('that waits moves nothing, so nothing is refused', async () => {
    put([yes(['a21'])], before.desks[0].shifts)
    expect((await desk.mitos(DIFF)).said).toMatch(/- swap .*gcr did not\. The draft leaves the shifts as they were, so/)
    expect((await desk.mitos(SIGN)).code).toBe(0)
  })

  it('is looked at where it was done by half, or is of shifts that stood otherwise', async () => {
    const [first, second, third] = before.desks[0].shifts
    put([yes(['a21', 'gcr'])], [[first[0], 480, 'gcr'], second, third])
    expect((await desk.mitos(SIGN, [])).said).toMatch(/! swap .*said yes, but the draft does only a part of it\. Ask/)
    const other: Swap = { ...swap, shifts: [[first[0], 240, 'a21'], second] }
    put([yes(['a21', 'gcr'], hash, other)])
    expect((await desk.mitos(SIGN, [])).said).toMatch(/; one of these shifts is not in the roster before .*swap-unagr/s)
  })

  it('follows another one of the same shifts', async () => {
    const third = before.desks[0].shifts[2]
    const second: Swap = { desk: 'GR', shifts: [[swap.shifts[0][0], 480, 'gcr'], third], agreed: [] }
    put([yes(['a21', 'gcr']), yes(['a21', 'gcr'], hash, second)], exchange(done(), second))
    const { code, said } = await desk.mitos(SIGN)
    expect([code, said.match(/said yes, and the draft does it/g)?.length]).toEqual([0, 2])
  })

  it('is judged by the roster that the draft was made of, and by no other', async () => {
    put([yes(['a21', 'gcr'])])
    rmSync(desk.path('keeper/roster-1.json'))
    expect((await desk.mitos(SIGN, [])).said).toMatch(/mitos: not-found: .*put roster-1\.json beside it, or name it/)
    putDraft(desk, { ...before, expires: before.expires - 60 })
    await desk.mitos(SIGN)
    put([yes(['a21', 'gcr'])])
    expect((await desk.mitos(SIGN, [])).said).toMatch(/mitos: document-conflict: the draft was not made of this roster/)
    expect((await desk.mitos('roster diff keeper/draft.json keeper/draft.json')).said).toContain(
      '! the second one has swaps: who agreed can only be told beside the signed roster',
    )
    put([{ ...swap, shifts: [] }])
    for (const line of [DIFF, SIGN])
      expect((await desk.mitos(line, [])).said).toMatch(/mitos: document-shape: what NGOs agreed on \("swaps"\) is dam/)
  })
})

describe('roster edit --rota', () => {
  const EDIT = 'roster edit keeper/roster-1.json keeper/next.json --rota keeper/draft.json'
  const next = () => JSON.parse(desk.text('keeper/next.json'))

  it('takes shifts and swaps of what a coordinator drew, and nothing else', async () => {
    put([yes(['a21', 'gcr'])])
    const drawn = JSON.parse(desk.text('keeper/draft.json'))
    drawn.ngos[0].leads = [...drawn.ngos[1].leads]
    drawn.ngos[1].leads = before.ngos[0].leads
    putDraft(desk, { ...drawn, release: hash, revoked: before.ngos[0].leads })
    desk.now += 9 * 3600
    const { code, said } = await desk.mitos(EDIT)
    expect([code, said]).toEqual([0, expect.stringContaining('GR: 2 shifts left, 1 over or too far ahead')])
    const { swaps, ...roster } = next()
    expect(swaps).toEqual([yes(['a21', 'gcr'])])
    expect(roster).toEqual({
      ...before,
      version: 2,
      previous: hash,
      issued: desk.now,
      expires: desk.now + 14 * 86_400,
      desks: [{ ...before.desks[0], shifts: done().slice(1) }],
    })
    expect(desk.text('keeper/next.json')).toContain('        [29893920, 1440, "a21"],\n')
    expect((await desk.mitos(SIGN.replace('draft', 'next'))).said).toMatch(
      /a21 and gcr said yes, and the draft does it/,
    )
  })

  it('keeps a swap without a yes for the keeper to see', async () => {
    put([{ ...yes(['a21']), agreed: [{ ...yes(['a21']).agreed[0], at: 1 }] }])
    expect((await desk.mitos(EDIT)).code).toBe(0)
    expect((await desk.mitos(SIGN.replace('draft', 'next'), [])).said).toMatch(/mitos: swap-unagreed: /)
  })

  it('refuses one for another roster, and what is none', async () => {
    putDraft(desk, { ...before, version: 2, previous: before.release })
    expect((await desk.mitos(EDIT)).said).toMatch(/^mitos: document-conflict: this rota was drawn for another roster/)
    for (const [wrong, says] of [
      [{ ...before, desks: [] }, /document-shape: this is not a draft of the rota/],
      [JSON.parse(desk.text('keeper/roster-1.json')), /document-shape: this is not a draft of the rota/],
      [{ ...before, version: 2, previous: hash, swaps: 1 }, /document-shape: (this is not a draft|what NGOs agreed)/],
      ['{', /roster-refused: the draft cannot be read at line 1/],
    ] as const) {
      putDraft(desk, wrong)
      expect((await desk.mitos(EDIT)).said).toMatch(says)
    }
    rmSync(desk.path('keeper/draft.json'))
    expect((await desk.mitos(EDIT)).said).toMatch(/^mitos: not-found: the draft of the rota/)
    expect(() => next()).toThrow()
  })
})
