import { describe, expect, it } from 'vitest'
import { toBase64 } from '../../../shared/bytes.ts'
import { type Chain, readChain } from '../../../shared/chain.ts'
import { light } from '../../../shared/crypto/light.ts'
import { sumoSodium } from '../../../shared/crypto/sumo.ts'
import { codeOf } from '../../../shared/errors.ts'
import { checkKeyIds } from '../../../shared/keys.ts'
import type { Root } from '../../../shared/root.ts'
import { signDocument } from '../../../shared/signed.ts'
import { BUILD_TIME, whoReads } from '../../../shared/onDuty.ts'
import { releaseOf } from '../../../widget/boot/gate.ts'
import { NOW, SEEDS, makeChain } from './network.ts'

const { crypto } = await sumoSodium()
const DAY = 86_400

const strict = (text: string, pin: string, seen?: Chain) =>
  readChain(light, text, pin, seen).then(
    () => 'ok',
    (error) => codeOf(error),
  )
const gate = (text: string, pin: string) =>
  releaseOf(text, pin).then(
    () => 'ok',
    (error) => codeOf(error),
  )

describe('a chain of trust', () => {
  it('holds when every link does', async () => {
    const { text, pin } = await makeChain(crypto)
    expect(await strict(text, pin)).toBe('ok')
    expect(await gate(text, pin)).toBe('ok')
  })

  it('is refused by boot and by the panel when a byte of a signed document is flipped', async () => {
    const { chain, pin } = await makeChain(crypto)
    for (const [stage, document] of [
      ['root', chain.roots[0]!],
      ['release', chain.release],
      ['roster', chain.roster],
    ] as const) {
      const bent = { ...document, signed: document.signed.replace('"v":1', '"v":2') }
      const text = JSON.stringify({ ...chain, ...(stage === 'root' ? { roots: [bent] } : { [stage]: bent }) })
      expect(await strict(text, pin), stage).toBe(`${stage}-refused`)
      expect(await gate(text, pin), stage).toBe(`${stage}-refused`)
    }
  })

  it('is refused when another network wrote it', async () => {
    const { text } = await makeChain(crypto)
    const pin = toBase64(new Uint8Array(32))
    expect(await strict(text, pin)).toBe('root-refused')
    expect(await gate(text, pin)).toBe('root-refused')
  })

  it('is refused when a stranger signed the roster', async () => {
    const { text, pin } = await makeChain(crypto, { rosterSeeds: [SEEDS.lead] })
    expect(await strict(text, pin)).toBe('roster-refused')
    expect(await gate(text, pin)).toBe('roster-refused')
  })

  it('is refused when the roster names another release', async () => {
    const bend = (roster: object) => ({ ...roster, release: toBase64(new Uint8Array(32)) })
    const { text, pin } = await makeChain(crypto, { roster: bend })
    expect(await strict(text, pin)).toBe('release-refused')
    expect(await gate(text, pin)).toBe('release-refused')
  })

  it('is refused when the roster is of another network', async () => {
    const bend = (roster: object) => ({ ...roster, network: toBase64(new Uint8Array(16).fill(9)) })
    const { text, pin } = await makeChain(crypto, { roster: bend })
    expect(await strict(text, pin)).toBe('roster-refused')
    expect(await gate(text, pin)).toBe('roster-refused')
  })

  it.each([
    [
      'a shift of an NGO that does not exist',
      (r: any) => ({ ...r, desks: [{ ...r.desks[0], shifts: [[r.desks[0].shifts[0][0], 60, 'nobody']] }] }),
    ],
    [
      'shifts that overlap',
      (r: any) => ({ ...r, desks: [{ ...r.desks[0], shifts: [r.desks[0].shifts[0], r.desks[0].shifts[0]] }] }),
    ],
    ['a time zone that there is not', (r: any) => ({ ...r, desks: [{ ...r.desks[0], tz: 'Europe/Atlantis' }] })],
    ['a life of more than 31 days', (r: any) => ({ ...r, expires: r.issued + 32 * DAY })],
    ['an end before its beginning', (r: any) => ({ ...r, expires: r.issued })],
    ['one key in two places', (r: any) => ({ ...r, ngos: [r.ngos[0], { ...r.ngos[1], box: r.ngos[0].box }] })],
    [
      'a box key that another NGO has too',
      (r: any) => ({ ...r, ngos: [r.ngos[0], { ...r.ngos[1], box: { ...r.ngos[1].box, key: r.ngos[0].box.key } }] }),
    ],
    [
      'a box key of low order',
      (r: any) => ({
        ...r,
        ngos: [{ ...r.ngos[0], box: { ...r.ngos[0].box, key: toBase64(new Uint8Array(32)) } }, r.ngos[1]],
      }),
    ],
    [
      'a lead of small order',
      (r: any) => ({
        ...r,
        ngos: [{ ...r.ngos[0], leads: [toBase64(Uint8Array.from([1, ...new Uint8Array(31)]))] }, r.ngos[1]],
      }),
    ],
    ['two NGOs of one id', (r: any) => ({ ...r, ngos: [r.ngos[0], { ...r.ngos[1], id: 'a21' }] })],
    ['no previous hash after version 1', (r: any) => ({ ...r, previous: null })],
    [
      'an exit page over plain http',
      (r: any) => ({ ...r, desks: [{ ...r.desks[0], exits: ['http://weather.example/'] }] }),
    ],
    ['a name missing', (r: any) => ({ ...r, revoked: undefined })],
  ])('is refused for a roster with %s', async (_, bend) => {
    const { text, pin } = await makeChain(crypto, { roster: bend })
    expect(await strict(text, pin)).toBe('roster-refused')
  })

  it('takes names that a later version may add', async () => {
    const { text, pin } = await makeChain(crypto, {
      roster: (roster) => ({ ...roster, later: 1, desks: roster.desks.map((desk) => ({ ...desk, chat: true })) }),
    })
    expect(await strict(text, pin)).toBe('ok')
  })

  it('refuses a release without a sealing module, or that asks for a newer roster', async () => {
    const without = await makeChain(crypto, { release: (r) => ({ ...r, files: { panel: r.files['panel'] } }) })
    expect(await strict(without.text, without.pin)).toBe('release-refused')
    const newer = await makeChain(crypto, { release: (r) => ({ ...r, minRoster: 3 }) })
    expect(await strict(newer.text, newer.pin)).toBe('release-refused')
  })

  it.each([
    [2 ** 53 - 1, 'ok'],
    [2 ** 53, 'roster-refused'],
  ])('with a roster of version %d: %s', async (version, said) => {
    const { text, pin } = await makeChain(crypto, { roster: (roster) => ({ ...roster, version }) })
    expect(await strict(text, pin)).toBe(said)
  })

  it('refuses documents older than those that this panel saw', async () => {
    const { text, pin } = await makeChain(crypto)
    const newer = await makeChain(crypto, { roster: (roster) => ({ ...roster, version: 3 }) })
    const seen = await readChain(light, newer.text, newer.pin)
    expect(await strict(text, pin, seen)).toBe('roster-refused')
  })
})

