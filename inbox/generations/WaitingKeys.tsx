import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Key } from '../i18n.ts'
import { Icon } from '../icons.tsx'
import { SixWords } from '../join/SixWords.tsx'
import { download } from '../download.ts'
import type { Session } from '../session.ts'
import { Step } from '../setup/Step.tsx'
import { isSwitchDue, isSwitched, waitingOf } from './plan.ts'
import { sheetFile } from './sheet.ts'

/** One thing that is done or is not, and what it means. */
interface Line {
  readonly icon: 'good' | 'wait' | 'mark'
  readonly key: Key
}

const UNREAD: Line = { icon: 'wait', key: 'waiting.unread' }

/** Somebody was removed, and neither are the new keys here nor does a roster know of it. */
const isUnread = (session: Session, removed: string | undefined): boolean =>
  removed !== undefined && !waitingOf(session) && session.ngo.teamMin < session.team.version

/** What is done of a removal, or of new keys, and what is not. */
function linesOf(session: Session, removed: string | undefined): readonly Line[] {
  const waiting = waitingOf(session)
  const out: readonly Line[] = removed === undefined ? [] : [{ icon: 'good', key: 'waiting.out' }]
  if (!waiting) return [...out, isUnread(session, removed) ? UNREAD : { icon: 'good', key: 'waiting.none' }]
  const { box, sheet } = waiting
  const sealed: Line = { icon: 'good', key: 'waiting.sealed' }
  if (!sheet.revokes) return [...out, sealed]
  if (isSwitchDue(session)) return [...out, sealed, { icon: 'mark', key: 'waiting.due' }]
  const shut = isSwitched(session) && session.ngo.box.generation === box.generation
  return [...out, sealed, shut ? { icon: 'good', key: 'waiting.switched' } : { icon: 'mark', key: 'waiting.knows' }]
}

/** What is done, what is not, the file for the keeper, and its six words. */
export function WaitingKeys(
  props: Part & { readonly session: Session; readonly removed: string | undefined },
): JSX.Element {
  const { inbox, say, session, removed } = props
  const { generations, members } = inbox
  const unfinished = isSwitchDue(session) || isUnread(session, removed)
  // One thing after another; where the server will not have the switch, the keeper's roster is the only way.
  const file = unfinished && generations.said.value?.key !== 'newkeys.refused' ? null : sheetFile(session)
  const saved = generations.saved.value
  const save = (): void => {
    if (!file) return
    download(file.name, file.text)
    generations.saved.value = file.name
  }
  return (
    <Step
      say={say}
      name="waiting"
      title={removed === undefined ? 'waiting.title' : 'waiting.title.removed'}
      values={{ name: removed ?? '' }}
      next={unfinished ? 'waiting.goon' : file ? (saved ? 'waiting.again' : 'waiting.download') : null}
      busy={generations.busy.value || members.busy.value}
      said={generations.said.value}
      onNext={unfinished ? () => void generations.goOn() : save}
    >
      <div aria-live="polite">
        <ul role="list" class="steps">
          {linesOf(session, removed).map(({ icon, key }) => (
            <li key={key} data-line={key}>
              <Icon name={icon} />
              <p>{say(key, { name: removed ?? '' })}</p>
            </li>
          ))}
        </ul>
      </div>
      {file && (
        <>
          <p>{say('waiting.keeper')}</p>
          <SixWords words={file.words} />
        </>
      )}
      {file && unfinished && (
        <button type="button" class="plain" data-download onClick={save}>
          {say(saved ? 'waiting.again' : 'waiting.download')}
        </button>
      )}
      <p class={saved ? 'done' : undefined} role="status">
        {saved && say('waiting.saved', { name: saved })}
      </p>
    </Step>
  )
}
