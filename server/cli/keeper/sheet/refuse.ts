import { MitosError } from '../../../../shared/errors.ts'
import type { KeySheet } from '../../../../shared/keySheet.ts'
import { DAY } from '../../../../shared/root.ts'
import { sheetMade } from '../../roster/oldKeys.ts'
import { type BoxKeys, type Ngo, type Roster, keysOf } from '../../../../shared/roster.ts'

/** As much of a roster as a sheet is held against: a first draft has no more yet. */
export type Held = Pick<Roster, 'network' | 'ngos' | 'revoked'>

const ANEW = 'ask the coordinator for a new sheet'

/**
 * Whether a sheet may go into the next roster, whoever signed it.
 * @param roster the one before
 * @param now seconds UTC
 * @throws MitosError `sheet-refused` | `clock-behind`
 */
export function needFit(roster: Held, sheet: KeySheet, now: number): void {
  const refuse = (why: string): never => {
    throw new MitosError('sheet-refused', `the key sheet of ${sheet.ngo} ${why}`)
  }
  if (sheet.network !== roster.network) refuse('is of another network; take the right file')
  if (sheet.issued > now + DAY)
    throw new MitosError(
      'clock-behind',
      `the key sheet of ${sheet.ngo} was made in the future: the clock of this computer, or the coordinator's, is wrong`,
    )
  const ngo = roster.ngos.find(({ id }) => id === sheet.ngo)
  const back = ngo && goesBack(ngo, sheet)
  if (back) refuse(`${back}: it is older than what the roster has; ${ANEW}`)
  const clash = clashOf(roster, sheet)
  if (clash) refuse(clash)
}

/** What a sheet takes back of the NGO's keys. */
function goesBack(ngo: Ngo, sheet: KeySheet): string | undefined {
  const { box, spare, teamMin } = ngo
  const known = spare ? [box, spare] : [box]
  const other = [sheet.box, sheet.spare].find((keys) =>
    known.some((one) => one.generation === keys.generation && !same(one, keys)),
  )
  if (sheet.box.generation < box.generation)
    return `has keys number ${sheet.box.generation}, after number ${box.generation}`
  if (spare && sheet.spare.generation < spare.generation)
    return `has spare keys number ${sheet.spare.generation}, after number ${spare.generation}`
  if (other) return `has other keys of number ${other.generation}`
  if (sheet.teamMin < teamMin)
    return `lets lists of members from number ${sheet.teamMin} on count, after number ${teamMin}`
  return sheet.issued < sheetMade(ngo) ? 'was made before the last one' : undefined
}

const same = (a: BoxKeys, b: BoxKeys): boolean => a.key === b.key && a.sign === b.sign

const keysOfSheet = ({ box, spare, signKeys, leads }: KeySheet): readonly string[] => [
  box.key,
  box.sign,
  spare.key,
  spare.sign,
  ...signKeys.map(({ key }) => key),
  ...leads,
]

/** What no roster could say together with the sheet, or no coordinator may say of others. */
function clashOf(roster: Held, sheet: KeySheet): string | undefined {
  const { box, sign } = keysOf({ ngos: roster.ngos.filter(({ id }) => id !== sheet.ngo) })
  const [others, own] = [[...box, ...sign], keysOfSheet(sheet)]
  if (own.some((key) => others.includes(key))) return `has a key of another NGO; ${ANEW}`
  if (sheet.revoked.some((key) => others.includes(key))) return 'revokes a key of another NGO; ring both of them'
  if (own.some((key) => sheet.revoked.includes(key))) return `revokes a key that it also puts in force; ${ANEW}`
  if (own.some((key) => roster.revoked.includes(key))) return `has a key that the roster revoked before; ${ANEW}`
  return undefined
}
