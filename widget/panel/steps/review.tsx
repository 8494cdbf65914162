import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { DayPart } from '../../../shared/answers.ts'
import { asks } from '../answersDraft.ts'
import { Primary, Screen, useArmed } from '../controls.tsx'
import { houseRule, number, promise } from '../format.ts'
import { Icon, type IconName } from '../icons.tsx'
import { mask } from '../mask.ts'
import { usePanel } from '../panelContext.ts'
import type { Asked } from '../way.ts'
import { Ltr, quietName, rich, wordParts } from '../words.tsx'
import { ASKED, QUESTIONS, answerText, answersOr } from './answer.tsx'
import { APPS } from './app.tsx'

/** Days: unread requests, and closed ones. */
const UNREAD_DAYS = 14
const DONE_DAYS = 30
/** A shown address hides again. */
const SHOWN_FOR = 60_000

export function ReviewStep() {
  const { t, act, state, lang } = usePanel()
  const armed = useArmed()
  const { again, offer } = state
  return (
    <Screen
      step="review"
      title={t('review.title')}
      onBack={() => act.backward('review')}
      foot={<Primary label={t('review.send')} disabled={!armed} onClick={() => void act.send()} />}
    >
      {again && offer && (
        <p class="advice" role="alert">
          {rich(t(again), { ngo: quietName(offer.ngo, lang) })}
        </p>
      )}
      <Told />
      <Notice />
    </Screen>
  )
}

function Told() {
  const panel = usePanel()
  const { t, state, lang, desk } = panel
  const { draft, catalog } = state
  const { how } = draft
  if (!how || !desk) return null
  const { emoji, noun } = wordParts(catalog.words[draft.word] ?? '')
  const app = how === 'app' ? (APPS.find(([code]) => code === draft.app)?.[1] ?? t('contact.app.other')) : undefined
  const part = (one: DayPart) => t(`contact.when.${one}`)
  return (
    <section aria-label={t('review.how')}>
      <h2>{t('review.how')}</h2>
      <ul role="list" class="card">
        <Row icon={how === 'icall' ? 'icall' : 'phone'} step="how" name={t('contact.q')}>
          {t(`contact.${how}`)}
          {app && <small>{app}</small>}
        </Row>
        {how !== 'icall' && (
          <>
            <AddressRow />
            <Row icon="clock" step="when" name={t('contact.when.q')}>
              {draft.when ? draft.when.parts.map((one) => <span key={one} class="line">{part(one)}</span>) : houseRule(desk.houseRule, lang)}
              {draft.when?.weekend && <span class="line">{t('contact.when.weekend')}</span>}
            </Row>
            <Row icon="people" step="answer" name={t(QUESTIONS[ASKED.find((field) => asks(how, field))!])}>
              {ASKED.filter((field) => asks(how, field)).map((field) => (
                <span key={field} class="line">
                  <small>{t(QUESTIONS[field])}</small>
                  {answerText(field, answersOr(draft), panel)}
                </span>
              ))}
            </Row>
          </>
        )}
        <Row icon="thread" step="word" name={t('word.new')}>
          <span translate={false}>{rich(t('word.title'), { word: <b>{`${noun} ${emoji}`}</b> })}</span>
        </Row>
      </ul>
    </section>
  )
}

function Row(props: { icon: IconName; step: Asked; name: string; children: ComponentChildren }) {
  const { t, act } = usePanel()
  return (
    <li class="row">
      <Icon name={props.icon} size={22} />
      <span class="label">{props.children}</span>
      <button
        type="button"
        class="text"
        data-change={props.step}
        aria-label={`${t('common.change')}: ${props.name}`}
        onClick={() => act.change(props.step)}
      >
        {t('common.change')}
      </button>
    </li>
  )
}

function AddressRow() {
  const { t, state } = usePanel()
  const { how, address } = state.draft
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(() => setShown(false), SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [shown])
  return (
    <Row icon="person" step="address" name={t('contact.value.hint')}>
      <Ltr class={shown ? 'wraps' : ''}>{shown ? address : mask(how!, address)}</Ltr>
      {!shown && (
        <button type="button" class="text show" data-show onClick={() => setShown(true)}>
          {t('common.show')}
        </button>
      )}
    </Row>
  )
}

function Notice() {
  const { t, state, lang, desk } = usePanel()
  const { offer } = state
  if (!offer || !desk) return null
  const ngo = quietName(offer.ngo, lang)
  const line = desk.lines[0]?.number ?? desk.emergency
  const says: readonly (readonly [IconName, string, Readonly<Record<string, ComponentChildren>>] | false)[] = [
    ['lock', 'review.n.locked', { ngo }],
    ['tick', 'review.n.agree', { ngo }],
    offer.replyBy !== null && ['clock', 'review.n.by', { replyBy: promise(offer.replyBy, lang, desk.tz) }],
    offer.replyBy === null && ['icall', 'review.n.by.icall', { ngoLine: <Ltr>{offer.ngo.phone}</Ltr> }],
    offer.replyBy !== null && ['phone', 'review.n.nobody', { line: <Ltr>{line}</Ltr> }],
    ['people', 'review.n.law', {}],
    ['bin', 'review.n.delete', { days: number(UNREAD_DAYS, lang), doneDays: number(DONE_DAYS, lang) }],
    ['device', 'review.n.device', {}],
  ]
  return (
    <ul role="list" class="notice">
      {says.map(
        (one) =>
          one && (
            <li key={one[1]} class="fact">
              <Icon name={one[0]} size={22} />
              <span>{rich(t(one[1]), one[2] as Record<string, preact.ComponentChild>)}</span>
            </li>
          ),
      )}
    </ul>
  )
}
