import type { JSX } from 'preact'
import { SHARE_SAID } from '../../../shared/caseActs.ts'
import type { Speech } from '../../i18n.ts'
import type { AtReach, Due } from '../firstContact.ts'

/** What is asked of who reached the person, before that is written: only what is still to be told or asked. */
export function ReachedFields(props: {
  readonly say: Speech
  readonly due: Due
  readonly said: AtReach
  readonly busy: boolean
  readonly set: (said: AtReach) => void
  readonly write: () => void
}): JSX.Element {
  const { say, due, said, busy, set, write } = props
  return (
    <div class="reached" data-reached>
      <p>{say('try.reached')}</p>
      {due.told && (
        <label class="tick">
          <input
            type="checkbox"
            data-tick="told"
            ref={focusOnce}
            checked={said.told}
            onChange={(event) => set({ ...said, told: event.currentTarget.checked })}
          />
          <span>{say('first.told.tick')}</span>
        </label>
      )}
      {due.share && (
        <fieldset class="options">
          <legend>{say('first.share.question')}</legend>
          {SHARE_SAID.map((one, i) => (
            <label key={one}>
              <input
                type="radio"
                name="share-said"
                value={one}
                ref={i === 0 && !due.told ? focusOnce : null}
                checked={said.share === one}
                onChange={() => set({ ...said, share: one })}
              />
              <span>{say(`first.share.${one}`)}</span>
            </label>
          ))}
        </fieldset>
      )}
      <button type="button" class="primary" data-choice="reached" aria-disabled={busy} onClick={() => busy || write()}>
        {say('first.write')}
      </button>
    </div>
  )
}

/** The button that led here is gone with the focus. */
const focusOnce = (field: HTMLInputElement | null): void => field?.focus()
