import { Primary, QUIET, Screen, neutralName } from '../panel/controls.tsx'
import { field } from '../panel/field.ts'
import { number } from '../panel/format.ts'
import type { View } from '../panel/view.ts'
import { show, write } from './act.ts'
import { Said } from './return.tsx'

const MOST = 140
/** From here on the counter shows, as beside the first note. */
const COUNTS_FROM = 100

/** A word more, to who has the request; no more than 140 characters are taken. */
export const ReplyStep: View = ({ p }) => {
  const { t, act, state, lang } = p
  const { typed = 0 } = state.passing
  return (
    <Screen
      p={p}
      step="reply"
      title={t('note.q2')}
      onBack={() => show(p, 'replies')}
      foot={<Primary p={p} word="review.send" on={() => void write(p)} />}
    >
      <p id="m-hint" class="hint">
        {t('note.hint')}
      </p>
      <textarea
        ref={field}
        class="field note"
        name={neutralName('reply')}
        rows={4}
        dir="auto"
        translate={false}
        aria-labelledby="m-title"
        aria-describedby="m-message m-hint"
        onInput={({ currentTarget: area }) => {
          const points = [...area.value]
          if (points.length > MOST) area.value = points.slice(0, MOST).join('')
          act.pass({ typed: Math.min(points.length, MOST) })
        }}
        {...QUIET}
      />
      <p class="small" role="status">
        {typed >= COUNTS_FROM && `${number(typed, lang)} / ${number(MOST, lang)}`}
      </p>
      <Said p={p} />
    </Screen>
  )
}
