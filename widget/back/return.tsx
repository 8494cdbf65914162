import { Fact, Foot, QUIET, Screen, neutralName } from '../panel/controls.tsx'
import { field } from '../panel/field.ts'
import type { View } from '../panel/view.ts'
import { look } from './act.ts'

/** What is said above a field or a button: what went wrong, and that something is under way. */
export const Said: View = ({ p: { t, state } }) => (
  <>
    <div id="m-message" role="alert">
      {state.passing.message && (
        <Fact icon="mark" class="message">
          {t(state.passing.message)}
        </Fact>
      )}
    </div>
    <p class="small" role="status">
      {state.passing.waiting && t('wait')}
    </p>
  </>
)

/** Twenty digits, drawn in fives as they were shown; a mistyped one is found here, before anybody is asked. */
export const ReturnStep: View = ({ p }) => {
  const { t, state } = p
  const next = () => void look(p)
  return (
    <Screen p={p} step="return" title={t('return.q')} foot={<Foot p={p} next={next} />}>
      <input
        ref={field}
        class="field fives"
        name={neutralName('return')}
        type="text"
        inputMode="numeric"
        enterkeyhint="next"
        dir="ltr"
        translate={false}
        maxLength={40}
        aria-labelledby="m-title"
        aria-describedby="m-message"
        aria-invalid={!!state.passing.message}
        onInput={({ currentTarget: input }) => {
          // Who mends something in the middle keeps their place.
          if (input.selectionStart === input.value.length) input.value = inFives(input.value)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.isComposing) next()
        }}
        {...QUIET}
      />
      <Said p={p} />
    </Screen>
  )
}

/** A space after every five digits, of any script; whatever else was typed stays to be seen. */
export const inFives = (typed: string): string => typed.replace(/[\s-]/g, '').replace(/\p{Nd}{5}(?=\p{Nd})/gu, '$& ')
