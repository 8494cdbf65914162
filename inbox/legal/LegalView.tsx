import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { download } from '../download.ts'
import { mayTell } from '../notices/notices.ts'
import type { Session } from '../session.ts'
import { Door } from '../settings/Doors.tsx'
import { type LegalPart, legalParts, legalText } from './legal.ts'

type Props = Part & { readonly session: Session }

/** Settings → Legal pack: for a lawyer, before anybody asks. It holds no word of a person. */
export function LegalView(props: Props): JSX.Element {
  const { inbox, say, session } = props
  const save = (): void => download('legal-pack.txt', legalText(say, session, inbox.t.value), 'text/plain')
  return (
    <div class="settings">
      <p>{say('legal.means')}</p>
      {legalParts(say, session).map((part) => (
        <section key={part.id} data-legal={part.id}>
          <h3>{part.title}</h3>
          <Lines part={part} />
          {part.id === 'told' && mayTell(session) && <Door {...props} to="notices" word="more.notices" />}
        </section>
      ))}
      <section data-legal="save">
        <button type="button" class="plain" data-save-legal onClick={save}>
          {say('legal.save')}
        </button>
        <p class="hint">{say('legal.save.means')}</p>
      </section>
    </div>
  )
}

function Lines({ part: { lines, steps } }: { readonly part: LegalPart }): JSX.Element {
  const all = lines.map((line) => <li key={line}>{line}</li>)
  return steps ? <ol class="facts">{all}</ol> : <ul class="facts">{all}</ul>
}
