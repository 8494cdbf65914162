import type { JSX } from 'preact'
import type { CaseAct } from '../../shared/caseActs.ts'
import type { Part } from '../App.tsx'
import { isLapsed } from '../cases/entitled.ts'
import { mayDo } from '../cases/view.ts'
import { type Item, idsOf } from '../list/items.ts'
import type { Session } from '../session.ts'
import { CaseMore } from './CaseMore.tsx'
import { AwayNote } from '../referral/AwayNote.tsx'
import { Notes } from './Notes.tsx'
import { Silence } from './Silence.tsx'
import { Tries } from './Tries.tsx'

type Props = Part & { readonly session: Session; readonly item: Item }

/** What can be done with a case that nobody has: step back from it, set it aside, or the other way round. */
export function Aside({ inbox, say, session, item }: Props): JSX.Element | null {
  const { cases, t } = inbox
  const file = cases.fileOf(item)
  // Before it has a case nobody can have set it aside.
  const aside = cases.caseIn(item)?.standing?.aside === true
  const may = (act: CaseAct): boolean =>
    item.claim === null &&
    (item.case ? mayDo(session, item, file, act, t.value) : mayDo(session, item, undefined, BEGIN, t.value))
  // Of what somebody else has a coordinator sees all that can be done already.
  const seesMore = item.claim !== null && session.member.role === 'lead' && cases.caseIn(item) !== null
  const act: CaseAct = { kind: aside ? 'restore' : 'set-aside' }
  const done = { key: aside ? 'case.restored' : 'case.aside' } as const
  /** What is set aside calls nobody any more, and what comes back calls before it does. */
  const setAside = async (): Promise<void> => {
    const { alerts } = inbox
    const tell = async (): Promise<boolean> => {
      for (const id of aside ? [item.id] : idsOf(item))
        if (!(await alerts.setCalls(id, aside))) {
          cases.said.value = alerts.said.value
          return false
        }
      return true
    }
    if (aside && !(await tell())) return
    if ((await cases.write(item, { acts: [act], done })) && !aside) await tell()
  }
  return (
    <div class="beside">
      {item.kind === 'request' && session.member.role !== 'privacy' && !item.withdrawn && !seesMore && (
        <button type="button" class="plain" data-step-back onClick={() => (cases.form.value = { kind: 'step-back' })}>
          {say('staff.act.stepback')}
        </button>
      )}
      {(item.kind === 'shut' || item.check) && may(item.case ? CLOSE : act) && (
        <button type="button" class="plain" data-do="close" onClick={() => (cases.form.value = { kind: 'close' })}>
          {say('staff.act.close')}
        </button>
      )}
      {may(act) && !(item.kind === 'request' && item.withdrawn) && (
        <button type="button" class="plain" data-aside={act.kind} onClick={() => void setAside()}>
          {say(aside ? 'case.restore' : 'staff.setaside')}
        </button>
      )}
    </div>
  )
}

const CLOSE: CaseAct = { kind: 'close', reason: 'test' }
const BEGIN: CaseAct = { kind: 'begin', as: 'new', header: '', signed: '' }

/** What somebody else has: taken over where nothing was done, and for a coordinator what was written, without the card. */
export function Others(props: Props): JSX.Element | null {
  const { inbox, say, session, item } = props
  const { cases, t } = inbox
  const now = cases.caseIn(item)
  if (item.claim === null || item.claim.by === session.member.id || !now) return null
  const lead = session.member.role === 'lead'
  const over = mayDo(session, item, cases.fileOf(item), { kind: 'take-over', reason: 'lapsed' }, t.value)
  return (
    <>
      <AwayNote {...props} />
      <Silence {...props} />
      {over && (lead || isLapsed(item.claim, now, t.value)) && (
        <button type="button" class="plain" data-take-over onClick={() => (cases.form.value = { kind: 'take-over' })}>
          {say('case.takeover')}
        </button>
      )}
      {lead && (
        <>
          <h3>{say('case.tab.tries')}</h3>
          <Tries {...props} />
          <h3>{say('case.tab.notes')}</h3>
          <Notes {...props} />
          <h3>{say('case.tab.more')}</h3>
          <CaseMore {...props} />
        </>
      )}
    </>
  )
}
