import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Item } from '../list/items.ts'
import { DrawMore } from '../list/Long.tsx'
import { areaWords, languageOf } from '../list/Row.tsx'
import type { Session } from '../session.ts'

type Props = Part & { readonly session: Session }

/** Under the list: there only where more than one could be set aside, or put back. */
export function ChooseSeveral({ inbox, say, session }: Props): JSX.Element | null {
  const { filter } = inbox.cases
  if ((filter.value !== 'all' && filter.value !== 'aside') || !inbox.several.areSeveral(session)) return null
  return (
    <button type="button" class="quiet" data-several onClick={inbox.several.begin}>
      {say(filter.value === 'aside' ? 'several.back' : 'several.open')}
    </button>
  )
}

/** In the place of the list: what is chosen, and the one button that does it. */
export function SeveralList({ inbox, say, session }: Props): JSX.Element {
  const { several } = inbox
  const back = inbox.cases.filter.value === 'aside'
  const chosen = several.chosen.value ?? new Set()
  const { said } = several
  const can = several.of(session)
  const drawn = can.slice(0, inbox.most.value)
  return (
    <form
      class="several"
      onSubmit={(event) => {
        event.preventDefault()
        void several.go()
      }}
    >
      <fieldset>
        <legend>
          <h2>{say(back ? 'several.back' : 'several.open')}</h2>
        </legend>
        <p class="hint">{say(back ? 'several.means.back' : 'several.means')}</p>
        {drawn.map((item) => (
          <label key={item.id} class="tick">
            <input
              autocomplete="off"
              type="checkbox"
              data-choose-one={item.id}
              checked={chosen.has(item.id)}
              onChange={(event) => several.choose(item.id, event.currentTarget.checked)}
            />
            <span>{wordsOf(inbox, say, item)}</span>
          </label>
        ))}
      </fieldset>
      <DrawMore inbox={inbox} say={say} rest={can.length - drawn.length} />
      <div role="alert">{said.value && <p class="notice">{say(said.value.key, said.value.values)}</p>}</div>
      <button type="submit" class="primary" data-several-go aria-disabled={several.busy.value || chosen.size === 0}>
        {say(back ? 'several.go.back' : 'several.go', { n: chosen.size })}
      </button>
      <button type="button" class="plain" data-several-stop onClick={several.stop}>
        {say('case.cancel')}
      </button>
    </form>
  )
}

function wordsOf(inbox: Part['inbox'], say: Part['say'], item: Item): string {
  const hours = Math.floor((inbox.t.value - item.hour) / 3600)
  const age = hours < 1 ? say('list.age.new') : say('list.age.hours', { n: hours })
  if (item.kind === 'shut') return [age, say('list.unopened')].join(' · ')
  const language = languageOf(item.facts)
  return [
    age,
    areaWords(say, item.facts),
    ...(language ? [say.language(language)] : []),
    ...(item.check || item.facts.odd ? [say('staff.pile.check')] : []),
    ...(item.facts.test ? [say('list.pill.test')] : []),
  ].join(' · ')
}
