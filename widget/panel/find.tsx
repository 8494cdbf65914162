import { QUIET, neutralName } from './controls.tsx'
import type { Panel } from './view.ts'

/**
 * Where a list of languages is long, a name may be typed. It is a way to find and no answer: nothing of it is kept or sent, and
 * it is none of the two typed fields (R23). It does not get the focus by itself, so that no keyboard comes up.
 */
export const Find = ({ p, none }: { p: Panel; none: boolean }) => {
  const { t, act, state } = p
  const { query, message } = state.passing
  return (
    <div class="find">
      <label>
        <small>{t('lang.find')}</small>
        <input
          class="field shown"
          type="text"
          name={neutralName('find')}
          enterkeyhint="done"
          dir="auto"
          translate={false}
          value={query}
          onInput={(event) => act.pass({ query: event.currentTarget.value })}
          {...QUIET}
        />
      </label>
      <p class="small" role="status">
        {message === 'focus.away' ? t(message) : none && t('lang.none')}
      </p>
    </div>
  )
}
