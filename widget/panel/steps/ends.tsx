import { useEffect, useState } from 'preact/hooks'
import { Primary, Screen } from '../controls.tsx'
import { number } from '../format.ts'
import { IDLE_OVER } from '../idle.ts'
import { Numbers } from '../numbers.tsx'
import { usePanel } from '../panelContext.ts'
import { offerFor } from '../offer.ts'
import { Ltr, rich } from '../words.tsx'

const SLOW_AFTER = 8000

export function SendingStep() {
  const { t } = usePanel()
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER)
    return () => clearTimeout(timer)
  }, [])
  return (
    <Screen step="sending" title={t('sending.title')}>
      <p role="status">{slow ? t('sending.slow') : ''}</p>
    </Screen>
  )
}

export function SentStep() {
  const { t, act, state } = usePanel()
  const { sent } = state
  if (!sent) return null
  const values = {
    ngo: sent.ngo,
    replyBy: sent.replyBy,
    word: sent.word,
    line: (
      <a class="inline" href={`tel:${sent.line.replace(/ /g, '')}`}>
        <Ltr>{sent.line}</Ltr>
      </a>
    ),
    ngoLine: (
      <a class="inline" href={`tel:${sent.ngoLine.replace(/ /g, '')}`}>
        <Ltr>{sent.ngoLine}</Ltr>
      </a>
    ),
  }
  const says =
    sent.how === 'icall'
      ? ['sent.body.icall', 'sent.icall', 'sent.close']
      : ['sent.body', 'sent.word', 'sent.nobody', 'sent.close']
  return (
    <Screen step="sent" title={t('sent.title')} foot={<Primary close label={t('sent.done')} onClick={act.close} />}>
      {says.map((key) => (
        <p key={key}>{rich(t(key), values)}</p>
      ))}
    </Screen>
  )
}

export function NotSentStep() {
  const { t, act, state, lang } = usePanel()
  const [busy, setBusy] = useState(false)
  const minutes = number(IDLE_OVER / 60_000, lang)
  return (
    <Screen
      step="not-sent"
      title={t('notsent.title')}
      onBack={() => act.backward('not-sent')}
      foot={
        <Primary
          label={t('notsent.retry')}
          disabled={busy}
          onClick={() => {
            if (busy) return
            setBusy(true)
            void act.send()
          }}
        />
      }
    >
      <p class="advice" role="alert">
        {rich(t(state.failed), { minutes })}
      </p>
      <Numbers />
    </Screen>
  )
}

export function LinesStep() {
  const { t, act, state } = usePanel()
  const alive = typeof offerFor(state.judged, state.draft) !== 'string'
  return (
    <Screen step="lines" title={t('lines.title')} onBack={alive ? () => act.backward('lines') : undefined}>
      <p>{rich(t(state.reason), {})}</p>
      <Numbers />
    </Screen>
  )
}

export function IdleDoneStep() {
  const { t, act, state } = usePanel()
  return (
    <Screen
      step="idle-done"
      title={t('idle.done.title')}
      foot={<Primary label={t('idle.again')} onClick={act.startAgain} />}
    >
      {state.failed !== 'notsent.maybe' && <p>{t('idle.done.body')}</p>}
      <Numbers />
    </Screen>
  )
}
