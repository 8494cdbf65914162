import { beforeAll, describe, expect, it } from 'vitest'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { type Held, type History, openInboxKeys } from '../../../inbox/unlock/inboxKeys.ts'
import { type SecretKey, toBase64 } from '../../../shared/bytes.ts'
import type { MemberCrypto } from '../../../shared/crypto/crypto.ts'
import { MitosError } from '../../../shared/errors.ts'
import { type Named, sealInboxKey } from '../../../shared/inboxKey.ts'

let crypto: MemberCrypto
beforeAll(async () => void (crypto = (await sodium()).crypto))

const bytes = (n: number, length = 32): Uint8Array => new Uint8Array(length).fill(n)
const NETWORK = toBase64(bytes(1, 16))
const [MARIA, EVE] = [bytes(90), bytes(99)]
const lead = (seed = MARIA): string => toBase64(crypto.signPublicKey(seed))
const keysOf = (generation: number) => ({
  generation,
  key: toBase64(crypto.boxPublicKey(bytes(generation) as SecretKey)),
  sign: toBase64(crypto.signPublicKey(bytes(100 + generation))),
})
const named = (box: number, spare?: number, leads = [lead()]): Named => ({
  box: keysOf(box),
  ...(spare && { spare: keysOf(spare) }),
  leads,
})
const self = (coordinators = [lead()]) => ({
  coordinators,
  id: toBase64(bytes(5, 16)),
  network: NETWORK,
  ngo: 'a21',
  boxSecret: bytes(50) as SecretKey,
  box: crypto.boxPublicKey(bytes(50) as SecretKey),
})
/** The keys of a generation, sealed to the member. @param secret another one makes it a false one */
function sealed(generation: number, signer = MARIA, secret = generation, sheet?: object): string {
  const inbox = {
    network: NETWORK,
    ngo: 'a21',
    generation,
    boxSecret: bytes(secret),
    signSeed: bytes(100 + generation),
    ...(sheet && { sheet: sheet as never }),
  }
  const to = { id: self().id, box: toBase64(self().box) }
  return toBase64(sealInboxKey(crypto, inbox, to, { version: 1, hash: toBase64(bytes(2)) }, 7, signer))
}
/** Rosters, newest first, of which only the first is known; `fails` in place of all others. */
function line(rosters: readonly Named[], fails?: MitosError) {
  let seen = 1
  const history: History = {
    known: () => rosters.slice(0, seen),
    async more() {
      if (fails && seen < rosters.length) throw fails
      return seen < rosters.length && !!++seen
    },
  }
  return { history, fetched: () => seen - 1 }
}
const NONE: Held = { boxes: [], opened: new Set(), waiting: [] }
async function opens(keys: readonly string[], history: History, before = NONE, most = 99) {
  const { boxes, waiting, refused, behind } = await openInboxKeys(crypto, self(), keys, history, before, most)
  return { boxes: boxes.map((one) => one.generation), waiting: waiting.map((one) => one.generation), refused, behind }
}
const nothing = { boxes: [], waiting: [], refused: [], behind: null }

describe('the sealed keys of an inbox', () => {
  it('of the roster in force open without another roster', async () => {
    const { history, fetched } = line([named(3, 4), named(1, 3)])
    expect(await opens([sealed(3), sealed(4)], history)).toEqual({ ...nothing, boxes: [3, 4] })
    expect(fetched()).toBe(0)
  })

  it('of earlier generations open by the roster of that time, and no more rosters are fetched than that', async () => {
    const rosters = [named(9), named(9), named(5, 6), named(5, 6), named(3, 5), named(1)]
    const all = line(rosters)
    expect(await opens([sealed(9), sealed(5)], all.history)).toEqual({ ...nothing, boxes: [9, 5] })
    expect(all.fetched()).toBe(2)
    expect(await opens([sealed(3)], line(rosters).history)).toEqual({ ...nothing, boxes: [3] })
  })

  it('of somebody who was a coordinator then open too', async () => {
    const rosters = [named(9), named(5, 6, [lead(EVE)])]
    expect(await opens([sealed(5, EVE)], line(rosters).history)).toEqual({ ...nothing, boxes: [5] })
    expect(await opens([sealed(9, EVE)], line(rosters).history)).toEqual({ ...nothing, refused: ['inbox-key-signer'] })
  })

  it('are refused where the old roster names other ones', async () => {
    const { history } = line([named(9), named(5, 6), named(1)])
    expect(await opens([sealed(5, MARIA, 77), sealed(5, EVE)], history)).toEqual({
      ...nothing,
      refused: ['inbox-key-mismatch', 'inbox-key-signer'],
    })
  })

  it('of a generation that is to come wait without a word, and open once a roster names them', async () => {
    const wants = { box: 5, spare: 6, teamMin: 2, revokes: true }
    const key = sealed(5, MARIA, 5, wants)
    const { history, fetched } = line([named(3, 4), named(1)])
    const first = await openInboxKeys(crypto, self(), [key, sealed(6, EVE)], history, NONE, 99)
    expect([first.waiting.map(({ generation, sheet, issued }) => [generation, sheet, issued]), first.refused]).toEqual([
      [[5, wants, 7]],
      [],
    ])
    expect(fetched()).toBe(0)
    const again = await openInboxKeys(crypto, self(), [key], history, first, 99)
    // The same bytes, so that the lock wipes them.
    expect(again.waiting[0]).toBe(first.waiting[0])
    expect(await opens([key], line([named(5, 6)]).history, first)).toEqual({ ...nothing, boxes: [5] })
  })

  it('of a generation that is to come do not wait where their maker is in the team no more, and open once a roster names them', async () => {
    const both = [lead(), lead(EVE)]
    const wants = { box: 5, spare: 6, teamMin: 2, revokes: false }
    const keys = [sealed(5, EVE, 5, wants), sealed(6, EVE, 6, wants)]
    expect(await opens(keys, line([named(3, 4, both)]).history)).toEqual(nothing)
    const before = await openInboxKeys(crypto, self(both), keys, line([named(3, 4, both)]).history, NONE, 99)
    expect(before.waiting).toHaveLength(2)
    expect(await opens(keys, line([named(5, 6, both)]).history)).toEqual({ ...nothing, boxes: [5, 6] })
  })

  it('of a generation that was given up are passed over; who is no coordinator has none', async () => {
    const rosters = [named(9, 10), named(3, 4), named(1)]
    const { history, fetched } = line(rosters)
    expect(await opens([sealed(6)], history)).toEqual(nothing)
    expect(fetched()).toBe(1)
    expect(await opens([sealed(6, EVE)], line(rosters).history)).toEqual({ ...nothing, refused: ['inbox-key-signer'] })
  })

  it('wait for earlier rosters that do not come, or are too many for now', async () => {
    const rosters = [named(9), named(8), named(7), named(3)]
    const why = new MitosError('trust-history')
    const keys = [sealed(9), sealed(3)]
    expect(await opens(keys, line(rosters, why).history)).toEqual({ ...nothing, boxes: [9], behind: { why } })
    const { history, fetched } = line(rosters)
    expect(await opens(keys, history, NONE, 2)).toEqual({ ...nothing, boxes: [9], behind: {} })
    expect(fetched()).toBe(2)
    expect(await opens(keys, history)).toEqual({ ...nothing, boxes: [9, 3] })
  })
})
