import type { Verifier } from '../../../../shared/crypto/crypto.ts'
import type { Ngo, Roster } from '../../../../shared/roster.ts'
import { leadsOf } from '../../../../shared/team.ts'
import type { DocumentFile } from '../file.ts'
import { swapsIn, swapsTold } from '../swaps.ts'
import { type Finding, amber, red } from '../finding.ts'
import { sheetMade } from '../oldKeys.ts'
import { count, nameOf } from '../words.ts'

/** What is seen only beside the roster that comes before: whom the next one would lock out. */
export function beforeFindings(roster: Roster, before: DocumentFile): readonly Finding[] {
  const old = before.inner as unknown as Roster
  const follows = roster.previous === before.hash && roster.version === old.version + 1
  return [
    ...(follows
      ? []
      : [
          red(
            'previous-wrong',
            'roster',
            `it does not follow roster ${old.version} as given`,
            'Make the draft from the one in force, or give that with --before',
          ),
        ]),
    ...roster.ngos.flatMap((ngo) => {
      const was = old.ngos.find(({ id }) => id === ngo.id)
      return was ? leadFindings(leadsOf(old, was), leadsOf(roster, ngo), ngo) : []
    }),
  ]
}

/** Shifts that changed hands in a draft without the yes of both NGOs. @throws MitosError `document-shape` */
export async function swapFindings(
  verifier: Verifier,
  { draft, inner }: DocumentFile,
  before: DocumentFile,
): Promise<readonly Finding[]> {
  if (draft === undefined || !before.hash) return []
  const [old, roster] = [before.inner, inner].map((one) => one as unknown as Roster) as [Roster, Roster]
  const told = await swapsTold(verifier, old, before.hash, roster, swapsIn(inner))
  return told
    .filter(({ unagreed }) => unagreed)
    .map(({ says }) => red('swap-unagreed', 'roster', says, 'Put the shifts back if one of them says no'))
}

/** A list of members counts while the coordinator who signed it does (protocol §10). */
function leadFindings(before: readonly string[], after: readonly string[], ngo: Ngo): readonly Finding[] {
  const gone = before.filter((lead) => !after.includes(lead))
  if (!gone.length || !before.length) return []
  if (gone.length === before.length)
    return [
      red(
        'lead-all-new',
        nameOf(ngo),
        'no coordinator of before stays, and the list of members is signed by one of those: nobody of the NGO could open anything',
        'Publish one roster with an old and a new coordinator, let a new one sign the list of members in the inbox, then take the old ones out',
      ),
    ]
  return [
    amber(
      'lead-gone',
      nameOf(ngo),
      `${count(gone.length, 'coordinator')} of before no longer counts; if the list of members in force is signed by one of those, nobody of the NGO can open anything`,
      'Before you publish, ask a coordinator who stays whether they signed the list last; if not, let them do so in the inbox',
    ),
  ]
}

/**
 * Since when an NGO has had its present keys, as far as rosters before tell; 0 if they do not.
 * @param befores newest first
 */
export function keysSince(roster: Roster, ngo: Ngo, befores: readonly Roster[]): number {
  const { id, box } = ngo
  // After a removal the key before is revoked, and no old key tells; then the rosters before are better.
  const made = sheetMade(ngo)
  let since = roster.issued
  for (const { ngos, issued } of befores) {
    const was = ngos.find((one) => one.id === id)?.box
    if (was?.key !== box.key || was.sign !== box.sign) return since
    since = issued
  }
  if (!befores.length) return made
  return made ? Math.min(made, since) : since
}
