import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Chain } from '../../../shared/chain.ts'
import { BUILD_TIME, type Duty, whoReads } from '../../../shared/onDuty.ts'
import type { Shift } from '../../../shared/roster.ts'

const DAY = 86_400
const NGOS = ['a21', 'gcr', 'iom']

/** What §5 is asked about. */
interface Case {
  readonly chain: Chain
  readonly desk: string
  readonly site: string | null
  readonly device: number
  readonly got: number
}

/**
 * Who reads as protocol §5 words it, line by line, with nothing of shared/onDuty.ts: no order of the shifts is relied on, and
 * each answer is asked for by itself, so that it shows where two are right or none.
 */
function asWritten({ chain, desk, site, device, got }: Case): readonly string[] {
  const { root, release, roster, off, time } = chain
  const apart = time === null ? null : time - got
  const offset = apart !== null && Math.abs(apart) > 600 && Math.abs(apart) <= 50_400 ? apart : 0
  const floor = [1_793_491_200, chain.floor].reduce((a, b) => (a > b ? a : b))
  const deviceOrFloor = device > floor ? device : floor
  let t = device + offset > floor ? device + offset : floor
  if (t >= roster.expires) t = deviceOrFloor

  if (device < 1_793_491_200) return ['none expired']
  if ([root, release, roster].some(({ expires }) => expires <= deviceOrFloor)) return ['none expired']
  if (site !== null && off.some((one) => one === site)) return ['none off']
  const shifts = roster.desks.filter(({ id }) => id === desk).flatMap((one) => one.shifts)
  const counts = (id: string) => !roster.revoked.includes(roster.ngos.find((ngo) => ngo.id === id)!.box.key)
  const running = shifts.filter(([start, len]) => 60 * start <= t && t < 60 * (start + len))
  const coming = shifts.filter(([start]) => 60 * start > t)
  const first = coming.filter(([start]) => coming.every(([other]) => start <= other))
  const told = (kind: string, [start, len, ngo]: Shift): string =>
    !counts(ngo) ? 'none nobody' : kind === 'on' ? `on ${ngo} ${60 * (start + len)}` : `later ${ngo} ${60 * start}`
  if (running.length) return running.map((shift) => told('on', shift))
  return first.length ? first.map((shift) => told('later', shift)) : ['none nobody']
}

const inWords = (duty: Duty): string =>
  duty.kind === 'none'
    ? `none ${duty.reason}`
    : `${duty.kind} ${duty.ngo.id} ${duty.kind === 'on' ? duty.until : duty.from}`

/** Shifts in order, each after a gap, as a roster may have them. */
const shiftsFrom = (begin: number) =>
  fc
    .array(fc.tuple(fc.nat(600), fc.integer({ min: 1, max: 2000 }), fc.constantFrom(...NGOS)), { maxLength: 12 })
    .map((parts) => {
      let at = begin
      return parts.map(([gap, length, ngo]): Shift => {
        const start = at + (gap % 3 ? gap : 0)
        at = start + length
        return [start, length, ngo]
      })
    })

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    issued: fc.integer({ min: BUILD_TIME - DAY, max: BUILD_TIME + 400 * DAY }),
    days: fc.integer({ min: 1, max: 31 }),
  })
  .chain(({ issued, days }) => {
    const begin = Math.floor(issued / 60) - 120
    const near = (at: number) => fc.integer({ min: at - 2, max: at + 2 })
    return fc.record({ gr: shiftsFrom(begin), be: shiftsFrom(begin) }).chain(({ gr, be }) => {
      const edges = [...gr, ...be].flatMap(([start, length]) => [60 * start, 60 * (start + length)])
      const expires = issued + days * DAY
      const device = fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(issued, ...edges).chain(near) },
        { weight: 3, arbitrary: fc.integer({ min: issued - DAY, max: expires + 2 * DAY }) },
        { weight: 1, arbitrary: fc.constantFrom(issued, expires, BUILD_TIME).chain(near) },
        { weight: 1, arbitrary: fc.constantFrom(0, 2_208_988_800) },
      )
      const apart = fc.oneof(
        fc.constantFrom(0, 600, 601, -600, -601, 50_400, 50_401, -50_400, -50_401, 7200, -7200),
        fc.integer({ min: -90_000, max: 90_000 }),
      )
      const more = fc.constantFrom(0, 1, DAY, 90 * DAY)
      return fc
        .record({
          device,
          waited: fc.nat(1800),
          apart: fc.option(apart),
          rootMore: more,
          releaseMore: fc.oneof(more, fc.constant(-DAY / 2)),
          later: fc.constantFrom(0, 0, 0, 3600, 2 * DAY),
          revoked: fc.subarray(NGOS, { maxLength: 1 }),
          off: fc.constantFrom([], [], ['kyada'], ['other']),
          site: fc.constantFrom(null, 'kyada'),
          desk: fc.constantFrom('GR', 'GR', 'GR', 'BE', 'XX'),
        })
        .map((one): Case => {
          const got = one.device - one.waited
          const chain = {
            root: { expires: expires + one.rootMore },
            release: { expires: expires + one.releaseMore },
            roster: {
              issued,
              expires,
              ngos: NGOS.map((id) => ({ id, box: { key: `key of ${id}` } })),
              revoked: one.revoked.map((id) => `key of ${id}`),
              desks: [
                { id: 'GR', shifts: gr },
                { id: 'BE', shifts: be },
              ],
            },
            off: one.off,
            time: one.apart === null ? null : got + one.apart,
            floor: issued + one.later,
          }
          return { chain: chain as unknown as Chain, desk: one.desk, site: one.site, device: one.device, got }
        })
    })
  })

describe('who reads, over any roster', () => {
  it('is always exactly one of on, later and none, as the protocol words it', () => {
    const met = new Map<string, number>()
    fc.assert(
      fc.property(anyCase, (one) => {
        const { chain, desk, site, device, got } = one
        const found = inWords(whoReads(chain, desk, site, device, got).duty)
        expect(asWritten(one)).toEqual([found])
        const kind = found.replace(/ (a21|gcr|iom) \d+/, '')
        met.set(kind, (met.get(kind) ?? 0) + 1)
      }),
      { numRuns: 5000 },
    )
    // The control: the cases are not all of one kind.
    for (const kind of ['on', 'later', 'none expired', 'none off', 'none nobody'])
      expect([kind, met.get(kind)! > 50]).toEqual([kind, true])
  })
})
