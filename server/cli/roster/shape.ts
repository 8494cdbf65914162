import { isZone } from '../../../shared/safeTimes.ts'
import { type Check, bytes, int, is, key, label, network, ngoId, siteId, deskId, text } from '../../../shared/shape.ts'

/** A field that no reader would take: where it stands, in words, and what must stand there. */
export interface Problem {
  readonly at: string
  readonly must: string
}

type Rule = (value: unknown, at: string) => readonly Problem[]

const value =
  (check: Check, must: string): Rule =>
  (given, at) =>
    given !== undefined && check(given) ? [] : [{ at, must }]

const optional =
  (rule: Rule): Rule =>
  (given, at) =>
    given === undefined ? [] : rule(given, at)

/** @param nameOf what one of them is called, where that can be read */
const listOf =
  (rule: Rule, min: number, max: number, must: string, nameOf: (one: unknown, i: number) => string): Rule =>
  (given, at) =>
    Array.isArray(given) && given.length >= min && given.length <= max
      ? given.flatMap((one, i) => rule(one, `${at} ${nameOf(one, i)}`))
      : [{ at, must }]

const isPlain = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given)

const fields =
  (rules: Readonly<Record<string, Rule>>): Rule =>
  (given, at) =>
    isPlain(given)
      ? Object.entries(rules).flatMap(([name, rule]) => rule(given[name], at ? `${at}, ${name}` : name))
      : [{ at, must: 'a group of fields' }]

const words = (inner: Rule): Rule => {
  const tag = /^[A-Za-z0-9-]{2,20}$/
  return (given, at) =>
    isPlain(given)
      ? Object.entries(given).flatMap(([name, one]) =>
          tag.test(name) ? inner(one, `${at} ${name}`) : [{ at: `${at} ${name}`, must: 'stand under a language' }],
        )
      : [{ at, must: 'be a value for each language' }]
}

const nth = (_: unknown, i: number): string => `number ${i + 1}`
const byId = (one: unknown, i: number): string =>
  isPlain(one) && typeof one['id'] === 'string' ? one['id'] : nth(one, i)
const byNumber = (one: unknown, i: number): string =>
  isPlain(one) && typeof one['number'] === 'string' ? one['number'] : nth(one, i)

const time = value(int(), 'be a time in whole seconds')
const short = value(label, 'be text of 1 to 200 characters')
const aKey = value(key, 'be a key or hash of 43 characters')
const names = words(short)
const whole = (min: number, max: number): Rule => value(int(min, max), `be a whole number from ${min} to ${max}`)
const box = fields({ generation: value(int(1), 'be 1, 2, 3 …'), key: aKey, sign: aKey })
const nullOr =
  (check: Check): Check =>
  (given) =>
    given === null || check(given)

const isHours: Check = (given) =>
  given === null ||
  given === 'always' ||
  (Array.isArray(given) &&
    given.length >= 1 &&
    given.length <= 42 &&
    given.every(
      (one) =>
        Array.isArray(one) && one.length === 3 && int(1, 7)(one[0]) && int(0, 1440)(one[1]) && int(0, 1440)(one[2]),
    ))

const isShift: Check = (given) =>
  Array.isArray(given) && given.length === 3 && int()(given[0]) && int(1, 10_080)(given[1]) && ngoId(given[2])

const ngo = fields({
  id: value(ngoId, 'be 2 to 16 of a-z, 0-9 and -'),
  name: short,
  names: optional(names),
  quietName: short,
  quietNames: optional(names),
  box,
  spare: optional(box),
  signKeys: listOf(fields({ key: aKey, until: time }), 0, 60, 'be a list of at most 60', nth),
  leads: listOf(aKey, 1, 16, 'be a list of 1 to 16 keys', nth),
  teamMin: value(int(1), 'be 1, 2, 3 …'),
  languages: listOf(short, 0, 60, 'be a list of at most 60 languages', nth),
  notices: optional(words(aKey)),
  answersWithin: whole(1, 720),
  phone: optional(short),
})

const line = fields({
  number: value(text(/^\+?[0-9 ]{2,20}$/), 'be digits and spaces'),
  name: short,
  quietName: short,
  quietNames: optional(names),
  serves: listOf(short, 1, 12, 'be a list of 1 to 12: women, men, children, all', nth),
  hours: value(isHours, 'be "always", null, or [[day 1–7, from minute, to minute]]'),
  cost: value(nullOr(label), 'be "free", "local", "paid", "normal" or null'),
  kind: short,
  checked: value(nullOr(int()), 'be the day of the last test call in seconds, or null'),
})

const desk = fields({
  id: value(deskId, 'be two capital letters'),
  tz: value(isZone, 'be a time zone such as Europe/Athens'),
  emergency: value(text(/^[0-9]{2,6}$/), 'be a number of 2 to 6 digits'),
  regions: listOf(
    fields({ id: value(siteId, 'be 1 to 24 of a-z, 0-9 and -'), names }),
    0,
    100,
    'be a list of at most 100',
    byId,
  ),
  houseRule: fields({
    days: short,
    from: whole(0, 23),
    to: whole(1, 24),
    tries: whole(1, 20),
    untilDays: whole(1, 60),
  }),
  mobilePattern: value(text(/^[^]{0,60}$/), 'be text of at most 60 characters'),
  exits: listOf(
    value(text(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])[^\s]{1,300}$/), 'be an address with https://'),
    1,
    20,
    'be a list of 1 to 20 addresses',
    nth,
  ),
  shifts: listOf(value(isShift, 'be [start in minutes, 1–10,080 minutes, NGO]'), 0, 5000, 'be a list', nth),
  lines: listOf(line, 1, 60, 'be a list of 1 to 60 lines', byNumber),
})

const roster = fields({
  v: value(is(1), 'be 1'),
  network: value(network, 'be 22 characters'),
  version: value(int(1), 'be 1, 2, 3 …'),
  issued: time,
  expires: time,
  previous: value(nullOr(bytes(32)), 'be the hash of the roster before, or null for the first'),
  release: aKey,
  ngos: listOf(ngo, 1, 200, 'be a list of 1 to 200 NGOs', byId),
  desks: listOf(desk, 1, 60, 'be a list of 1 to 60 desks', byId),
  revoked: listOf(aKey, 0, 1000, 'be a list of at most 1000 keys', nth),
})

/**
 * Which fields of a roster no reader would take (protocol §4), each by itself; what must hold between them is another question.
 * The same limits as `shared/roster.ts`, which only says that it refuses, because boot has no room for words.
 */
export const shapeProblems = (inner: unknown): readonly Problem[] => roster(inner, '')
