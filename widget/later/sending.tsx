import { Primary, Screen, Text } from '../panel/controls.tsx'
import { number } from '../panel/format.ts'
import { IDLE_OVER } from '../panel/idle.ts'
import { Numbers } from '../panel/numbers.tsx'
import type { State } from '../panel/state.ts'
import type { View } from '../panel/view.ts'
import { Ltr, rich } from '../panel/rich.tsx'
import { tel } from '../panel/words.ts'

export const SendingStep: View = ({ p }) => (
  <Screen p={p} step="sending" back={false} title={p.t('sending.title')}>
    <p role="status">{p.state.passing.slow && p.t('sending.slow')}</p>
  </Screen>
)

/** What is said where nobody contacts anybody, by the way that was chosen; else all of it. */
const SAYS: Readonly<Record<NonNullable<State['sent']>['how'], string>> = {
  person: 'body word nobody',
  helper: 'body nobody',
  icall: 'body.icall icall',
  back: 'body.back number.need',
  // A word more to who has the message already.
  again: 'body.icall',
}

export const SentStep: View = ({ p }) => {
  const { t, act, state } = p
  const { sent } = state
  if (!sent) return null
  const call = (number: string) => (
    <a class="inline" href={tel(number)}>
      <Ltr>{number}</Ltr>
    </a>
  )
  const { ngo, replyBy, word, how } = sent
  const values = { ngo, replyBy, word, line: call(sent.line), ngoLine: call(sent.ngoLine) }
  const { shown } = state.passing
  const back = how === 'back'
  const number = <Ltr class="masked code">{inFives(sent.code)}</Ltr>
  const show = { p, word: back ? 'sent.number.back' : 'sent.number.show', on: act.showAddress, is: { 'data-show': '' } }
  const close = { p, word: 'sent.done', on: act.close, is: { 'data-close': '' } }
  return (
    <Screen
      p={p}
      step="sent"
      back={false}
      title={t('sent.title')}
      foot={
        back && !shown ? (
          <>
            <Primary {...show} />
            <div class="skips">
              <Text {...close} />
            </div>
          </>
        ) : (
          <Primary {...close} />
        )
      }
    >
      {SAYS[how].split(' ').map((key) => (
        <p>{rich(t(`sent.${key}`), values)}</p>
      ))}
      {/* In the document only while it is shown, and on no picture of the screen for longer (R33). */}
      <div role="status">{shown && <p>{back ? number : rich(t('sent.number'), { number })}</p>}</div>
      {!back && !shown && sent.code && <Text {...show} class="start" />}
      <p>{t('sent.close')}</p>
    </Screen>
  )
}

const inFives = (code: string): string => code.replace(/\d{5}(?=\d)/g, '$& ')

export const NotSentStep: View = ({ p }) => {
  const { t, act, state, lang } = p
  return (
    <Screen
      p={p}
      step="not-sent"
      title={t(state.failed === 'notsent.maybe' ? 'notsent.retry' : 'notsent.title')}
      foot={<Primary p={p} word="notsent.retry" on={() => void act.send()} />}
    >
      <p class="advice" role="alert">
        {t(state.failed, { minutes: number(IDLE_OVER / 60_000, lang) })}
      </p>
      <Numbers p={p} />
    </Screen>
  )
}
