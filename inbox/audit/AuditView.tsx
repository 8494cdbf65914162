import type { JSX } from 'preact'
import { AUDIT_DAYS } from '../../shared/audit.ts'
import type { Trouble } from '../../shared/auditRead.ts'
import type { Part } from '../App.tsx'
import { download } from '../download.ts'
import { Icon } from '../icons.tsx'
import type { Session } from '../session.ts'
import { Days } from './Days.tsx'
import { seesAll } from './state.ts'
import { troubleWords } from './words.ts'

interface Props extends Part {
  readonly session: Session
}

/** What was done, by day; whether all of it holds; and the file for somebody who checks it elsewhere. */
export function AuditView(props: Props): JSX.Element {
  const { inbox, say, session } = props
  const { audit } = inbox
  const read = audit.read.value
  const said = audit.said.value
  const busy = audit.busy.value
  const owes = audit.owes.value
  const save = async (): Promise<void> => {
    const made = await audit.save()
    if (made) download(made.name, made.text)
  }
  return (
    <>
      <p>{say(seesAll(session) ? 'audit.all' : 'audit.own', { years: AUDIT_DAYS / 365 })}</p>
      {owes > 0 && !busy && <p class="notice">{say('audit.owed', { n: owes })}</p>}
      <div aria-live="polite">
        {busy && <p class="hint">{say('audit.checking')}</p>}
        {read && !busy && <Verdict {...props} />}
        {said && <p class={said.code || !read ? 'notice' : 'hint'}>{say(said.key, said.values)}</p>}
      </div>
      <div class="aside">
        <button type="button" class="plain" data-audit-check disabled={busy} onClick={() => void audit.look(true)}>
          {say('audit.check')}
        </button>
        <button type="button" class="quiet" data-audit-save disabled={busy || !read} onClick={() => void save()}>
          {say('audit.save')}
        </button>
      </div>
      {read && <Days {...props} />}
    </>
  )
}

/** In words what holds, or each thing that does not. */
function Verdict({ inbox, say, session }: Props): JSX.Element {
  const { place, troubles, asOf, lines } = inbox.audit.read.value!
  const time = say.moment(asOf, inbox.t.value, session.chain.roster.desks[0]!.tz)
  if (!troubles.length)
    return (
      <p class="done" data-audit-holds>
        {lines.length ? say('audit.holds', { n: place.length, time }) : say('audit.none')}
      </p>
    )
  return (
    <div class="strip ember" data-audit-bad>
      <Icon name="mark" />
      <div>
        <p>
          <strong>{say('audit.bad', { time })}</strong>
        </p>
        <ul>
          {inWords(troubles).map((one) => (
            <li key={`${one.code} ${one.seq}`}>
              {troubleWords(say, one)} <span class="hint">{say('error.code', { code: one.code })}</span>
            </li>
          ))}
        </ul>
        {troubles.length > MOST && <p>{say('audit.bad.more', { n: troubles.length - MOST })}</p>}
        <p>{say('audit.bad.do')}</p>
      </div>
    </div>
  )
}

/** So many are told one by one. */
const MOST = 8
const inWords = (troubles: readonly Trouble[]): readonly Trouble[] => troubles.slice(0, MOST)
