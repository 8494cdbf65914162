import { toBase64 } from '../../shared/bytes.ts'
import { need } from '../../shared/errors.ts'
import { readJson } from '../../shared/json.ts'
import { noticeFile } from '../../shared/notice.ts'
import { readNotice } from '../../shared/noticeDocument.ts'
import { DAY } from '../../shared/root.ts'
import { openDocument, outerCap } from '../../shared/signed.ts'
import { leadsOf } from '../../shared/team.ts'
import type { PublishDeps } from './publish.ts'

/**
 * Takes what an NGO tells about data from one of its leads. It is kept by the hash of its file, and nobody is offered it until a
 * roster names that hash. The same again changes nothing.
 * @throws MitosError `json-…` | `roster-refused` while no roster says who leads | `document-shape` | `document-type` |
 *   `document-signature` | `document-refused` of another network, or issued more than a day after now | `notice-text` |
 *   `notice-too-long` | `too-many`
 */
export async function putNotice(
  { store, crypto, documents, clock }: Pick<PublishDeps, 'store' | 'crypto' | 'documents' | 'clock'>,
  bytes: Uint8Array,
): Promise<void> {
  const value = readJson(bytes, outerCap('notice'))
  const roster = (await documents.published()).roster?.value
  need(roster, 'roster-refused')
  const all = roster.ngos.flatMap((one) => leadsOf(roster, one))
  const { inner, signers } = await openDocument(crypto, value, 'notice', all, 1)
  const { network, ngo, issued, text } = readNotice(inner)
  // A lead speaks for one NGO.
  const own = roster.ngos.find(({ id }) => id === ngo)
  need(own && leadsOf(roster, own).some((lead) => signers.includes(lead)), 'document-signature')
  need(network === roster.network && issued <= clock() + DAY, 'document-refused')
  await store.addNotice({ hash: toBase64(await crypto.sha256(noticeFile(text))), ngo, text })
}
