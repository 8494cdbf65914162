import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Chain, readChain } from '../../../../shared/chain.ts'
import type { MemberCrypto } from '../../../../shared/crypto/crypto.ts'
import { sumoSodium } from '../../../../shared/crypto/sumo.ts'
import { codeOf } from '../../../../shared/errors.ts'
import { readRoster } from '../../../../shared/roster.ts'
import { draftOf, horizonOf, readDraft, writeDraft } from '../../../../shared/rota/draft.ts'
import { endOf } from '../../../../shared/rota/cover.ts'
import { give } from '../../../../shared/rota/edit.ts'
import { type Swap, agree, bothAgreed, checkedSwap, exchange } from '../../../../shared/rota/swap.ts'
import { NOW, SEEDS, makeChain } from '../network.ts'

let crypto: MemberCrypto
let chain: Chain
/** the roster in force as it was signed */
let inner: object
const theirSeed = new Uint8Array(32).fill(9)
beforeAll(async () => {
  crypto = (await sumoSodium()).crypto
  const { text, pin } = await makeChain(crypto)
  chain = await readChain(crypto, text, pin)
  inner = JSON.parse(JSON.parse(text).roster.signed)
})

const minutes = Math.floor(NOW / 60)
const fault = (work: Promise<unknown>): Promise<string> => work.then(() => 'none', codeOf)

describe('a draft of the rota', () => {
  it('is a roster that the shape accepts, whatever was drawn, and comes back as it was', async () => {
    const { roster, rosterHash } = chain
    const end = horizonOf(NOW)
    const minute = fc.integer({ min: minutes, max: end })
    const paints = fc.array(fc.tuple(minute, minute, fc.constantFrom('a21', 'gcr', null)), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(paints, async (all) => {
        const shifts = all.reduce((drawn, [a, b, ngo]) => give(drawn, Math.min(a, b), Math.max(a, b), ngo), [
          ...roster.desks[0]!.shifts,
        ] as ReturnType<typeof give>)
        const text = writeDraft(roster, rosterHash, { shifts: { GR: shifts }, swaps: [] }, NOW)
        const read = readRoster(crypto, JSON.parse(text))
        expect([read.version, read.previous, read.issued]).toEqual([roster.version + 1, rosterHash, NOW])
        const left = shifts.filter((shift) => endOf(shift) > minutes)
        expect((await readDraft(crypto, text, roster, rosterHash)).shifts['GR']).toEqual(left)
      }),
      { numRuns: 60 },
    )
  })

  it('has a line for each shift, so that a person can read it', () => {
    const { roster, rosterHash } = chain
    const text = writeDraft(roster, rosterHash, draftOf(roster), NOW)
    expect(text).toContain(`        [${minutes - 30}, 60, "a21"],\n        [${minutes + 90}, 60, "gcr"]\n`)
    expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(inner))
  })

  it('leaves out what is over, and is for as long as it has to be', () => {
    const { roster, rosterHash } = chain
    const later = NOW + 3600
    const drawn = give([], minutes + 20 * 1440, minutes + 20 * 1440 + 60, 'a21')
    const read = (draft: Parameters<typeof writeDraft>[2]) =>
      readRoster(crypto, JSON.parse(writeDraft(roster, rosterHash, draft, later)))
    expect(read(draftOf(roster)).desks[0]!.shifts).toEqual([[minutes + 90, 60, 'gcr']])
    expect(read(draftOf(roster)).expires - later).toBe(14 * 86_400)
    expect(read({ shifts: { GR: drawn }, swaps: [] }).expires - later).toBe(18 * 86_400 - 3600 + 60)
  })

  it('of another roster, or what is none, is refused', async () => {
    const { roster, rosterHash } = chain
    const text = writeDraft(roster, rosterHash, draftOf(roster), NOW)
    const bent = (change: object) => JSON.stringify({ ...JSON.parse(text), ...change })
    const read = (file: string) => fault(readDraft(crypto, file, roster, rosterHash))
    expect(await read(text)).toBe('none')
    expect(await read(bent({ previous: roster.previous }))).toBe('document-conflict')
    expect(await read(bent({ version: roster.version + 2 }))).toBe('document-conflict')
    expect(await read(bent({ network: 'AAAAAAAAAAAAAAAAAAAAAA' }))).toBe('document-conflict')
    for (const none of ['', '[]', 'null', '{', '{}', bent({ desks: [] }), bent({ swaps: [1] })])
      expect(await read(none), none.slice(0, 40)).toBe('document-shape')
  })

  it('takes shifts from a file and nothing else', async () => {
    const { roster, rosterHash } = chain
    const file = JSON.parse(writeDraft(roster, rosterHash, draftOf(roster), NOW))
    file.ngos[0].name = 'Somebody else'
    file.desks.push({ ...file.desks[0], id: 'DE' })
    const draft = await readDraft(crypto, JSON.stringify(file), roster, rosterHash)
    expect(Object.keys(draft.shifts)).toEqual(['GR'])
    expect(writeDraft(roster, rosterHash, draft, NOW)).not.toContain('Somebody else')
  })
})

