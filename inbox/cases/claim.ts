import type { CaseAct } from '../../shared/caseActs.ts'
import type { CaseClaim } from '../../shared/staffApi.ts'

/** What goes with an act because the server enforces it. @param owner who has the case now, by the server */
export function claimOf(act: CaseAct, owner: string | null): CaseClaim | undefined {
  switch (act.kind) {
    case 'claim':
    case 'take-over':
      return { kind: 'take', from: owner }
    case 'give-back':
      return { kind: 'release' }
    case 'hand-over':
      return act.to === null ? { kind: 'release' } : { kind: 'give', to: act.to }
    case 'close':
      return { kind: 'close' }
    case 'reopen':
      return { kind: 'open' }
    case 'step-back':
    case 'erase':
      return { kind: act.kind }
    default:
      return undefined
  }
}
