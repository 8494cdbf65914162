import { type KeySheet, keySheetWords, writeKeySheet } from '../../shared/keySheet.ts'
import type { SignedDocument } from '../../shared/signed.ts'
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
 * The sheet by which the keeper makes a coordinator, or unmakes one: all other keys stay as the roster in force has them
 * (shared/keySheet.ts).
 * @param change sign keys, base64url
 * @returns null where the NGO has no spare key, without which there is no sheet, or nobody would be left
 */
export function leadSheet(current: Session, change: LeadChange): MadeSheet | null {
  const { crypto, chain, ngo, team, keys } = current
  const { name, box, spare } = ngo
  // What the roster revokes may stand in it still, but in no sheet.
  const counts = (key: string): boolean => !chain.roster.revoked.includes(key)
  const named = ngo.leads.filter(counts)
  const leads =
    'add' in change
      ? [...named.filter((one) => one !== change.add), change.add]
      : named.filter((one) => !change.drop.includes(one))
  if (!spare || !leads.length) return null
  const sheet: KeySheet = {
    type: 'key-sheet',
    v: 1,
    network: chain.roster.network,
    ngo: ngo.id,
    issued: current.clock(),
    name,
    box,
    spare,
    signKeys: ngo.signKeys.filter(({ key }) => counts(key)),
    leads,
    // Who does not coordinate any more must not come back by an old team.
    teamMin: 'add' in change ? ngo.teamMin : Math.max(ngo.teamMin, team.version),
    revoked: [],
  }
  const text = writeKeySheet(crypto, sheet, keys.signSeed)
  const { signed } = JSON.parse(text) as SignedDocument
  return {
    file: `keys-${ngo.id}.json`,
    text,
    words: keySheetWords(crypto, signed),
    leads: leads.map((key) => team.members.find(({ sign }) => sign === key)?.name ?? null),
  }
}

/** Keys that the roster names coordinators', and no member of the team has. */
export const formerLeads = ({ chain, ngo, team }: Session): readonly string[] =>
  ngo.leads.filter((key) => !chain.roster.revoked.includes(key) && !team.members.some(({ sign }) => sign === key))
