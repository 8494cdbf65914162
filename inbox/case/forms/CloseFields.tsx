import type { JSX } from 'preact'
import { CLOSE } from '../../../shared/caseActs.ts'
import { keptClosed, mayDo } from '../../cases/view.ts'
import type { SheetPart } from '../Sheet.tsx'
import { Choices } from './Choices.tsx'

/** What nobody chooses: it closes by itself. */
const BY_HAND = CLOSE.filter((one) => one !== 'lapsed')

/** One reason; "not a real request" needs two people, so the first only proposes it. */
export function CloseFields({ inbox, say, session, item }: SheetPart): JSX.Element {
  const { cases, t } = inbox
  const tz = session.chain.roster.desks[0]!.tz
  const second = mayDo(session, item, cases.fileOf(item), { kind: 'close', reason: 'not-real' }, t.value)
  const choose = (reason: (typeof CLOSE)[number]): void => {
    if (reason === 'not-real' && !second)
      return void cases.write(item, { acts: [{ kind: 'propose' }], done: { key: 'close.proposed' } })
    void cases.write(item, { acts: [{ kind: 'close', reason }], wakeAt: null, done: { key: 'close.done' } })
  }
  return (
    <>
      <Choices
        of={BY_HAND}
        words={(one) => say(one === 'not-real' && !second ? 'close.not-real.propose' : `close.${one}`)}
        busy={cases.busy.value}
        choose={choose}
      />
      <p class="hint">{say('case.wiped', { date: say.date(t.value + keptClosed(session), tz) })}</p>
    </>
  )
}
