import type { KeySheet, OpenedKeySheet } from '../../../../shared/keySheet.ts'
import type { BoxKeys, Ngo } from '../../../../shared/roster.ts'
import { visible } from '../../roster/words.ts'
import { count, when } from '../tools.ts'

/** By whom a sheet is signed: a coordinator of the roster, one that it brings itself, or the first one of a new NGO. */
export type Signer = 'present' | 'new' | 'first'

const SIGNED = {
  present: 'signed by a coordinator whom the roster names',
  new: 'NOT signed by a coordinator whom the roster names, only by one whom it brings itself',
  first: 'of an NGO that is not in the roster yet: it is founded with these keys',
} as const

/** A sheet as a keeper judges it: who signed, what it changes, and the words to compare. */
export function sheetWords(
  { sheet, words }: OpenedKeySheet,
  ngo: Ngo | undefined,
  signer: Signer,
  revoked: readonly string[],
): readonly string[] {
  const changes = ngo ? changesOf(ngo, sheet, revoked) : foundingOf(sheet)
  return [
    `key sheet of ${ngo?.name ?? sheet.name} (${sheet.ngo}), made ${when(sheet.issued)}, ${SIGNED[signer]}`,
    ...(changes.length ? changes : ['it changes nothing']).map((line) => `- ${line}`),
    'Compare them by phone: ring a coordinator of this NGO at a number that you had before, and let them read the six words on their screen.',
    `  ${words.join(' ')}`,
  ].map(visible)
}

function foundingOf({ box, spare, leads, teamMin, revoked }: KeySheet): readonly string[] {
  return [
    `keys number ${box.generation}, spare number ${spare.generation}`,
    `${count(leads.length, 'coordinator')}${leads.length < 2 ? ': it needs a second one' : ''}`,
    `lists of members from number ${teamMin} on count`,
    ...(revoked.length ? [`${count(revoked.length, 'key')} will count nowhere`] : []),
  ]
}

function changesOf(ngo: Ngo, sheet: KeySheet, revoked: readonly string[]): readonly string[] {
  const [comes, goes] = [without(sheet.leads, ngo.leads), without(ngo.leads, sheet.leads)]
  const [before, after] = [ngo.signKeys.map(({ key }) => key), sheet.signKeys.map(({ key }) => key)]
  const ended = without(sheet.revoked, revoked).length
  return [
    ...keyChange('keys', ngo.box, sheet.box, sameKeys(ngo.spare, sheet.box) ? ' (the spare ones of before)' : ''),
    ...(ngo.spare
      ? keyChange('spare keys', ngo.spare, sheet.spare)
      : [`spare keys number ${sheet.spare.generation}, where there were none`]),
    ...(comes.length || goes.length
      ? [`coordinators +${comes.length} −${goes.length}: there will be ${sheet.leads.length}`]
      : []),
    ...(goes.length
      ? ['before this is published, a coordinator who stays has to sign the list of members: ask whether one has']
      : []),
    ...(ngo.teamMin === sheet.teamMin ? [] : [`oldest list of members that counts: ${ngo.teamMin} → ${sheet.teamMin}`]),
    ...(without(after, before).length
      ? [`old keys by which replies still count: +${without(after, before).length}`]
      : []),
    ...(without(before, after).length
      ? [`old keys by which replies count no more: ${without(before, after).length}`]
      : []),
    ...(ended ? [`${count(ended, 'key')} will count nowhere any more`] : []),
    ...(ngo.name === sheet.name ? [] : [`it calls the NGO “${sheet.name}”; the roster's name stays`]),
  ]
}

const without = (some: readonly string[], others: readonly string[]): readonly string[] =>
  some.filter((one) => !others.includes(one))

const sameKeys = (a: BoxKeys | undefined, b: BoxKeys): boolean => a?.key === b.key && a.sign === b.sign

const keyChange = (what: string, before: BoxKeys, after: BoxKeys, which = ''): readonly string[] =>
  before.generation === after.generation ? [] : [`${what} number ${before.generation} → ${after.generation}${which}`]