describe('the walk from the pinned root', () => {
  const rotated = async (change: Partial<Root>, seeds: readonly Uint8Array[]) => {
    const { chain, pin, parts } = await makeChain(crypto)
    const next: Root = { ...parts.root, version: 2, ...change }
    return { text: JSON.stringify({ ...chain, roots: [...chain.roots, signDocument(crypto, next, seeds)] }), pin }
  }
  const fresh = [new Uint8Array(32).fill(11), new Uint8Array(32).fill(12)]
  const freshKeys = fresh.map((seed) => toBase64(crypto.signPublicKey(seed)))

  it('follows a root that old and new keys signed', async () => {
    const { text, pin } = await rotated({ keys: freshKeys }, [...SEEDS.root, ...fresh])
    expect([await strict(text, pin), await gate(text, pin)]).toEqual(['ok', 'ok'])
  })
  it('refuses one that the new keys did not sign', async () => {
    const { text, pin } = await rotated({ keys: freshKeys }, SEEDS.root)
    expect([await strict(text, pin), await gate(text, pin)]).toEqual(['root-refused', 'root-refused'])
  })
  it('refuses one that the old keys did not sign', async () => {
    const { text, pin } = await rotated({ keys: freshKeys }, fresh)
    expect([await strict(text, pin), await gate(text, pin)]).toEqual(['root-refused', 'root-refused'])
  })
  it('refuses root N + 2 after N', async () => {
    const { text, pin } = await rotated({ version: 3 }, SEEDS.root)
    expect([await strict(text, pin), await gate(text, pin)]).toEqual(['root-refused', 'root-refused'])
  })
  it('refuses a change of network', async () => {
    const { text, pin } = await rotated({ network: toBase64(new Uint8Array(16)) }, SEEDS.root)
    expect([await strict(text, pin), await gate(text, pin)]).toEqual(['root-refused', 'root-refused'])
  })
  it('refuses a root whose key has two roles', async () => {
    const { text, pin } = await rotated({ rosterKeys: [freshKeys[0]!], releaseKeys: freshKeys }, SEEDS.root)
    expect(await strict(text, pin)).toBe('root-refused')
  })
})

