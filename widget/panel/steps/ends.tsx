import { Primary, Screen } from '../controls.tsx'
import { number } from '../format.ts'
import { IDLE_OVER } from '../idle.ts'
import { Numbers } from '../numbers.tsx'
import { closedFor } from '../offer.ts'
import type { View } from '../view.ts'
import { Ltr, rich } from '../rich.tsx'
import { tel } from '../words.ts'

export const SendingStep: View = ({ p }) => (
  <Screen p={p} step="sending" back={false} title={p.t('sending.title')}>
    <p role="status">{p.state.passing.slow && p.t('sending.slow')}</p>
  </Screen>
)

export const SentStep: View = ({ p }) => {
  const { t, act, state } = p
  const { sent } = state
  if (!sent) return null
  const call = (number: string) => (
    <a class="inline" href={tel(number)}>
      <Ltr>{number}</Ltr>
    </a>
  )
  const { ngo, replyBy, word } = sent
  const values = { ngo, replyBy, word, line: call(sent.line), ngoLine: call(sent.ngoLine) }
  const says = sent.how === 'icall' ? ['body.icall', 'icall', 'close'] : ['body', 'word', 'nobody', 'close']
  return (
    <Screen
      p={p}
      step="sent"
      back={false}
      title={t('sent.title')}
      foot={<Primary p={p} word="sent.done" on={act.close} is={{ 'data-close': '' }} />}
    >
      {says.map((key) => (
        <p>{rich(t(`sent.${key}`), values)}</p>
      ))}
    </Screen>
  )
}

export const NotSentStep: View = ({ p }) => {
  const { t, act, state, lang } = p
  return (
    <Screen
      p={p}
      step="not-sent"
      title={t('notsent.title')}
      foot={<Primary p={p} word="notsent.retry" on={() => void act.send()} />}
    >
      <p class="advice" role="alert">
        {t(state.failed, { minutes: number(IDLE_OVER / 60_000, lang) })}
      </p>
      <Numbers p={p} />
    </Screen>
  )
}

export const LinesStep: View = ({ p }) => {
  const { t, state } = p
  const alive = !closedFor(state.judged)
  return (
    <Screen p={p} step="lines" title={t('lines.title')} back={alive}>
      <p>{t(state.reason, {})}</p>
      <Numbers p={p} />
    </Screen>
  )
}

export const IdleDoneStep: View = ({ p }) => {
  const { t, act, state } = p
  return (
    <Screen
      p={p}
      step="idle-done"
      back={false}
      title={t('idle.done.title')}
      foot={<Primary p={p} word="idle.again" on={act.startAgain} />}
    >
      {!state.unsure && <p>{t('idle.done.body')}</p>}
      <Numbers p={p} />
    </Screen>
  )
}

/** The list of words is still on its way. */
export const WaitStep: View = ({ p }) => <Screen p={p} step={p.state.step} title={p.t('wait')} />
