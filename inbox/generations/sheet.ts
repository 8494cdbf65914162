import { toBase64 } from '../../shared/bytes.ts'
import type { InboxKey } from '../../shared/inboxKey.ts'
import { type KeySheet, keySheetWords, writeKeySheet } from '../../shared/keySheet.ts'
import { DAY } from '../../shared/root.ts'
import type { BoxKeys } from '../../shared/roster.ts'
import type { Session } from '../session.ts'
import { waitingOf } from './plan.ts'

/** A roster lives no longer: by then the keeper has published another one, with these keys or without. */
const OLD_SIGNS = 31 * DAY
/** So long a reply that an old key signed is shown (protocol §4). */
const OLD_SHOWN = 60 * DAY
const MOST_SIGN_KEYS = 60

/**
 * The key sheet of the keys that wait: made of what lies sealed for this coordinator, of the roster and of the team, so that
 * another coordinator's browser makes the same. Null: none wait.
 */
export function sheetOf(session: Session): KeySheet | null {
  const waiting = waitingOf(session)
  if (!waiting) return null
  const { crypto, chain, ngo, named, team } = session
  const { network, revoked } = chain.roster
  const { revokes, teamMin } = waiting.sheet
  const { issued } = waiting.spare
  const keysOf = ({ generation, publicKey, signSeed }: InboxKey): BoxKeys => ({
    generation,
    key: toBase64(publicKey),
    sign: toBase64(crypto.signPublicKey(signSeed)),
  })
  const [box, spare] = [keysOf(waiting.box), keysOf(waiting.spare)]
  const stays = (lead: string): boolean => team.members.some(({ sign }) => sign === lead)
  const before = [named.box, ...(named.spare ? [named.spare] : [])].filter(({ key }) => key !== box.key)
  const gone = [
    ...(revokes ? before.flatMap(({ key, sign }) => [key, sign]) : []),
    ...ngo.leads.filter((lead) => !stays(lead)),
  ].filter((key) => !revoked.includes(key))
  const signKeys = [
    ...ngo.signKeys.filter(({ until }) => until + OLD_SHOWN > issued),
    ...(revokes ? [] : [{ key: ngo.box.sign, until: issued + OLD_SIGNS }]),
  ].filter(({ key }) => !gone.includes(key) && !revoked.includes(key))
  return {
    type: 'key-sheet',
    v: 1,
    network,
    ngo: ngo.id,
    issued,
    name: ngo.name,
    box,
    spare,
    signKeys: signKeys.slice(-MOST_SIGN_KEYS),
    leads: named.leads.filter(stays),
    teamMin: Math.max(teamMin, ngo.teamMin),
    revoked: gone,
  }
}

/** The file for the keeper, and the six words that both compare by voice. */
export function sheetFile(
  session: Session,
): { readonly name: string; readonly text: string; readonly words: readonly string[] } | null {
  const sheet = sheetOf(session)
  if (!sheet) return null
  const { crypto, keys } = session
  return {
    name: `mitos-keys-${sheet.ngo}-${sheet.box.generation}.json`,
    text: writeKeySheet(crypto, sheet, keys.signSeed),
    words: keySheetWords(crypto, JSON.stringify(sheet)),
  }
}