describe('a switch', () => {
  const withSwitch = async (change: object, seed = SEEDS.lead) => {
    const { chain, pin, parts } = await makeChain(crypto)
    const document = {
      type: 'switch',
      v: 1,
      network: parts.network,
      ngo: 'a21',
      generation: 4,
      issued: NOW,
      ...change,
    } as const
    const text = JSON.stringify({ ...chain, switches: [signDocument(crypto, document as never, [seed])] })
    const { roster } = await readChain(light, text, pin)
    return roster.ngos[0]!.box.generation
  }
  it("puts the spare in the box's place", async () => expect(await withSwitch({})).toBe(4))
  it("is ignored when another NGO's lead signed it", async () =>
    expect(await withSwitch({}, new Uint8Array(32).fill(9))).toBe(3))
  it('is ignored for the wrong generation', async () => expect(await withSwitch({ generation: 5 })).toBe(3))
  it('is ignored for another network', async () =>
    expect(await withSwitch({ network: toBase64(new Uint8Array(16)) })).toBe(3))
})

describe('key ids', () => {
  it('are distinct in a roster that may be sealed to', async () => {
    const { text, pin } = await makeChain(crypto)
    const { roster } = await readChain(light, text, pin)
    expect(() => checkKeyIds(light, roster)).not.toThrow()
    const clash = { ...light, blake2b: () => new Uint8Array(32) }
    expect(() => checkKeyIds(clash, roster)).toThrow('key-id-clash')
  })
})

describe('who reads', () => {
  const chainAt = async (time: number | undefined, off: string[] = []) => {
    const made = await makeChain(crypto, { off, ...(time === undefined ? {} : { time }) })
    const chain = await readChain(light, made.text, made.pin)
    return time === undefined ? { ...chain, time: null } : chain
  }
  const judged = async (device: number, time?: number, got = device) =>
    whoReads(await chainAt(time), 'GR', 'site', device, got).duty

  it('is the NGO whose shift runs', async () => {
    expect(await judged(NOW, NOW)).toMatchObject({ kind: 'on', ngo: { id: 'a21' }, until: NOW + 1800 })
  })
  it('is the next one in a gap', async () => {
    expect(await judged(NOW + 3600, NOW + 3600)).toMatchObject({ kind: 'later', ngo: { id: 'gcr' }, from: NOW + 5400 })
  })
  it('is nobody after the last shift', async () => {
    expect(await judged(NOW + DAY)).toEqual({ kind: 'none', reason: 'nobody' })
  })
  it('is nobody once the roster has expired', async () => {
    expect(await judged(NOW + 11 * DAY)).toEqual({ kind: 'none', reason: 'expired' })
  })
  it('follows the server when the device has the wrong time zone', async () => {
    expect(await judged(NOW - 7200, NOW)).toMatchObject({ kind: 'on', ngo: { id: 'a21' } })
  })
  it('does not follow a server that is more than fourteen hours away', async () => {
    expect(await judged(NOW, NOW - 60 * 3600)).toMatchObject({ kind: 'on', ngo: { id: 'a21' } })
  })
  it('takes a clock that is behind for the time of the newest document', async () => {
    const { duty, t } = whoReads(await chainAt(undefined), 'GR', null, BUILD_TIME, BUILD_TIME)
    expect(t).toBe(NOW - 3600)
    expect(duty).toMatchObject({ kind: 'later', ngo: { id: 'a21' } })
  })
  it.each([
    ['1970', 0],
    ['the day before the first', BUILD_TIME - 1],
    ['2040', 2_208_988_800],
  ])('is nobody on a clock of %s, whatever the server says', async (_, device) => {
    for (const time of [undefined, device, NOW])
      expect(await judged(device, time)).toEqual({ kind: 'none', reason: 'expired' })
  })
  it('is nobody for a site that is switched off, and for an unknown desk', async () => {
    const chain = await chainAt(NOW, ['site'])
    expect(whoReads(chain, 'GR', 'site', NOW, NOW).duty).toEqual({ kind: 'none', reason: 'off' })
    expect(whoReads(chain, 'XX', null, NOW, NOW).duty).toEqual({ kind: 'none', reason: 'nobody' })
  })
  it('is nobody when the key on duty is revoked', async () => {
    const chain = await chainAt(NOW)
    const revoked = { ...chain, roster: { ...chain.roster, revoked: [chain.roster.ngos[0]!.box.key] } }
    expect(whoReads(revoked, 'GR', null, NOW, NOW).duty).toEqual({ kind: 'none', reason: 'nobody' })
  })
})
