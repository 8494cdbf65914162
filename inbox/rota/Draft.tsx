import type { JSX } from 'preact'
import { download } from '../download.ts'
import type { DeskPart } from './Rota.tsx'
import { fileOf } from './actions.ts'

/** The bar of a draft. It stays while there is anything to undo, so that nothing is lost by a press. */
export function Draft({ inbox, say, session, edits }: DeskPart): JSX.Element | null {
  const { rota } = inbox
  const { history, count, said } = rota
  if (!edits || (!history.value && !said.value)) return null
  const n = count.value
  const can = (steps: readonly unknown[] | undefined): boolean => !!steps?.length
  return (
    <div class="draft" data-changes={n}>
      <p role="status" tabIndex={-1}>
        <strong>
          {n === 0 ? say('draft.count.none') : n === 1 ? say('draft.count.one') : say('draft.count', { n })}
        </strong>
        {said.value && <span>{say(said.value.key, said.value.values)}</span>}
      </p>
      <div class="buttons">
        {n > 0 && (
          <button
            type="button"
            class="quiet"
            data-words
            aria-haspopup="dialog"
            onClick={() => rota.open({ kind: 'words' })}
          >
            {say('draft.words')}
          </button>
        )}
        {n > 0 && (
          <button
            type="button"
            class="quiet strong"
            data-download
            onClick={() => {
              const { name, text } = fileOf(inbox, session)
              download(name, text)
              rota.saved.value = rota.draft.value
              rota.said.value = { key: 'draft.saved', values: { name } }
            }}
          >
            {say('draft.download')}
          </button>
        )}
        <button
          type="button"
          class="quiet"
          data-undo
          aria-disabled={!can(history.value?.past)}
          onClick={() => rota.undo()}
        >
          {say('draft.undo')}
        </button>
        {can(history.value?.future) && (
          <button type="button" class="quiet" data-redo onClick={() => rota.redo()}>
            {say('draft.redo')}
          </button>
        )}
        {n > 0 && (
          <button type="button" class="quiet" data-throw onClick={() => rota.throwAway()}>
            {say('draft.throw')}
          </button>
        )}
      </div>
    </div>
  )
}
