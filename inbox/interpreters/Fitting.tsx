import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { dialled } from '../guide/GuideLines.tsx'
import type { Key, Speech } from '../i18n.ts'
import type { Facts } from '../list/facts.ts'
import type { Item } from '../list/items.ts'
import { useModal } from '../modal.ts'
import type { Session } from '../session.ts'
import { WrittenBy } from './InterpretersView.tsx'
import { type Judged, type Wanted, judge, wantedIn } from './fit.ts'

type Props = Part & { readonly session: Session; readonly facts: Facts }

/** Below the language of a card: how many interpreters fit. Where there is no list, only a coordinator sees that one can be made. */
export function FitButton({ inbox, say, session, facts }: Props): JSX.Element | null {
  const { people, trouble, shown } = inbox.interpreters
  const wanted = wantedIn(facts, say.lang)
  if (!wanted || people.value === null) return null
  if (!people.value.length) {
    if (trouble.value) return <p class="hint">{say('interpreters.shut')}</p>
    if (session.member.role !== 'lead') return null
    return (
      <button type="button" class="quiet fit" data-fit="none" onClick={() => inbox.visit('interpreters')}>
        {say('interpreters.add')}
      </button>
    )
  }
  const n = judge(people.value, wanted).filter(({ fits }) => fits).length
  return (
    <button type="button" class="quiet fit" data-fit={n} onClick={() => (shown.value = true)}>
      {say(n === 0 ? 'interpreters.fit.none' : n === 1 ? 'interpreters.fit.one' : 'interpreters.fit', { n })}
    </button>
  )
}

/** Over the card: those who speak the language, with what they fulfil of the person's wishes. */
export function FitSheet({
  inbox,
  say,
  session,
  item,
}: Part & { readonly session: Session; readonly item: Item }): JSX.Element | null {
  if (!inbox.interpreters.shown.value || item.kind !== 'request') return null
  return <Open inbox={inbox} say={say} session={session} facts={item.facts} />
}

function Open(props: Props): JSX.Element {
  const { inbox, say } = props
  const { dialog, close } = useModal(
    () => void (inbox.interpreters.shown.value = false),
    () => queueMicrotask(() => document.querySelector<HTMLElement>('[data-fit]')?.focus()),
  )
  return (
    <dialog ref={dialog} class="fit-sheet" data-fit-sheet onClose={close} aria-labelledby="fit-sheet-title">
      <Fitting {...props} />
      <button type="button" class="plain" data-fit-close onClick={close}>
        {say('interpreters.close')}
      </button>
    </dialog>
  )
}

/** What stands in it. Without hooks, so that tests draw it. */
export function Fitting({ inbox, say, session, facts }: Props): JSX.Element | null {
  const wanted = wantedIn(facts, say.lang)
  if (!wanted) return null
  const { people, trouble } = inbox.interpreters
  const all = judge(people.value ?? [], wanted)
  const [fitting, others] = [true, false].map((fit) => all.filter(({ fits }) => fits === fit)) as [Judged[], Judged[]]
  const language = say.language(wanted.language)
  return (
    <>
      <h2 id="fit-sheet-title" tabIndex={-1} autofocus>
        {say('interpreters.title', { language })}
      </h2>
      {trouble.value && <p class="hint">{say('interpreters.shut')}</p>}
      {wishesIn(facts, wanted).map((key) => (
        <p key={key}>{say(key)}</p>
      ))}
      {!fitting.length && (
        <p class="notice" data-none-fits>
          {say(
            all.length
              ? 'interpreters.nofit'
              : session.member.role === 'lead'
                ? 'interpreters.none.lead'
                : 'interpreters.none',
            { language },
          )}
        </p>
      )}
      {all.length > 0 && (
        <>
          <People say={say} of={fitting} wanted={wanted} />
          {fitting.length > 0 && others.length > 0 && <h3>{say('interpreters.others')}</h3>}
          <People say={say} of={others} wanted={wanted} />
          <p>{say('interpreters.safe')}</p>
        </>
      )}
      <WrittenBy inbox={inbox} say={say} session={session} />
    </>
  )
}

/** The person's wishes in the words of the card; where they told none of an interpreter, that they are to be asked. */
function wishesIn({ told }: Facts, { agreed, gender }: Wanted): readonly Key[] {
  const { interp } = told.more ?? {}
  return [
    ...(agreed && interp ? [`interp.${interp}` as const] : (['interpreters.ask'] as const)),
    ...(gender ? [`worker.${gender}` as const] : []),
  ]
}

const People = ({ say, of, wanted }: { say: Speech; of: readonly Judged[]; wanted: Wanted }): JSX.Element | null =>
  of.length ? (
    <ul class="interpreters" role="list">
      {of.map((one, i) => (
        <One key={i} say={say} one={one} wanted={wanted} />
      ))}
    </ul>
  ) : null

function One({
  say,
  one,
  wanted,
}: {
  readonly say: Speech
  readonly one: Judged
  readonly wanted: Wanted
}): JSX.Element {
  const { who, fits } = one
  return (
    <li data-fits={fits}>
      <p>
        <strong dir="auto">{who.name}</strong>
      </p>
      <p dir="auto">{dialled(who.reach)}</p>
      {who.hours && (
        <p class="hint" dir="auto">
          {who.hours}
        </p>
      )}
      {wordsOf(one, wanted).map(([key, fulfils]) => (
        <p key={key} class={fulfils ? 'hint' : ''} data-wish={fulfils}>
          {say(key)}
        </p>
      ))}
      {who.note && (
        <p class="hint" dir="auto">
          {who.note}
        </p>
      )}
    </li>
  )
}

/** A word on each wish that there is, and what else is known. */
function wordsOf({ who, gender, community }: Judged, wanted: Wanted): readonly (readonly [Key, boolean])[] {
  const words: [Key, boolean][] = []
  if (gender === 'unknown') words.push(['interpreters.gender.unknown', false])
  else if (gender) words.push([`interpreters.gender.${wanted.gender!}.${gender}`, gender === 'yes'])
  else if (who.gender) words.push([`interpreters.gender.${who.gender}`, true])
  if (community === 'unknown') words.push(['interpreters.community.unknown', false])
  else if (community) words.push([`interpreters.community.${community}`, community === 'yes'])
  else if (who.community) words.push([`interpreters.community.${who.community}`, true])
  return words
}
