import { type KeySheet, keySheetWords, writeKeySheet } from '../../shared/keySheet.ts'
import type { SignedDocument } from '../../shared/signed.ts'
import { sheetOf } from '../generations/sheet.ts'
import type { Session } from '../session.ts'

/** A key sheet that was made: a file for the keeper, and the words to compare. */
export interface MadeSheet {
  readonly file: string
  readonly text: string
  readonly words: readonly string[]
  /** whom it names: their shown names, null for a key of nobody in the team */
  readonly leads: readonly (string | null)[]
}

/** With a coordinator more, or without some. */
export type LeadChange = { readonly add: string } | { readonly drop: readonly string[] }

/**
 * The sheet by which the keeper makes a coordinator, or unmakes one. All other keys are those that this NGO wants anyway: new ones
 * that wait for the keeper, so that this sheet does not take them back, or else the roster's (shared/keySheet.ts).
 * @param change sign keys, base64url
 * @returns null where the NGO has no spare key, without which there is no sheet, or nobody would be left
 */
export function leadSheet(current: Session, change: LeadChange): MadeSheet | null {
  const { crypto, chain, team, keys } = current
  const wanted = sheetOf(current) ?? rosterSheet(current)
  if (!wanted) return null
  // What the roster revokes may stand in it still, but in no sheet.
  const named = wanted.leads.filter((key) => !chain.roster.revoked.includes(key))
  const leads =
    'add' in change
      ? [...named.filter((one) => one !== change.add), change.add]
      : named.filter((one) => !change.drop.includes(one))
  if (!leads.length) return null
  // Who does not coordinate any more must not come back by an old team.
  const teamMin = 'add' in change ? wanted.teamMin : Math.max(wanted.teamMin, team.version)
  const sheet: KeySheet = { ...wanted, issued: current.clock(), leads, teamMin }
  const text = writeKeySheet(crypto, sheet, keys.signSeed)
  const { signed } = JSON.parse(text) as SignedDocument
  return {
    file: `mitos-coordinators-${sheet.ngo}.json`,
    text,
    words: keySheetWords(crypto, signed),
    leads: leads.map((key) => team.members.find(({ sign }) => sign === key)?.name ?? null),
  }
}

/** Whether a key sheet can be written at all. */
export const hasSheet = (one: Session): boolean => (sheetOf(one) ?? rosterSheet(one)) !== null

/** What the roster names, as it is. */
function rosterSheet({ chain, ngo, named, clock }: Session): KeySheet | null {
  const { id, name, signKeys, teamMin } = ngo
  const { box, spare, leads } = named
  if (!spare) return null
  const { network, revoked } = chain.roster
  return {
    type: 'key-sheet',
    v: 1,
    network,
    ngo: id,
    issued: clock(),
    name,
    box,
    spare,
    signKeys: signKeys.filter(({ key }) => !revoked.includes(key)),
    leads,
    teamMin,
    revoked: [],
  }
}

/** Keys that the roster names coordinators', and no member of the team has. */
export const formerLeads = ({ chain, ngo, team }: Session): readonly string[] =>
  ngo.leads.filter((key) => !chain.roster.revoked.includes(key) && !team.members.some(({ sign }) => sign === key))
