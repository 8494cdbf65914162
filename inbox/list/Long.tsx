import type { JSX } from 'preact'
import type { Part } from '../App.tsx'

/** How far a long list is read. No live region: a voice that counted aloud would be no help. */
export function ReadingLine({ inbox, say }: Part): JSX.Element | null {
  const { value } = inbox.reading
  return (
    value && (
      <p class="hint" data-reading>
        {say('list.reading', { ...value })}
      </p>
    )
  )
}

/** The rows of each section that are not drawn. */
export function DrawMore({ inbox, say, rest }: Part & { readonly rest: number }): JSX.Element | null {
  if (!rest) return null
  return (
    <button type="button" class="plain" data-more-rows onClick={inbox.drawMore}>
      {say('list.more', { n: rest })}
    </button>
  )
}
