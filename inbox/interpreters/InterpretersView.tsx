import type { ComponentChildren, JSX } from 'preact'
import { INTERPRETERS, INTERPRETER_TEXT, type Interpreter, TONGUES } from '../../shared/interpreters.ts'
import type { Part } from '../App.tsx'
import { nameOf } from '../case/words.ts'
import { dialled } from '../guide/GuideLines.tsx'
import { mayTell } from '../notices/notices.ts'
import { OneOf, Words } from '../referral/Fields.tsx'
import type { Session } from '../session.ts'
import { Step } from '../setup/Step.tsx'
import { sayIt } from '../setup/Told.tsx'
import type { Draft } from './interpreters.ts'
import { TAGS } from './languages.ts'

type Props = Part & { readonly session: Session }

/** More → Interpreters: read by all, written by a coordinator. */
export function InterpretersView(props: Props): JSX.Element {
  const { inbox, say, session } = props
  const { people, trouble, loaded, draft, done, edit } = inbox.interpreters
  if (draft.value) return <Write {...props} draft={draft.value} />
  const may = session.member.role === 'lead' && mayTell(session)
  if (people.value === null) return <p class="hint">{say(inbox.away.value ? 'error.away' : 'interpreters.reading')}</p>
  return (
    <>
      {done.value && (
        <p class="done" role="status">
          {sayIt(say, done.value)}
        </p>
      )}
      {trouble.value && (
        <p class="notice" data-interpreters-trouble>
          {say(may ? 'interpreters.shut.lead' : 'interpreters.shut')}{' '}
          <span class="hint">{say('error.code', { code: trouble.value })}</span>
        </p>
      )}
      <p class="hint">{say('interpreters.means')}</p>
      {people.value.length > 0 && (
        <ul class="interpreters" role="list">
          {people.value.map((one, i) => (
            <Entry key={i} say={say} one={one}>
              {may && (
                <button type="button" class="quiet" data-change={i} onClick={() => edit(one)}>
                  {say('interpreters.change')}
                </button>
              )}
            </Entry>
          ))}
        </ul>
      )}
      {!people.value.length && !trouble.value && <p>{say('interpreters.empty')}</p>}
      {may && loaded.value && people.value.length < INTERPRETERS && (
        <button type="button" class="plain" data-add-interpreter onClick={() => edit(null)}>
          {say('interpreters.new')}
        </button>
      )}
      {people.value.length > 0 && (
        <>
          <p class="hint">{say('interpreters.count', { n: people.value.length, all: INTERPRETERS })}</p>
          <WrittenBy {...props} />
        </>
      )}
    </>
  )
}

/** By which coordinator, and on which day: an older list shows by it. */
export function WrittenBy({ inbox, say, session }: Props): JSX.Element | null {
  const held = inbox.interpreters.held.value
  if (!held) return null
  const name = nameOf(session, held.by)
  return <p class="hint">{say('guide.by', { name, time: say.date(held.issued, session.chain.roster.desks[0]!.tz) })}</p>
}

/** One of them as they are read: who, how to reach them, what they speak, when, and the community. */
function Entry(props: {
  readonly say: Props['say']
  readonly one: Interpreter
  readonly children: ComponentChildren
}): JSX.Element {
  const { say, one, children } = props
  const about = [
    one.gender && say(`interpreters.gender.${one.gender}`),
    one.community && say(`interpreters.community.${one.community}`),
  ].filter(Boolean)
  return (
    <li>
      <p>
        <strong dir="auto">{one.name}</strong>
      </p>
      <p dir="auto">{dialled(one.reach)}</p>
      <p>{say.list(one.languages.map(say.language))}</p>
      {one.hours && (
        <p class="hint" dir="auto">
          {one.hours}
        </p>
      )}
      {about.length > 0 && <p class="hint">{about.join(' · ')}</p>}
      {one.note && (
        <p class="hint" dir="auto">
          {one.note}
        </p>
      )}
      {children}
    </li>
  )
}

