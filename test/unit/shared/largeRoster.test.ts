import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { light } from '../../../shared/crypto/light.ts'
import { sumoSodium } from '../../../shared/crypto/sumo.ts'
import { readJson } from '../../../shared/json.ts'
import { readRoster } from '../../../shared/roster.ts'
import { utf8 } from '../../../shared/text.ts'
import { LARGE, USUAL, makeLargeRoster } from '../../support/largeRoster.ts'

const { crypto } = await sumoSodium()
const PARTS = { now: 1_795_543_200, network: 'AQEBAQEBAQEBAQEBAQEBAQ', version: 201 }
const HASHES = { previous: 'A'.repeat(43), release: 'A'.repeat(43) }

const made = (size: typeof LARGE) => {
  const roster = makeLargeRoster(crypto, { ...PARTS, ...HASHES }, size)
  const inner = utf8(JSON.stringify(roster))
  return { roster, inner, gzip: (part: unknown = roster) => gzipSync(JSON.stringify(part)).length }
}

/** Not the design's limits where these cannot hold (bench/results.md says why), but what is, so that growth is seen. */
describe('a large roster', () => {
  it('of 1,000 shifts and 30 NGOs holds, within 256 KiB, and is 28 kB on the line', () => {
    const { roster, inner, gzip } = made(LARGE)
    expect(roster.desks.flatMap(({ shifts }) => shifts)).toHaveLength(1000)
    expect(roster.ngos).toHaveLength(30)
    expect(readRoster(light, readJson(inner, 512 << 10) as never).version).toBe(201)
    expect(inner.length).toBeLessThan(256 << 10)
    expect(gzip()).toBeLessThan(28_000)
    // A third of it is keys and hashes, which nothing compresses.
    expect(gzip(JSON.stringify(roster).match(/"[\w-]{43}"/g))).toBeGreaterThan(10_000)
  })

  it("of a usual month's turns at one desk is 5 kB on the line, and the turns themselves a tenth of that", () => {
    const { roster, gzip } = made(USUAL)
    expect(gzip()).toBeLessThan(4_800)
    expect(gzip(roster.desks[0]!.shifts)).toBeLessThan(480)
  })
})
