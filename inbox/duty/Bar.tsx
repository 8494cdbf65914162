import type { JSX } from 'preact'
import type { DeskPart } from '../rota/Rota.tsx'
import { sayIt } from '../setup/Told.tsx'

/** What was drawn and is not saved yet. It stays while there is anything to take back. */
export function Bar({ inbox, say }: DeskPart): JSX.Element | null {
  const { duty } = inbox
  const [n, said] = [duty.count.value, duty.said.value]
  if (!n && !said && !duty.canRedo.value) return null
  const saved = said?.key === 'ours.saved'
  return (
    <div class="draft" data-steps={n}>
      <p role="status" tabIndex={-1}>
        {saved || (
          <strong>
            {n === 0 ? say('draft.count.none') : n === 1 ? say('ours.count.one') : say('ours.count', { n })}
          </strong>
        )}
        {said && <span>{sayIt(say, said)}</span>}
      </p>
      <div class="buttons">
        {n > 0 && (
          <button
            type="button"
            class="quiet strong"
            data-save-duty
            aria-disabled={duty.busy.value}
            onClick={() => void duty.save()}
          >
            {say('ours.save')}
          </button>
        )}
        {saved || (
          <button type="button" class="quiet" data-undo-duty aria-disabled={n === 0} onClick={() => duty.undo()}>
            {say('draft.undo')}
          </button>
        )}
        {duty.canRedo.value && (
          <button type="button" class="quiet" data-redo-duty onClick={() => duty.redo()}>
            {say('draft.redo')}
          </button>
        )}
      </div>
    </div>
  )
}
