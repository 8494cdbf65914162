import { Foot, QUIET, Screen, neutralName } from '../panel/controls.tsx'
import { field, typed } from '../panel/field.ts'
import { number } from '../panel/format.ts'
import type { View } from '../panel/view.ts'

const MOST = 140
/** From here on the counter shows: earlier it would only hurry. */
const COUNTS_FROM = 100

/** The second typed field. One more than 140 characters is not taken; what stands is kept when the step is left. */
export const NoteStep: View = ({ p }) => {
  const { t, act, state, lang } = p
  const { draft, passing } = state
  const keep = () => ({ ...draft, note: typed() })
  const count = passing.typed ?? [...draft.note].length
  return (
    <Screen
      p={p}
      step="more-note"
      title={t('note.q')}
      foot={
        <Foot
          p={p}
          next={() => act.onward('more-note', keep())}
          skip={() => act.onward('more-note', { ...draft, note: '' })}
        />
      }
    >
      <p id="m-hint" class="hint">
        {t('note.hint')}
      </p>
      <textarea
        ref={field}
        class="field note"
        name={neutralName('note')}
        rows={4}
        dir="auto"
        translate={false}
        aria-labelledby="m-title"
        aria-describedby="m-hint"
        onInput={(event) => {
          const points = [...event.currentTarget.value]
          if (points.length > MOST) event.currentTarget.value = points.slice(0, MOST).join('')
          act.pass({ typed: Math.min(points.length, MOST) })
        }}
        {...QUIET}
      />
      <p class="small" role="status">
        {count >= COUNTS_FROM && `${number(count, lang)} / ${number(MOST, lang)}`}
      </p>
    </Screen>
  )
}
