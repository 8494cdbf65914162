import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Key } from '../i18n.ts'
import type { Place } from '../where.ts'

/** What has a page of its own. */
export function Door(props: Part & { readonly to: Place; readonly word: Key; readonly means?: Key }): JSX.Element {
  const { inbox, say, to, word, means } = props
  return (
    <>
      <button type="button" class="plain" data-door={to} onClick={() => inbox.visit(to)}>
        {say(word)}
      </button>
      {means && <p class="hint">{say(means)}</p>}
    </>
  )
}
