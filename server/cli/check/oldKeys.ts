import { DAY } from '../../../shared/root.ts'
import type { Look } from '../../store/sqlite/look.ts'
import type { RetiredGeneration } from '../../trust/documents.ts'
import { type Finding, fail } from './finding.ts'

/** So long after a generation was superseded the members' browsers may need to seal anew what lies under it (protocol §13), days. */
const PATIENCE = 60

type Asked = Pick<Look, 'caseKeys' | 'guideOf' | 'interpretersOf' | 'auditKeyOf'>

/**
 * What still lies under a generation that should be gone: it cannot be destroyed (`destroyGeneration`), and who left with it could open
 * what is sealed for it.
 */
export async function lookAtOldKeys(
  retired: readonly RetiredGeneration[],
  look: Asked,
  now: number,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const { ngo, generation, retired: since } of retired) {
    if (now - since <= PATIENCE * DAY) continue
    const days = Math.floor((now - since) / DAY)
    const left = (name: string, what: string, todo: string): void =>
      void findings.push(
        fail(
          name,
          `${ngo}: ${what} still sealed for its keys of generation ${generation}, which ended ${days} days ago; ${todo}`,
        ),
      )
    const count = await look.caseKeys(ngo, generation)
    if (count) left('cases', count === 1 ? 'a case is' : `${count} cases are`, UNLOCK)
    if ((await look.guideOf(ngo)) === generation) left('guide', 'the house guide is', saved('House guide, Save'))
    if ((await look.interpretersOf(ngo)) === generation)
      left('interpreters', 'the list of interpreters is', saved('Interpreters, change one, Save'))
    if ((await look.auditKeyOf(ngo)) === generation) left('audit', 'the key of the audit is', UNLOCK)
  }
  return findings
}

const UNLOCK = 'a member who was there then has to unlock the inbox'
const saved = (where: string): string =>
  `a coordinator who was there then has to unlock the inbox, or any coordinator writes it anew (More, ${where})`
