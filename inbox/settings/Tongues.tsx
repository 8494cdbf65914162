import type { JSX } from 'preact'
import { SPOKEN_MOST } from '../../shared/spoken.ts'
import type { Part } from '../App.tsx'
import { LOCALES } from '../i18n.ts'
import { TONGUES } from '../members/languages.ts'
import { Told } from '../setup/Told.tsx'
import type { Session } from '../session.ts'

type Props = Part & { readonly session: Session }

/** Which languages one speaks, for one's colleagues: each press is kept at once. */
export function Tongues(props: Props): JSX.Element {
  const { inbox, say, session } = props
  const { notes, away, busy, said, remove } = inbox.notes
  const own = notes.value?.get(session.member.id)?.languages ?? []
  return (
    <section data-setting="spoken">
      <h3>{say('settings.spoken')}</h3>
      <p class="hint">{say('settings.spoken.means')}</p>
      {!notes.value && !away.value && <p class="hint">{say('list.loading')}</p>}
      {own === 'shut' && <p class="notice">{say('settings.spoken.shut')}</p>}
      {own !== 'shut' && own.length > 0 && (
        <ul role="list" class="members">
          {own.map((tag) => (
            <li key={tag} data-spoken={tag}>
              <div>{say.language(tag)}</div>
              <button
                type="button"
                class="quiet"
                aria-disabled={busy.value}
                aria-label={say('settings.spoken.remove', { language: say.language(tag) })}
                onClick={() => void remove(tag)}
              >
                {say('members.remove')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {notes.value && (own === 'shut' || own.length < SPOKEN_MOST) && <Choose {...props} own={own} />}
      <Told say={say} said={said.value} />
    </section>
  )
}

function Choose({ inbox, say, own }: Props & { readonly own: readonly string[] | 'shut' }): JSX.Element {
  const { busy, chosen, add } = inbox.notes
  const order = new Intl.Collator(LOCALES[say.lang])
  const left = TONGUES.filter((tag) => !own.includes(tag))
    .map((tag) => [tag, say.language(tag)] as const)
    .sort(([, a], [, b]) => order.compare(a, b))
  return (
    <div class="fields">
      <label for="spoken">{say('settings.spoken.which')}</label>
      <select
        id="spoken"
        value={chosen.value}
        disabled={busy.value}
        onChange={(event) => void (chosen.value = event.currentTarget.value)}
      >
        <option value="" />
        {left.map(([tag, name]) => (
          <option key={tag} value={tag} selected={tag === chosen.value}>
            {name}
          </option>
        ))}
      </select>
      <button
        type="button"
        class="plain"
        data-add-spoken
        aria-disabled={busy.value || !chosen.value}
        onClick={() => void add(chosen.value)}
      >
        {say('settings.spoken.add')}
      </button>
    </div>
  )
}
