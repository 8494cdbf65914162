import { rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../shared/json.ts'
import { type Roster, readRoster } from '../../../shared/roster.ts'
import { openDocument } from '../../../shared/signed.ts'
import { problemsOf } from '../../../server/cli/keeper/rosterPlace.ts'
import { sample } from '../../support/release.ts'
import { boxKey, signKey } from '../network.ts'
import { DAY, type Desk, START, makeNetwork, openDesk, sodium } from './desk.ts'
import { SIGN, goodDraft, putDraft } from './draft.ts'

let desk: Desk
beforeEach(async () => {
  desk = openDesk()
  await makeNetwork(desk)
})
afterEach(() => {
  desk.keptSecrets()
  desk.close()
})

const root = () => JSON.parse(JSON.parse(desk.text('keeper/root-1.json')).signed)
const good = () => goodDraft(desk)
const put = (draft: object | string) => putDraft(desk, draft)

describe('roster new', () => {
  it('writes a draft of every field, which says what is still empty when it is signed', async () => {
    expect((await desk.mitos('roster new keeper/draft.json --dry-run')).said).toContain('dry run, not written')
    await desk.mitos('roster new keeper/draft.json')
    expect(Object.keys(JSON.parse(desk.text('keeper/draft.json')))).toEqual(Object.keys(good()))
    const { code, said } = await desk.mitos(SIGN)
    expect(code).toBe(1)
    expect(said.split('\n')).toEqual(
      expect.arrayContaining([
        'WRONG release: should be a hash of 43 characters',
        'WRONG ngos no. 1, id: should be 2 to 16 of a-z, 0-9 and -',
        'WRONG ngos no. 1, box, key: should be the public box key of 43 characters that the NGO made',
        'WRONG ngos no. 1, leads: should be a list of 1 to 16 public keys of coordinators',
        'WRONG desks no. 1, tz: should be a time zone, as Europe/Athens',
        expect.stringMatching(/^mitos: roster-refused: \d+ places of this roster not right; nothing was signed$/),
      ]),
    )
    expect((await desk.mitos('roster new keeper/draft.json')).said).toMatch(/^mitos: file-exists: /)
  })
})

describe('roster sign', () => {
  it('makes the one spelling of a draft, signed, which readers take', async () => {
    put(good())
    expect((await desk.mitos(`${SIGN} --dry-run`)).said).toContain('dry run, not written: keeper/roster-1.json')
    const { code, said } = await desk.mitos(SIGN)
    expect(code).toBe(0)
    expect(said).toMatch(/^roster 1, issued 2026-11-02 08:00 UTC, ends 2026-11-16 08:00 UTC\nreads: a21, gcr\n/)
    expect(said).toMatch(/2 shifts, the last ends 2026-11-03 16:00 UTC\n[^]*1 of 1 signature; that is enough\nWhole\./)
    const document = JSON.parse(desk.text('keeper/roster-1.json'))
    const opened = await openDocument(sodium.crypto, document, 'roster', root().rosterKeys, 1)
    expect(readRoster(sodium.crypto, opened.inner)).toEqual(good())
    expect((await desk.mitos(SIGN)).said).toMatch(/mitos: file-exists: this draft was made a roster already/)
    const again = await desk.mitos('roster sign keeper/roster-1.json --key keeper/a-roster.key', [])
    expect([again.code, again.said]).toEqual([0, expect.stringContaining('nothing to do')])
  })

  it('reads times as people write them', async () => {
    const draft = good()
    draft.issued = '2026-11-02 08:00 UTC'
    draft.expires = '2026-11-16T08:00Z'
    draft.desks[0].shifts[0][0] = '2026-11-02 08:00 UTC'
    draft.ngos[0].signKeys = [{ key: signKey('an old one'), until: '2026-11-05T00:00Z' }]
    draft.desks[0].lines[0].checked = '2026-11-01 00:00 UTC'
    put(`\ufeff${JSON.stringify(draft)}`)
    await desk.mitos(SIGN)
    const signed = JSON.parse(JSON.parse(desk.text('keeper/roster-1.json')).signed) as Roster
    expect(signed.desks[0]!.shifts).toEqual(good().desks[0].shifts)
    expect(signed.desks[0]!.lines[0]!.checked).toBe(Date.UTC(2026, 10, 1) / 1000)
    expect([signed.issued, signed.expires]).toEqual([START, START + 14 * DAY])
    expect(signed.ngos[0]!.signKeys[0]!.until).toBe(Date.UTC(2026, 10, 5) / 1000)
  })

  it('says at which line a draft stops being one, without what stands there', async () => {
    put(JSON.stringify(good(), null, 2).replace('"version": 1,', '"version": unquoted'))
    expect((await desk.mitos(SIGN)).said).toMatch(
      /^mitos: roster-refused: the draft cannot be read at line 5: look for a comma/,
    )
    put('{"type":"roster",')
    expect((await desk.mitos(SIGN)).said).toMatch(/cannot be read at line 1/)
    put('[]')
    expect((await desk.mitos(SIGN)).said).toMatch(/^mitos: roster-refused: this is not a draft/)
  })

  it('takes roster keys of this network only, and no roster of another one', async () => {
    put(good())
    expect((await desk.mitos('roster sign keeper/draft.json --key keeper/a-root.key')).said).toMatch(
      /^mitos: key-refused: this is a root key; a roster is signed with a roster key/m,
    )
    put({ ...good(), network: 'AAAAAAAAAAAAAAAAAAAAAA' })
    expect((await desk.mitos(SIGN)).said).toMatch(/^mitos: roster-refused: "network" is not that of the root/m)
    put(good())
    desk.now += 15 * DAY
    expect((await desk.mitos(SIGN)).said).toMatch(/^mitos: roster-refused: its time is over/m)
    desk.now -= 17 * DAY
    expect((await desk.mitos(SIGN)).said).toMatch(/^mitos: clock-behind: /m)
  })

  it('refuses what is JSON but none of ours, and a draft that is no roster at all', async () => {
    const draft = good()
    put(JSON.stringify(draft, null, 2).replace('"version": 1', '"version": 1.5'))
    expect((await desk.mitos(SIGN)).said).toMatch(/^mitos: roster-refused: a number with a point/)
    put(JSON.stringify(draft).replace('"name":"a21"', '"name":"\\ud800"'))
    expect((await desk.mitos(SIGN)).said).toMatch(/^mitos: roster-refused: .*half a character/)
    put({ ...draft, ngos: [{ ...draft.ngos[0], names: { el: 'x'.repeat(600_000) } }] })
    expect((await desk.mitos(SIGN)).said).toMatch(/^mitos: roster-refused: this roster is too large/)
    put({ ...draft, type: 'root' })
    expect((await desk.mitos(SIGN)).said).toMatch(/^WRONG type: should be "roster"\nmitos: roster-refused: 1 place of/)
    put({ ...draft, v: 2 })
    expect((await desk.mitos(SIGN)).said).toMatch(/^WRONG v: should be 1\nmitos: roster-refused/)
  })

  it('tells of a field that nobody reads, and signs it', async () => {
    const draft = good()
    draft.ngos[0].fone = '1'
    put(draft)
    const { code, said } = await desk.mitos(SIGN)
    expect([code, said]).toEqual([0, expect.stringContaining('unknown field, which nobody reads: ngos no. 1, fone')])
  })

  it('says where each thing is that readers refuse', () => {
    const second = {
      ...good().ngos[0],
      id: 'two',
      box: { generation: 1, key: boxKey('x'), sign: signKey('x') },
      leads: [signKey('y')],
    }
    const cases: readonly [(draft: any) => unknown, RegExp][] = [
      [(d) => (d.version = 2), /^previous: null for version 1/],
      [(d) => (d.version = '1'), /^version: should be a whole number, 1 or more/],
      [(d) => delete d.revoked, /^revoked: is missing/],
      [(d) => (d.expires = d.issued), /^expires: should be after/],
      [(d) => (d.expires = d.issued + 32 * DAY), /^expires: at most 31 days/],
      [(d) => (d.issued = '2026-13-01 08:00 UTC'), /^issued: should be a time/],
      [(d) => d.ngos.push(d.ngos[0]), /^ngos: two have the id a21/],
      [(d) => d.desks.push(d.desks[0]), /^desks: two have the id GR/],
      [(d) => (d.ngos = {}), /^ngos: should be a list of 1 to 200 NGOs/],
      [(d) => (d.ngos[0].box = []), /^ngos no. 1, box: should be {…} with generation, key, sign/],
      [
        (d) => d.ngos.push({ ...second, leads: d.ngos[0].leads }),
        /^the same key stands at: ngos no. 1, leads no. 1; ngos no. 3, leads no. 1/,
      ],
      [(d) => (d.ngos[0].box.key = 'A'.repeat(43)), /^ngos no. 1, box, key: is no proper key/],
      [(d) => (d.ngos[0].leads[0] = 'A'.repeat(43)), /^ngos no. 1, leads no. 1: is no proper key/],
      [
        (d) => (d.ngos[0].spare = { generation: 1, key: boxKey('s'), sign: signKey('s') }),
        /^ngos no. 1, spare, generation: should be higher/,
      ],
      [(d) => (d.ngos[0].answersWithin = 0), /^ngos no. 1, answersWithin: should be a whole number from 1 to 720/],
      [(d) => (d.ngos[0].notices = { en: 'x' }), /^ngos no. 1, notices: should be hashes/],
      [(d) => (d.desks[0].tz = 'Athens'), /^desks no. 1, tz: should be a time zone/],
      [(d) => (d.desks[0].houseRule.to = 9), /^desk GR, houseRule: "from" should be before "to"/],
      [(d) => (d.desks[0].exits = ['http://a.example']), /^desks no. 1, exits no. 1: should be an address/],
      [(d) => (d.desks[0].lines = []), /^desks no. 1, lines: should be a list of 1 to 60 phone lines/],
      [(d) => (d.desks[0].lines[0].number = 'x'), /^desks no. 1, lines no. 1, number: should be 2 to 20 digits/],
      [(d) => (d.desks[0].lines[0].hours = [[8, 0, 10]]), /^desks no. 1, lines no. 1, hours: should be "always"/],
      [(d) => (d.desks[0].shifts[1][0] -= 1), /^desk GR, shifts no. 2: begins before the one above/],
      [(d) => (d.desks[0].shifts[1][1] = 10081), /^desks no. 1, shifts no. 2: should be \[start/],
      [(d) => (d.desks[0].shifts[1][2] = 'nobody'), /^desk GR, shifts no. 2: no NGO of this roster has that id/],
      [(d) => (d.desks[0].shifts[0] = [START / 60 - 480, 480, 'a21']), /^desk GR, shifts no. 1: is over before/],
      [(d) => (d.desks[0].shifts[1][0] = START / 60 + 16 * 1440), /^desk GR, shifts no. 2: begins more than 48 hours/],
    ]
    expect(problemsOf(sodium.crypto, good())).toEqual({ wrong: [], unknown: [] })
    for (const [spoil, says] of cases) {
      const draft = good() as JsonObject
      spoil(draft)
      expect(() => readRoster(sodium.crypto, draft), String(spoil)).toThrow('document-shape')
      expect(problemsOf(sodium.crypto, draft).wrong[0], String(spoil)).toMatch(says)
    }
  })
})

describe('places and readers', () => {
  /** Every way to a value of a roster. */
  const ways = (value: unknown): readonly (readonly string[])[] =>
    typeof value === 'object' && value
      ? Object.entries(value).flatMap(([name, inner]) => [[name], ...ways(inner).map((way) => [name, ...way])])
      : []

  it('agree on whether a roster holds, whatever stands at one place of it', () => {
    const draft = good()
    draft.ngos[0].spare = { generation: 2, key: boxKey('s'), sign: signKey('s') }
    draft.ngos[0].signKeys = [{ key: signKey('old'), until: 5 }]
    draft.ngos[0].notices = { en: signKey('any') }
    draft.revoked = [signKey('gone')]
    draft.desks[0].lines[0].hours = [
      [1, 540, 1020],
      [2, 540, 1020],
    ]
    draft.desks[0].regions = [{ id: 'attica', names: { en: 'Attica' } }]
    const places = ways(draft).filter(([name]) => !['type', 'v'].includes(name!))
    const values = [
      undefined,
      null,
      0,
      -1,
      1,
      8,
      2000,
      20_000,
      1.5,
      START,
      START + 40 * DAY,
      '',
      'x',
      'GR',
      'a21',
      'always',
      'https://a.example/',
      'x'.repeat(300),
      [],
      {},
      [1, 2, 3],
      draft.ngos[0].box.key,
      'A'.repeat(43),
      draft.ngos[0],
      draft.desks[0],
    ]
    let refused = 0
    const all = places.flatMap((way) => values.map((value) => [way, value] as const))
    for (const [way, value] of sample(all, (_, i) => i % 7 === 0)) {
      const spoilt = structuredClone(draft)
      const last = way.slice(0, -1).reduce((inner, name) => inner[name], spoilt)
      last[way[way.length - 1]!] = value
      const { wrong } = problemsOf(sodium.crypto, spoilt)
      let holds = true
      try {
        readRoster(sodium.crypto, spoilt)
      } catch {
        holds = false
        refused++
      }
      expect([way, value, wrong.length === 0, wrong]).toEqual([way, value, holds, wrong])
    }
    expect(refused).toBeGreaterThan(200)
  })
})

describe('roster edit', () => {
  it('opens the roster in force as the next one, without shifts that are over', async () => {
    put(good())
    await desk.mitos(SIGN)
    rmSync(desk.path('keeper/draft.json'))
    desk.now += 10 * 3600
    const { said } = await desk.mitos('roster edit keeper/roster-1.json keeper/draft.json')
    expect(said).toContain('draft of roster 2, ends 2026-11-16 18:00 UTC\nGR: 1 shift left, 1 over or too far ahead')
    const draft = JSON.parse(desk.text('keeper/draft.json'))
    const { signed } = JSON.parse(desk.text('keeper/roster-1.json'))
    const hash = Buffer.from(await sodium.crypto.sha256(new TextEncoder().encode(signed))).toString('base64url')
    expect(draft).toEqual({
      ...good(),
      version: 2,
      previous: hash,
      issued: desk.now,
      expires: desk.now + 14 * DAY,
      desks: [{ ...good().desks[0], shifts: good().desks[0].shifts.slice(1) }],
    })
    expect((await desk.mitos(SIGN)).code).toBe(0)
    expect((await desk.mitos('roster edit keeper/roster-1.json keeper/draft.json')).said).toMatch(/^mitos: file-exists/)
    desk.now = START - 60
    expect((await desk.mitos('roster edit keeper/roster-1.json keeper/d2.json')).said).toMatch(/^mitos: clock-behind/)
  })

  it('opens none that is not signed to the end', async () => {
    put(JSON.stringify({ signed: JSON.stringify(good()), signatures: [] }))
    expect((await desk.mitos('roster edit keeper/draft.json keeper/next.json')).said).toMatch(
      /^mitos: document-signature: this roster is not signed to the end/,
    )
  })
})
