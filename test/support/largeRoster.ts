import { createHash } from 'node:crypto'
import { REGIONS } from '../../demo/greekPlaces.ts'
import { DESK, NGOS } from '../../demo/people.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { toBase64 } from '../../shared/bytes.ts'
import type { BoxKeys, Desk, Names, Ngo, Roster, Shift } from '../../shared/roster.ts'

/** How large a made roster is. */
export interface Size {
  readonly ngos: number
  readonly desks: number
  /** in all desks together */
  readonly shifts: number
  /** languages in which each NGO tells about data; 12 are the most that a panel speaks */
  readonly notices: number
}

/** What the design must bear: a network of four countries, in which the demo's and the panel's twelve languages are spoken. */
export const LARGE: Size = { ngos: 30, desks: 4, shifts: 1000, notices: 2 }
/** One country whose two NGOs take turns of eight hours for a month. */
export const USUAL: Size = { ngos: 2, desks: 1, shifts: 99, notices: 2 }

const COUNTRIES = [
  ['GR', 'Europe/Athens'],
  ['BE', 'Europe/Brussels'],
  ['DE', 'Europe/Berlin'],
  ['IT', 'Europe/Rome'],
] as const
const TAGS = Object.keys(REGIONS[0]!.names)
const DAYS = 31
const DAY = 86_400

/** Bytes that nothing can compress and that are the same in every run. */
const drawn = (name: string): Uint8Array => new Uint8Array(createHash('sha256').update(name).digest())

/**
 * Names as long as these and of their letters, but of something else: each word's letters stand in another order.
 * @param stays words that do not change, such as what all teams are called
 */
function otherNames(names: Names, of: string, stays: (tag: string) => readonly string[] = () => []): Names {
  const mixed = (word: string): string =>
    [...word]
      .map((letter, i) => ({ letter, at: drawn(`${of} ${word}`)[i % 32]! }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ letter }) => letter)
      .join('')
  const other = (tag: string, name: string): string =>
    name
      .split(' ')
      .map((word) => (stays(tag).includes(word) ? word : mixed(word)))
      .join(' ')
  return Object.fromEntries(Object.entries(names).map(([tag, name]) => [tag, other(tag, name)]))
}
/** The words that the quiet names of both of the demo's teams have. */
const ofAllTeams = (tag: string): readonly string[] => {
  const [first, second] = NGOS.map(({ quietNames }) => quietNames![tag]!.split(' '))
  return first!.filter((word) => second!.includes(word))
}

/**
 * A roster as a keeper's tools would make it, with keys that are keys. Each NGO has a spare, two earlier generations, and two
 * leads; names stand in the panel's twelve languages.
 * @param now seconds UTC
 */
export function makeLargeRoster(
  crypto: Pick<MemberCrypto, 'signPublicKey' | 'boxPublicKey'>,
  { now, ...document }: { readonly now: number } & Pick<Roster, 'network' | 'version' | 'previous' | 'release'>,
  size: Size,
): Roster {
  const ids = Array.from({ length: size.ngos }, (_, i) => `ngo-${i + 1}`)
  const expires = now + DAYS * DAY
  const { network, version, previous, release } = document
  return {
    type: 'roster',
    v: 1,
    network,
    version,
    issued: now,
    expires,
    previous,
    release,
    ngos: ids.map((id, i) => ngoOf(crypto, id, i, size)),
    desks: COUNTRIES.slice(0, size.desks).map(([id, tz], i) => deskOf(id, tz, shiftsOf(ids, i, now, expires, size))),
    revoked: ids.slice(0, size.ngos / 3).map((id) => toBase64(crypto.boxPublicKey(drawn(`${id} revoked`)))),
  }
}

function ngoOf(
  crypto: Pick<MemberCrypto, 'signPublicKey' | 'boxPublicKey'>,
  id: string,
  i: number,
  { notices }: Size,
): Ngo {
  const [like, nth] = [NGOS[i % NGOS.length]!, i < NGOS.length ? '' : ` ${i}`]
  const sign = (name: string) => toBase64(crypto.signPublicKey(drawn(`${id} ${name}`)))
  const box = (generation: number): BoxKeys => ({
    generation,
    key: toBase64(crypto.boxPublicKey(drawn(`${id} box ${generation}`))),
    sign: sign(`sign ${generation}`),
  })
  return {
    id,
    name: `${like.name}${nth}`,
    names: like.names!,
    quietName: `${like.quietName}${nth}`,
    quietNames: nth ? otherNames(like.quietNames!, id, ofAllTeams) : like.quietNames!,
    box: box(3),
    spare: box(4),
    signKeys: [1, 2].map((generation) => ({
      key: sign(`sign ${generation}`),
      until: 1_793_491_200 + generation * DAY,
    })),
    leads: [sign('lead 1'), sign('lead 2')],
    teamMin: 5 + (i % 3),
    languages: like.languages,
    notices: Object.fromEntries(TAGS.slice(0, notices).map((tag) => [tag, toBase64(drawn(`${id} notice ${tag}`))])),
    answersWithin: 24,
    phone: `+30 210 000 ${String(1000 + i)}`,
  }
}

const deskOf = (id: string, tz: string, shifts: readonly Shift[]): Desk => ({
  ...DESK,
  id,
  tz,
  regions: id === DESK.id ? DESK.regions : DESK.regions.map((one) => ({ ...one, names: otherNames(one.names, id) })),
  exits: ['https://www.google.com/', 'https://www.wikipedia.org/'],
  shifts,
})

/** Turns without a gap, of whole quarters of an hour, in an order that changes from one week to the next. */
function shiftsOf(ids: readonly string[], desk: number, now: number, expires: number, size: Size): readonly Shift[] {
  const count = size.shifts / size.desks
  const quarter = 15
  const begin = Math.floor(now / 60 / quarter) * quarter
  const length = Math.floor((expires + 2 * DAY - now) / 60 / count / quarter) * quarter
  return Array.from({ length: count }, (_, i): Shift => {
    const turn = i + Math.floor(i / 21) * (desk + 1)
    return [begin + i * length, length, ids[(turn * (desk + 1)) % ids.length]!]
  })
}