describe('a swap', () => {
  const swapOf = (): Swap => {
    const [a, b] = chain.roster.desks[0]!.shifts
    return { desk: 'GR', shifts: [a!, b!], agreed: [] }
  }
  const yes = (swap: Swap, ngo: string, seed: Uint8Array) =>
    agree(crypto, chain.roster, chain.rosterHash, swap, { ngo, seed, at: NOW })
  const held = async (swap: Swap) => {
    const checked = await checkedSwap(crypto, chain.roster, chain.rosterHash, swap)
    return [checked.agreed.map(({ ngo }) => ngo), bothAgreed(checked)]
  }

  it('needs the yes of a coordinator of each NGO', async () => {
    const one = yes(swapOf(), 'a21', SEEDS.lead)
    expect(await held(one)).toEqual([['a21'], false])
    expect(await held(yes(one, 'gcr', theirSeed))).toEqual([['a21', 'gcr'], true])
    expect(await held(yes(yes(one, 'gcr', theirSeed), 'a21', SEEDS.lead))).toEqual([['gcr', 'a21'], true])
  })

  it.each<[string, (swap: Swap) => Swap]>([
    ["by another NGO's coordinator", (swap) => yes(swap, 'gcr', SEEDS.lead)],
    ['by somebody whom the roster does not name', (swap) => yes(swap, 'gcr', new Uint8Array(32).fill(77))],
    ['to other shifts', (swap) => ({ ...yes(swap, 'gcr', theirSeed), shifts: [swap.shifts[0], [0, 60, 'gcr']] })],
    [
      'at another time',
      (swap) => ({ ...swap, agreed: yes(swap, 'gcr', theirSeed).agreed.map((one) => ({ ...one, at: NOW + 1 })) }),
    ],
    [
      'for another roster',
      (swap) => agree(crypto, chain.roster, chain.roster.release, swap, { ngo: 'gcr', seed: theirSeed, at: NOW }),
    ],
  ])('does not count a yes %s', async (_, bend) => {
    expect(await held(bend(swapOf()))).toEqual([[], false])
  })

  it('travels in the file; a yes that does not hold is left out', async () => {
    const { roster, rosterHash } = chain
    const good = yes(swapOf(), 'a21', SEEDS.lead)
    const bad = yes(
      {
        ...swapOf(),
        shifts: [
          [0, 1, 'a21'],
          [2, 1, 'gcr'],
        ],
      },
      'gcr',
      SEEDS.lead,
    )
    const text = writeDraft(roster, rosterHash, { ...draftOf(roster), swaps: [good, bad] }, NOW)
    expect(readRoster(crypto, JSON.parse(text)).version).toBe(roster.version + 1)
    expect((await readDraft(crypto, text, roster, rosterHash)).swaps).toEqual([good])
    expect(text).not.toMatch(/maria/i)
  })

  it('changes both shifts, and nothing where one is not there any more', () => {
    const { shifts } = chain.roster.desks[0]!
    const [a, b] = shifts
    expect(exchange(shifts, swapOf())).toEqual([
      [a![0], a![1], 'gcr'],
      [b![0], b![1], 'a21'],
    ])
    expect(exchange([a!], swapOf())).toBeUndefined()
  })
})
