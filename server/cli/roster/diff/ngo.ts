import type { BoxKeys, Ngo } from '../../../../shared/roster.ts'
import { fullTime, language, nameOf, shown } from '../words.ts'
import { type Change, change, danger, fieldChanges, pair, same } from './same.ts'

const LABELS = {
  id: 'the id',
  name: 'the name',
  quietName: 'the quiet name',
  answersWithin: 'the promise to answer within (hours)',
  phone: 'the phone number',
}
/** Fields with words of their own, below. */
const TOLD = ['box', 'spare', 'signKeys', 'leads', 'teamMin', 'languages', 'notices', 'names', 'quietNames']

/** What changes for one NGO. @param tz zone in which times are told */
export function ngoChanges(before: Ngo, after: Ngo, tz: string): readonly Change[] {
  const who = nameOf(before)
  return [
    ...boxChanges(who, before, after),
    ...spareChanges(who, before.spare, after.spare),
    ...signKeyChanges(who, before, after, tz),
    ...leadChanges(who, before.leads, after.leads),
    ...teamChanges(who, before.teamMin, after.teamMin),
    ...languageChanges(who, before.languages, after.languages),
    ...byLanguage(`${who}: the notice about data`, before.notices, after.notices),
    ...byLanguage(`${who}: the name`, before.names, after.names),
    ...byLanguage(`${who}: the quiet name`, before.quietNames, after.quietNames),
    ...fieldChanges(who, before, after, LABELS, TOLD),
  ]
}

/** A whole NGO that comes, key by key: whoever signs lets these read. */
export const ngoAdded = (ngo: Ngo, tz: string): Change =>
  danger(`${nameOf(ngo)} joins the network`, [
    `reads with ${keysOf(ngo.box)}`,
    ...(ngo.spare ? [`spare ${keysOf(ngo.spare)}`] : []),
    ...ngo.leads.map((lead) => `lead ${lead}`),
    ...ngo.signKeys.map(({ key, until }) => `replies signed by ${key} until ${fullTime(until, tz)} count`),
    ...allElse(ngo, ['box', 'spare', 'leads', 'signKeys']),
  ])

/** Every other field as it stands. */
export const allElse = (value: object, told: readonly string[]): readonly string[] =>
  Object.entries(value)
    .filter(([name]) => !told.includes(name))
    .map(([name, one]) => `${name}: ${shown(one)}`)

const keysOf = ({ generation, key, sign }: BoxKeys): string =>
  `the keys of generation ${generation}: box ${key}, sign ${sign}`

function boxChanges(who: string, { box: before, spare }: Ngo, { box: after }: Ngo): readonly Change[] {
  const rest = fieldChanges(`${who}, keys`, before, after, {}, ['generation', 'key', 'sign'])
  if (before.generation === after.generation && before.key === after.key && before.sign === after.sign) return rest
  const kept =
    before.generation === after.generation
      ? `the keys of generation ${before.generation} become other ones with the same number`
      : `the key of generation ${before.generation} is replaced by generation ${after.generation}`
  const spared = spare?.key === after.key && spare.sign === after.sign
  const backwards = after.generation < before.generation ? '; the number goes back' : ''
  return [
    danger(`${who}: ${kept}${backwards}${spared ? ' (the spare that was announced)' : ' (not the spare of before)'}`, [
      `before: ${keysOf(before)}`,
      `after: ${keysOf(after)}`,
    ]),
    ...rest,
  ]
}

function spareChanges(who: string, before: BoxKeys | undefined, after: BoxKeys | undefined): readonly Change[] {
  if (same(before, after)) return []
  if (!before) return [danger(`${who}: has a spare key now`, [keysOf(after!), ...allElse(after!, OWN)])]
  if (!after) return [danger(`${who}: the spare key of generation ${before.generation} goes`, [keysOf(before)])]
  return [
    danger(`${who}: the spare key becomes another one`, [
      `before: ${keysOf(before)}`,
      `after: ${keysOf(after)}`,
      ...fieldChanges('spare', before, after, {}, OWN).map(({ says }) => says),
    ]),
  ]
}
const OWN = ['generation', 'key', 'sign']

function signKeyChanges(who: string, before: Ngo, after: Ngo, tz: string): readonly Change[] {
  const { added, removed, kept, moved } = pair(before.signKeys, after.signKeys, ({ key }) => key)
  return [
    ...added.map((one) =>
      danger(
        `${who}: replies signed by the old key ${one.key} count until ${fullTime(one.until, tz)}${
          one.key === before.box.sign ? ' (the key of before)' : ''
        }`,
        allElse(one, ['key', 'until']),
      ),
    ),
    ...removed.map(({ key }) => danger(`${who}: removes the key ${key}: replies signed by it count no longer`)),
    ...kept.flatMap(([a, b]) =>
      a.until === b.until
        ? []
        : [danger(`${who}: the old key ${a.key} counts until ${fullTime(b.until, tz)}, not ${fullTime(a.until, tz)}`)],
    ),
    ...kept.flatMap(([a, b]) => fieldChanges(`${who}, old key ${a.key}`, a, b, {}, ['key', 'until'])),
    ...(moved ? [change(`${who}: the old keys stand in another order`)] : []),
  ]
}

function leadChanges(who: string, before: readonly string[], after: readonly string[]): readonly Change[] {
  const { added, removed, moved } = pair(before, after, (key) => key)
  return [
    ...removed.map((key) => danger(`a lead of ${who} goes: ${key}`)),
    ...added.map((key) => danger(`${who} has a new lead: ${key}`)),
    ...(moved ? [change(`${who}: the leads stand in another order`)] : []),
  ]
}

function teamChanges(who: string, before: number, after: number): readonly Change[] {
  if (before === after) return []
  const says = `${who}: lists of members older than version ${after} no longer count (before: ${before})`
  return after > before
    ? [change(says)]
    : [danger(`${who}: older lists of members count again, from version ${after} on (before: ${before})`)]
}

function languageChanges(who: string, before: readonly string[], after: readonly string[]): readonly Change[] {
  const { added, removed, moved } = pair(before, after, (tag) => tag)
  return [
    ...added.map((tag) => change(`${who}: speaks ${language(tag)} now`)),
    ...removed.map((tag) => change(`${who}: speaks ${language(tag)} no longer`)),
    ...(moved ? [change(`${who}: the languages stand in another order`)] : []),
  ]
}

/** Values by language. Whether there are none or the field is absent is another signed text, so it is told. */
export function byLanguage(
  what: string,
  before: Readonly<Record<string, string>> | undefined,
  after: Readonly<Record<string, string>> | undefined,
): readonly Change[] {
  const [left, right] = [Object.entries(before ?? {}), Object.entries(after ?? {})]
  if (!left.length && !right.length && !same(before, after))
    return [change(`${what}: an empty list by language ${after ? 'comes' : 'goes'}`)]
  const { added, removed, kept } = pair(left, right, ([tag]) => tag)
  return [
    ...added.map(([tag, text]) => change(`${what} in ${language(tag)} is new: ${shown(text)}`)),
    ...removed.map(([tag, text]) => change(`${what} in ${language(tag)} goes; it was ${shown(text)}`)),
    ...kept.flatMap(([[tag, a], [, b]]) =>
      a === b ? [] : [change(`${what} in ${language(tag)} changes from ${shown(a)} to ${shown(b)}`)],
    ),
  ]
}
