import { fromBase64 } from './bytes.ts'
import type { Verifier } from './crypto/crypto.ts'
import { isBoxKey } from './crypto/x25519.ts'
import { need } from './errors.ts'
import type { JsonObject } from './json.ts'
import { DAY, areSignKeys, checkTimes } from './root.ts'
import { isZone } from './safeTimes.ts'
import {
  deskId,
  dictionary,
  either,
  int,
  is,
  key,
  label,
  list,
  network,
  ngoId,
  object,
  siteId,
  text,
  tuple,
} from './shape.ts'

/** The signed list of who reads, when, and which phone lines there are (protocol §4). Times are seconds UTC. */
export interface Roster {
  readonly type: 'roster'
  readonly v: 1
  readonly network: string
  readonly version: number
  readonly issued: number
  readonly expires: number
  readonly previous: string | null
  readonly release: string
  readonly ngos: readonly Ngo[]
  readonly desks: readonly Desk[]
  readonly revoked: readonly string[]
}

/** The keys of one generation of an NGO's inbox: `key` X25519, `sign` Ed25519. */
export interface BoxKeys {
  readonly generation: number
  readonly key: string
  readonly sign: string
}

export type Names = Readonly<Record<string, string>>

export interface Ngo {
  readonly id: string
  readonly name: string
  readonly names?: Names
  readonly quietName: string
  readonly quietNames?: Names
  readonly box: BoxKeys
  readonly spare?: BoxKeys
  readonly signKeys: readonly { readonly key: string; readonly until: number }[]
  readonly leads: readonly string[]
  readonly teamMin: number
  readonly languages: readonly string[]
  readonly notices?: Names
  /** Hours within which somebody tries to reach a person who wrote. */
  readonly answersWithin: number
  readonly phone?: string
}

/** [start in minutes since the epoch, length in minutes, ngo id] */
export type Shift = readonly [start: number, length: number, ngo: string]

export interface HouseRule {
  /** `mon-fri` or `all`; anything else is read as `mon-fri`, the stricter one */
  readonly days: string
  /** Whole local hours, `from` < `to` ≤ 24. */
  readonly from: number
  readonly to: number
  readonly tries: number
  readonly untilDays: number
}

export interface Desk {
  readonly id: string
  readonly tz: string
  readonly emergency: string
  readonly regions: readonly { readonly id: string; readonly names: Names }[]
  readonly houseRule: HouseRule
  readonly mobilePattern: string
  readonly exits: readonly string[]
  readonly shifts: readonly Shift[]
  readonly lines: readonly Line[]
}

/** A phone line. `hours`: [day 1 (Monday) – 7, from minute, to minute] in the desk's time zone; null is not printed. */
export interface Line {
  readonly number: string
  readonly name: string
  readonly quietName: string
  readonly quietNames?: Names
  /** `women`, `men`, `children`, `all` */
  readonly serves: readonly string[]
  readonly hours: 'always' | readonly (readonly [day: number, from: number, to: number])[] | null
  /** `free`, `local`, `paid`, `normal` */
  readonly cost: string | null
  readonly kind: string
  readonly checked: number | null
}

// Boot carries these checks for ever, so only what trust and parsing need is closed; words that later versions may add to
// (whom a line serves, what it costs) are any short text here, and whoever prints them skips what it does not know.
const nothing = is(null)
const names = dictionary(/^[A-Za-z0-9-]{2,20}$/, label)
const box = object({ generation: int(1), key, sign: key })
const ngo = object({
  id: ngoId,
  name: label,
  'names?': names,
  quietName: label,
  'quietNames?': names,
  box,
  'spare?': box,
  signKeys: list(object({ key, until: int() }), 0, 60),
  leads: list(key, 1, 16),
  teamMin: int(1),
  languages: list(label, 0, 60),
  'notices?': dictionary(/^[A-Za-z0-9-]{2,20}$/, key),
  answersWithin: int(1, 720),
  'phone?': label,
})
const minute = int(0, 1440)
const line = object({
  number: text(/^\+?[0-9 ]{2,20}$/),
  name: label,
  quietName: label,
  'quietNames?': names,
  serves: list(label, 1, 12),
  hours: either(is('always'), nothing, list(tuple(int(1, 7), minute, minute), 1, 42)),
  cost: either(nothing, label),
  kind: label,
  checked: either(nothing, int()),
})
const desk = object({
  id: deskId,
  tz: isZone,
  emergency: text(/^[0-9]{2,6}$/),
  regions: list(object({ id: siteId, names }), 0, 100),
  houseRule: object({
    days: label,
    from: int(0, 23),
    to: int(1, 24),
    tries: int(1, 20),
    untilDays: int(1, 60),
  }),
  mobilePattern: text(/^[^]{0,60}$/),
  // Loopback over http is for the demo and for tests; no visitor's phone can be sent there by it.
  exits: list(text(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])[^\s]{1,300}$/), 1, 20),
  shifts: list(tuple(int(), int(1, 10080), ngoId), 0, 5000),
  lines: list(line, 1, 60),
})
const isRoster = object({
  network,
  version: int(1),
  previous: either(nothing, key),
  release: key,
  ngos: list(ngo, 1, 200),
  desks: list(desk, 1, 60),
  revoked: list(key, 0, 1000),
})

const distinct = (all: readonly string[]): boolean => new Set(all).size === all.length

/** @throws MitosError `document-shape` */
export function readRoster(verifier: Verifier, inner: JsonObject): Roster {
  const roster = inner as unknown as Roster
  need(
    isRoster(inner) &&
      (roster.previous === null) === (roster.version === 1) &&
      distinct(roster.ngos.map((one) => one.id)) &&
      distinct(roster.desks.map((one) => one.id)) &&
      keysHold(verifier, roster) &&
      roster.desks.every((one) => deskHolds(roster, one)),
  )
  checkTimes(roster, 31)
  return roster
}

const generations = (one: Ngo): readonly BoxKeys[] => (one.spare ? [one.box, one.spare] : [one.box])

/** All public keys that a roster names, save the revoked list. */
export function keysOf(roster: Pick<Roster, 'ngos'>): { box: readonly string[]; sign: readonly string[] } {
  return {
    box: roster.ngos.flatMap((one) => generations(one).map((keys) => keys.key)),
    sign: roster.ngos.flatMap((one) => [
      ...generations(one).map((keys) => keys.sign),
      ...one.signKeys.map((old) => old.key),
      ...one.leads,
    ]),
  }
}

function keysHold(verifier: Verifier, roster: Roster): boolean {
  const { box: boxes, sign } = keysOf(roster)
  return (
    areSignKeys(verifier, sign) &&
    distinct([...boxes, ...sign]) &&
    boxes.every((one) => isBoxKey(fromBase64(one))) &&
    roster.ngos.every((one) => !one.spare || one.spare.generation > one.box.generation)
  )
}

/** Shifts in order, not overlapping, of NGOs that exist, and only those that this roster can answer for. */
function deskHolds(roster: Roster, { shifts, houseRule }: Desk): boolean {
  const ids = roster.ngos.map((one) => one.id)
  return (
    houseRule.from < houseRule.to &&
    shifts.every(
      ([start, length, who], i) =>
        ids.includes(who) &&
        60 * (start + length) > roster.issued &&
        60 * start < roster.expires + 2 * DAY &&
        (!i || shifts[i - 1]![0] + shifts[i - 1]![1] <= start),
    )
  )
}