function Write({ inbox, say, draft }: Props & { readonly draft: Draft }): JSX.Element {
  const { busy, said, fill, save, takeOut } = inbox.interpreters
  return (
    <Step
      say={say}
      name="interpreter"
      title={draft.was ? 'interpreters.change.title' : 'interpreters.new.title'}
      next="guide.save"
      busy={busy.value}
      said={said.value}
      onNext={() => void save()}
    >
      <p class="hint">{say('guide.noperson')}</p>
      <Words
        id="interpreter-name"
        label={say('interpreters.name')}
        value={draft.name}
        most={INTERPRETER_TEXT.name}
        lines={1}
        set={(name) => fill({ name })}
      />
      <Words
        id="interpreter-reach"
        label={say('interpreters.reach')}
        value={draft.reach}
        most={INTERPRETER_TEXT.reach}
        lines={1}
        set={(reach) => fill({ reach })}
      />
      <Tongues say={say} chosen={draft.languages} set={(languages) => fill({ languages })} />
      <OneOf
        name="interpreter-gender"
        legend={say('interpreters.gender')}
        options={[
          ['woman', say('interpreters.gender.woman')],
          ['man', say('interpreters.gender.man')],
          ['', say('interpreters.nottold')],
        ]}
        value={draft.gender ?? ''}
        set={(one) => fill({ gender: one || null })}
      />
      <OneOf
        name="interpreter-community"
        legend={say('interpreters.community')}
        options={[
          ['out', say('interpreters.community.out')],
          ['in', say('interpreters.community.in')],
          ['', say('interpreters.nottold')],
        ]}
        value={draft.community ?? ''}
        set={(one) => fill({ community: one || null })}
      />
      <Words
        id="interpreter-note"
        label={say('interpreters.note')}
        value={draft.note}
        most={INTERPRETER_TEXT.note}
        lines={1}
        set={(note) => fill({ note })}
      />
      <Words
        id="interpreter-hours"
        label={say('interpreters.hours')}
        value={draft.hours}
        most={INTERPRETER_TEXT.hours}
        lines={1}
        set={(hours) => fill({ hours })}
      />
      {draft.was && (
        <button
          type="button"
          class="quiet"
          data-take-out
          aria-disabled={busy.value}
          onClick={() => void (busy.value || takeOut())}
        >
          {say('interpreters.take')}
        </button>
      )}
    </Step>
  )
}

/** The languages that are chosen, each of which goes again by a press, and the others to choose from. */
function Tongues(props: {
  readonly say: Props['say']
  readonly chosen: readonly string[]
  readonly set: (languages: readonly string[]) => void
}): JSX.Element {
  const { say, chosen, set } = props
  const left = TAGS.filter((tag) => !chosen.includes(tag))
    .map((tag) => [tag, say.language(tag)] as const)
    .sort(([, a], [, b]) => a.localeCompare(b, say.lang))
  return (
    <div class="labelled">
      <label for="interpreter-languages">{say('interpreters.languages')}</label>
      {chosen.length > 0 && (
        <ul class="chosen-languages" role="list">
          {chosen.map((tag) => (
            <li key={tag}>
              <span>{say.language(tag)}</span>
              <button
                type="button"
                class="quiet"
                data-drop={tag}
                aria-label={say('interpreters.drop', { language: say.language(tag) })}
                onClick={() => set(chosen.filter((one) => one !== tag))}
              >
                {say('interpreters.drop.short')}
              </button>
            </li>
          ))}
        </ul>
      )}
      {chosen.length < TONGUES && (
        <select
          id="interpreter-languages"
          key={chosen.length}
          value=""
          onChange={(event) => event.currentTarget.value && set([...chosen, event.currentTarget.value])}
        >
          <option value="">{say('interpreters.choose')}</option>
          {left.map(([tag, name]) => (
            <option key={tag} value={tag}>
              {name}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}
