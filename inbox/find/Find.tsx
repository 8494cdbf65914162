import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { JSX, RefObject } from 'preact'
import type { Part } from '../App.tsx'
import { ReadingLine } from '../list/Long.tsx'
import { Row } from '../list/Row.tsx'
import { arrange } from '../list/order.ts'
import type { Session } from '../session.ts'
import { wordIn } from '../words.ts'
import { saidBy } from './found.ts'
import { findWords } from './words.ts'

/** So many words stand below each other. */
const FEW = 6

/**
 * Somebody on the phone says a word: the member types it in whatever language, or picks its picture, and sees whether an open
 * request has it. A dialog of the browser's own, which keeps the focus inside and gives it back.
 */
export function Find({ inbox, say, session }: Part & { readonly session: Session }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const chosen = inbox.finding.value?.word ?? null
  const gone = useRef(false)
  // A covered screen takes the dialog away; what was typed is there again when the cover is lifted.
  const close = (): void => void (gone.current || (inbox.finding.value = null))
  useLayoutEffect(() => {
    const one = dialog.current
    one?.showModal()
    return () => {
      gone.current = true
      // Closed while it is still on the page, so that the browser gives the focus back.
      one?.close()
    }
  }, [])
  return (
    <dialog ref={dialog} class="find" onClose={close} aria-labelledby="find-title">
      <header>
        <h2 id="find-title">{say('staff.word.find')}</h2>
        <button type="button" class="quiet" data-find-close onClick={close}>
          {say('shell.close')}
        </button>
      </header>
      {chosen === null ? (
        <Choose inbox={inbox} say={say} field={field} />
      ) : (
        <Result inbox={inbox} say={say} session={session} word={chosen} />
      )}
    </dialog>
  )
}

function Choose({ inbox, say, field }: Part & { readonly field: RefObject<HTMLInputElement | null> }): JSX.Element {
  const typed = inbox.finding.value?.typed ?? ''
  const words = findWords(typed, say.lang)
  const choose = (word: number): void => void (inbox.finding.value = { typed, word })
  useEffect(() => field.current?.focus(), [])
  return (
    <>
      <label for="find-word">{say('find.label')}</label>
      <input
        ref={field}
        id="find-word"
        type="text"
        autofocus
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        dir="auto"
        value={typed}
        aria-describedby="find-hint"
        onInput={(event) => (inbox.finding.value = { typed: event.currentTarget.value, word: null })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.isComposing && typed.trim() && words[0]) choose(words[0].index)
        }}
      />
      <p id="find-hint" class="hint">
        {say('find.hint')}
      </p>
      <p class="unseen" role="status">
        {typed.trim() && say('find.count', { n: words.length })}
      </p>
      {words.length === 0 ? (
        <p class="calm">{say('find.noword')}</p>
      ) : (
        <ul role="list" class={`words ${words.length > FEW ? '' : 'few'}`}>
          {words.map(({ index, emoji, own, as }) => (
            <li key={index}>
              <button type="button" data-word={index} onClick={() => choose(index)}>
                <span class="emoji" aria-hidden="true">
                  {emoji}
                </span>
                <span>
                  {own}
                  {as && (
                    <small>
                      <bdi lang={as.tag} translate={false}>
                        {as.text}
                      </bdi>{' '}
                      · {say.language(as.tag)}
                    </small>
                  )}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Result(props: Part & { readonly session: Session; readonly word: number }): JSX.Element {
  const { inbox, say, session, word } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const noun = wordIn(word, say.lang, say.lang)
  return (
    <>
      <h3 tabIndex={-1} ref={heading} class="word" autofocus>
        <span aria-hidden="true">{noun?.emoji}</span> {noun?.words[0]?.text}
      </h3>
      <Matches inbox={inbox} say={say} session={session} word={word} />
      <button
        type="button"
        class="plain"
        data-find-again
        onClick={() => (inbox.finding.value = { typed: '', word: null })}
      >
        {say('find.again')}
      </button>
    </>
  )
}

/** Rows as the list has them, and what may be said; nobody is told on the phone whether somebody wrote (R40). */
export function Matches(props: Part & { readonly session: Session; readonly word: number }): JSX.Element {
  const { inbox, say, session, word } = props
  const { off, now, later, person, check } = arrange(saidBy(inbox.all.value, word), session.member.id, inbox.t.value)
  const rows = [...off, ...now, ...later, ...person, ...check].flatMap((row) => ('item' in row ? [row] : []))
  if (!rows.length)
    return (
      <>
        <ReadingLine inbox={inbox} say={say} />
        <p class="calm">{say('find.none')}</p>
        <p>{say('find.none.body')}</p>
        {inbox.off.value && <p>{say('find.off')}</p>}
        <p class="hint">{say('find.say')}</p>
      </>
    )
  return (
    <>
      <ReadingLine inbox={inbox} say={say} />
      <p>{say(rows.length === 1 ? 'find.one' : 'find.many', { n: rows.length })}</p>
      <ul role="list" class="matches">
        {rows.map((row) => (
          <Row key={row.item.id} inbox={inbox} say={say} session={session} row={row} />
        ))}
      </ul>
      {inbox.off.value && <p class="hint">{say('find.off')}</p>}
      <p class="hint">{say('find.care')}</p>
    </>
  )
}
