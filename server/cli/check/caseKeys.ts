import { DAY } from '../../../shared/root.ts'
import type { Look } from '../../store/sqlite/look.ts'
import type { RetiredGeneration } from '../../trust/documents.ts'
import { type Finding, fail } from './finding.ts'

/** So long after a generation was superseded the members' browsers may need to seal its cases anew (protocol §13), days. */
const PATIENCE = 60

/** Keys of cases under a generation that should be gone: it cannot be destroyed, and who left with it could open them. */
export async function lookAtCaseKeys(
  retired: readonly RetiredGeneration[],
  count: Look['caseKeys'],
  now: number,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const { ngo, generation, retired: since } of retired) {
    if (now - since <= PATIENCE * DAY) continue
    const left = await count(ngo, generation)
    if (left)
      findings.push(
        fail(
          'cases',
          `${ngo}: ${left === 1 ? 'a case is' : `${left} cases are`} still sealed for its keys of generation ${generation}, which ended ` +
            `${Math.floor((now - since) / DAY)} days ago; a member who was there then has to unlock the inbox`,
        ),
      )
  }
  return findings
}
