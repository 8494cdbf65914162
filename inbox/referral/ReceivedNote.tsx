import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { mayDo } from '../cases/view.ts'
import type { Request } from '../list/items.ts'
import type { Session } from '../session.ts'
import { Received } from './Received.tsx'
import { answeredIn } from './sent.ts'

/** In one's own case that another NGO referred: what came with it, and the answer, or the buttons for it. */
export function ReceivedNote({
  inbox,
  say,
  session,
  item,
}: Part & { readonly session: Session; readonly item: Request }): JSX.Element | null {
  const { referrals, cases, t } = inbox
  if (!item.handed) return null
  const now = cases.caseIn(item)
  const may = mayDo(session, item, cases.fileOf(item), { kind: 'answered', answer: 'accepted' }, t.value)
  const answering = may ? referrals.answeringOf(item) : undefined
  return (
    <Received
      say={say}
      session={session}
      handed={item.handed}
      answered={answeredIn(now)}
      {...(answering && { answering })}
    />
  )
}
