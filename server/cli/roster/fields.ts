import { isZone } from '../../../shared/safeTimes.ts'
import {
  type Check,
  deskId,
  dictionary,
  either,
  int,
  is,
  key,
  label,
  network,
  ngoId,
  siteId,
  text,
  tuple,
} from '../../../shared/shape.ts'

/**
 * What a field must be, so that a person can be told which one is not: the same limits as `shared/roster.ts`, which only says
 * that it refuses, because boot has no room for words. Whether a roster holds, `readRoster` alone says.
 */
export type Field =
  | { readonly check: Check; readonly words: string }
  | { readonly names: Readonly<Record<string, Field>> }
  | { readonly each: Field; readonly min: number; readonly max: number; readonly what: string }

const one = (check: Check, words: string): Field => ({ check, words })
const many = (each: Field, min: number, max: number, what: string): Field => ({ each, min, max, what })
const named = (names: Readonly<Record<string, Field>>): Field => ({ names })

const number = (min: number, max?: number): Field =>
  one(int(min, max), max === undefined ? `a whole number, ${min} or more` : `a whole number from ${min} to ${max}`)
const time = one(int(), 'a time: seconds since 1970, or "2026-12-01 08:00 UTC"')
const short = one(label, 'a text of 1 to 200 characters')
const byLanguage = one(dictionary(/^[A-Za-z0-9-]{2,20}$/, label), 'texts by language, {"el": "…"}, or left out')
const hash = one(key, 'a hash of 43 characters')
const publicKey = one(key, 'a public key of 43 characters')
const minute = int(0, 1440)

const box = named({
  generation: number(1),
  key: one(key, 'the public box key of 43 characters that the NGO made'),
  sign: publicKey,
})

const ngo = named({
  id: one(ngoId, '2 to 16 of a-z, 0-9 and -'),
  name: short,
  'names?': byLanguage,
  quietName: short,
  'quietNames?': byLanguage,
  box,
  'spare?': box,
  signKeys: many(named({ key: publicKey, until: time }), 0, 60, 'old sign keys'),
  leads: many(publicKey, 1, 16, 'public keys of coordinators'),
  teamMin: number(1),
  languages: many(short, 0, 60, 'languages'),
  'notices?': one(dictionary(/^[A-Za-z0-9-]{2,20}$/, key), 'hashes by language, or left out'),
  answersWithin: number(1, 720),
  'phone?': short,
})

const line = named({
  number: one(text(/^\+?[0-9 ]{2,20}$/), '2 to 20 digits and spaces, with + before a country'),
  name: short,
  quietName: short,
  'quietNames?': byLanguage,
  serves: many(short, 1, 12, 'of "women", "men", "children", "all"'),
  hours: one(
    either(
      is('always'),
      is(null),
      (value) =>
        Array.isArray(value) && value.length > 0 && value.length <= 42 && value.every(tuple(int(1, 7), minute, minute)),
    ),
    '"always", null, or [[day 1 to 7, from minute, to minute]]',
  ),
  cost: one(either(is(null), label), '"free", "local", "paid", "normal" or null'),
  kind: short,
  checked: one(
    either(is(null), int()),
    'the time of the last test call (seconds since 1970, or "2026-12-01 08:00 UTC"), or null',
  ),
})

const desk = named({
  id: one(deskId, 'two capital letters, as GR'),
  tz: one(isZone, 'a time zone, as Europe/Athens'),
  emergency: one(text(/^[0-9]{2,6}$/), '2 to 6 digits, as 112'),
  regions: many(named({ id: one(siteId, '1 to 24 of a-z, 0-9 and -'), names: byLanguage }), 0, 100, 'regions'),
  houseRule: named({
    days: short,
    from: number(0, 23),
    to: number(1, 24),
    tries: number(1, 20),
    untilDays: number(1, 60),
  }),
  mobilePattern: one(text(/^[^]{0,60}$/), 'a pattern of at most 60 characters; may be ""'),
  exits: many(
    one(
      text(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])[^\s]{1,300}$/),
      'an address that begins with https://',
    ),
    1,
    20,
    'pages to leave to',
  ),
  shifts: many(
    one(
      tuple(int(), int(1, 10080), ngoId),
      '[start, length in minutes (at most a week), id of an NGO]; a start as "2026-12-01 08:00 UTC"',
    ),
    0,
    5000,
    'shifts',
  ),
  lines: many(line, 1, 60, 'phone lines'),
})

export const ROSTER: Field = named({
  type: one(is('roster'), '"roster"'),
  v: one(is(1), '1'),
  network: one(network, "the root's network, 22 characters"),
  version: number(1),
  issued: time,
  expires: time,
  previous: one(either(is(null), key), 'the hash of the roster before; null only for version 1'),
  release: hash,
  ngos: many(ngo, 1, 200, 'NGOs'),
  desks: many(desk, 1, 60, 'desks'),
  revoked: many(publicKey, 0, 1000, 'keys'),
})
