import type { JSX } from 'preact'
import type { SharedPart } from '../../shared/referralParts.ts'
import type { Part } from '../App.tsx'
import type { Key, Speech } from '../i18n.ts'
import type { Told } from '../list/facts.ts'
import type { Row } from '../list/order.ts'
import { areaWords, languageOf } from '../list/Row.tsx'
import type { Session } from '../session.ts'
import type { Handed } from '../referral/open.ts'
import { ngoName } from '../rota/words.ts'
import { mayTake } from '../cases/view.ts'
import { dangerKey } from './cardLines.ts'

/** What a member may know before taking a request: enough to say "not me", nothing of how to reach the person. */
export function Before({
  inbox,
  say,
  session,
  row,
}: Part & { readonly session: Session; readonly row: Row }): JSX.Element {
  const { item, taken } = row
  if (item.withdrawn) return <p class="strip ember">{say('staff.deleted.note')}</p>
  if (taken) {
    const owner = session.team.members.find((member) => member.id === item.claim?.by)
    return (
      <>
        {inbox.raced.value && <p class="notice">{say('before.raced')}</p>}
        <p>
          {say(session.member.role === 'lead' ? 'before.taken.lead' : 'before.taken', { name: owner?.name ?? '?' })}
        </p>
      </>
    )
  }
  if (session.member.role === 'privacy') return <p class="notice">{say('before.privacy')}</p>
  const { told } = item.facts
  const language = languageOf(item.facts)
  // What another NGO did not hand on is nobody's answer.
  const passed = (part: SharedPart): boolean => !item.handed || item.handed.consent.what.includes(part)
  const take = <Take inbox={inbox} say={say} session={session} row={row} />
  // Whoever takes it can close it; nothing more need be known.
  if (item.tookBackThere) return take
  return (
    <>
      {item.handed && <HandedLine say={say} session={session} handed={item.handed} />}
      <ul role="list" class="before">
        {passed('safety') && <li data-strong={told.more?.age === 'under18'}>{say(ageKey(told))}</li>}
        <li>{say(writerKey(told))}</li>
        {passed('safety') && (
          <li data-strong={told.more?.danger === 'now'}>{say(dangerKey(told) ?? 'before.danger.not')}</li>
        )}
        {passed('note') && <li>{say(told.note === undefined ? 'before.nonote' : 'before.note')}</li>}
        <li>
          {areaWords(say, item.facts)}
          {language && ` · ${say.language(language)}`}
        </li>
      </ul>
      {item.handed && <p class="hint">{say('received.only')}</p>}
      {take}
    </>
  )
}

function Take({ inbox, say, session, row }: Part & { readonly session: Session; readonly row: Row }): JSX.Element {
  const { item } = row
  const entitled = mayTake(session, item, inbox.cases.fileOf(item), inbox.t.value)
  return (
    <>
      {!entitled && <p class="notice">{say('before.offshift')}</p>}
      {entitled && !item.tookBackThere && <p class="hint">{say('before.body')}</p>}
      {inbox.raced.value && <p class="notice">{say('before.raced')}</p>}
      {inbox.away.value && <p class="notice">{say('error.away')}</p>}
      {entitled && (
        <div class="thumb">
          <button
            type="button"
            class="primary"
            data-claim
            aria-disabled={inbox.cases.busy.value}
            onClick={() => void inbox.claim(item.id)}
          >
            {say('staff.act.claim')}
          </button>
        </div>
      )}
    </>
  )
}

/** Who one may know may work there, too: their name stands before anything is opened. */
const HandedLine = (props: {
  readonly say: Speech
  readonly session: Session
  readonly handed: Handed
}): JSX.Element => (
  <p class="handed-line" data-handed-from={props.handed.from}>
    <strong>
      {props.say('received.from', { name: ngoName(props.say, props.session.chain.roster, props.handed.from) })}
    </strong>
  </p>
)

const ageKey = ({ more }: Told): Key => `age.${more?.age ?? 'absent'}`

function writerKey(told: Told): Key {
  if (!told.for) return 'before.for.unknown'
  if (told.for === 'self') return 'before.for.self'
  return told.agreed ? `before.for.${told.for}` : `before.for.${told.for}.no`
}
