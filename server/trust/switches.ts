import { CHAIN_CAP } from '../../shared/chain.ts'
import type { Verifier } from '../../shared/crypto/crypto.ts'
import { need } from '../../shared/errors.ts'
import { type Json, readJson } from '../../shared/json.ts'
import { DAY } from '../../shared/root.ts'
import type { Roster } from '../../shared/roster.ts'
import { type SignedDocument, openDocument, outerCap } from '../../shared/signed.ts'
import { type Switch, readSwitch } from '../../shared/switchDocument.ts'
import { leadsOf } from '../../shared/team.ts'
import { fromUtf8, utf8 } from '../../shared/text.ts'
import type { StoredSwitch } from '../store/store.ts'
import type { PublishDeps } from './publish.ts'

/** So many a chain may carry (protocol §3): a reader refuses one with more. */
export const SWITCHES = 32
/** Bytes of one as it is kept: the inner text, each letter of which may need two, and one signature. */
const SWITCH_MOST = 2304

/** A switch that counts under the roster in force. */
export type SwitchInForce = Pick<Switch, 'ngo' | 'generation' | 'issued'> & { readonly document: Json }

/**
 * Takes from a lead that their NGO's spare keys are in force. The same again changes nothing, nor does another one for keys that
 * are in force already.
 * @returns the switch, or undefined where nothing has changed
 * @throws MitosError `json-…` | `roster-refused` while no roster says who leads | `document-shape` | `document-type` |
 *   `document-signature` | `document-refused` of another network, or issued more than a day after now | `switch-refused` where
 *   only a new roster can help: the one in force has no spare of this generation, or the chain is full
 */
export async function putSwitch(
  { store, crypto, documents, clock }: Pick<PublishDeps, 'store' | 'crypto' | 'documents' | 'clock'>,
  bytes: Uint8Array,
): Promise<Switch | undefined> {
  const value = readJson(bytes, outerCap('switch'))
  const { roster, switches } = await documents.published()
  need(roster, 'roster-refused')
  const { network, ngos } = roster.value
  const all = ngos.flatMap((one) => leadsOf(roster.value, one))
  const { inner, signers } = await openDocument(crypto, value, 'switch', all, 1)
  const read = readSwitch(inner)
  const { ngo, generation, issued } = read
  // A lead speaks for one NGO.
  const own = ngos.find(({ id }) => id === ngo)
  const signer = own && leadsOf(roster.value, own).find((lead) => signers.includes(lead))
  need(own && signer, 'document-signature')
  need(read.network === network && issued <= clock() + DAY, 'document-refused')
  need(own.spare?.generation === generation, 'switch-refused')
  if (switches.some((one) => one.ngo === ngo)) return undefined
  // Nobody's switch makes room for another's: the keys that it shut out would be in force again.
  need(switches.length < SWITCHES, 'switch-refused')
  await store.putSwitch({ ngo, generation, bytes: onlySignedBy(value, signer) })
  documents.changed()
  // Its time counts from now, not from when somebody asks next.
  await documents.published()
  return read
}

/** Without signatures that say nothing, which would only fill the chain. */
function onlySignedBy(value: Json, signer: string): Uint8Array {
  const { signed, signatures } = value as unknown as SignedDocument
  return utf8(JSON.stringify({ signed, signatures: signatures.filter(({ key }) => key === signer) }))
}

/** Those that readers of this roster apply (`applySwitches`), by NGO: the order in which they are stored. */
export async function switchesInForce(
  verifier: Verifier,
  roster: Roster,
  stored: readonly StoredSwitch[],
): Promise<readonly SwitchInForce[]> {
  const inForce: SwitchInForce[] = []
  for (const { ngo, generation, bytes } of stored) {
    const own = roster.ngos.find(({ id }) => id === ngo)
    if (own?.spare?.generation !== generation) continue
    const document = JSON.parse(fromUtf8(bytes)) as Json
    // Its lead may have gone since.
    const opened = await openDocument(verifier, document, 'switch', leadsOf(roster, own), 1).catch(() => undefined)
    if (opened) inForce.push({ ngo, generation, issued: issuedOf(bytes), document })
  }
  return inForce.slice(0, SWITCHES)
}

/** Seconds UTC by the lead's clock. */
export const issuedOf = (bytes: Uint8Array): number =>
  (JSON.parse((JSON.parse(fromUtf8(bytes)) as SignedDocument).signed) as Switch).issued

/**
 * A chain without switches leaves room for as many as there may be: neither may a switch break it, nor one that waits stop a roster.
 * @throws MitosError `chain-refused`
 */
export const needRoomForSwitches = (chain: string): void =>
  need(utf8(chain).length + SWITCHES * SWITCH_MOST <= CHAIN_CAP, 'chain-refused')
