import { Primary, Screen } from '../panel/controls.tsx'
import { number } from '../panel/format.ts'
import { IDLE_OVER } from '../panel/idle.ts'
import { Numbers } from '../panel/numbers.tsx'
import type { View } from '../panel/view.ts'
import { Ltr, rich } from '../panel/rich.tsx'
import { tel } from '../panel/words.ts'

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
  const said = sent.how === 'person' ? ['body', 'word', 'nobody', 'close'] : ['body', 'nobody', 'close']
  const says = sent.how === 'icall' ? ['body.icall', 'icall', 'close'] : said
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
