import type { ComponentChild, ComponentChildren } from 'preact'
import { Fact, Primary, Screen, Text } from '../controls.tsx'
import { houseRule, number, promise } from '../format.ts'
import { Icon, type IconName } from '../icons.tsx'
import { mask } from '../mask.ts'
import type { Panel, View } from '../view.ts'
import type { Asked } from '../way.ts'
import { Ltr, rich, whole } from '../rich.tsx'
import { quietName, wordParts } from '../words.ts'
import { answerGroups } from './answer.tsx'
import { appName } from './app.tsx'
import { ICONS } from './how.tsx'

/** Days: unread requests, and closed ones. */
const UNREAD_DAYS = 14
const DONE_DAYS = 30

export const ReviewStep: View = ({ p }) => {
  const { t, act, state, lang } = p
  const { again, offer } = state
  return (
    <Screen
      p={p}
      step="review"
      title={t('review.title')}
      foot={<Primary p={p} word="review.send" on={() => void act.send()} />}
    >
      {again && offer && (
        <p class="advice" role="alert">
          {rich(t(again), { ngo: quietName(offer.ngo, lang) })}
        </p>
      )}
      <h2 id="m-told">{t('review.how')}</h2>
      <ul role="list" class="card" aria-labelledby="m-told">
        {Told(p)}
      </ul>
      <ul role="list" class="notice">
        {notice(p)}
      </ul>
    </Screen>
  )
}

/** What was told, each with its way back. */
function Told(p: Panel): ComponentChild {
  const { t, state, lang, desk, act } = p
  const { draft, catalog, passing } = state
  const { how, when } = draft
  if (!how || !desk) return null
  const { emoji, noun } = wordParts(catalog.words[draft.word] ?? '')
  const row = (icon: IconName, step: Asked, name: string, children: ComponentChildren) => (
    <li class="row">
      <Icon name={icon} size={22} />
      <span class="label" translate={false}>
        {children}
      </span>
      <Text
        p={p}
        word="common.change"
        on={() => act.change(step)}
        is={{ 'data-change': step, 'aria-label': `${t('common.change')}: ${name}` }}
      />
    </li>
  )
  const line = (text: ComponentChildren) => <span class="line">{text}</span>
  const groups = answerGroups(p)
  return [
    row(ICONS[how], 'how', t('contact.q'), [
      t(`contact.${how}`),
      how === 'app' && <small>{appName(draft.app, p)}</small>,
    ]),
    how !== 'icall' && [
      row('person', 'address', t(`contact.value.${how === 'call' || how === 'sms' ? 'phone' : how}`), [
        <Ltr class={passing.shown ? 'wraps' : ''}>{passing.shown ? draft.address : mask(how, draft.address)}</Ltr>,
        !passing.shown && <Text p={p} word="common.show" class="show" on={act.showAddress} is={{ 'data-show': '' }} />,
      ]),
      row('clock', 'when', t('contact.when.q'), [
        when
          ? (when.parts.length > 3 ? ['any'] : when.parts).map((part) => line(whole(t(`contact.when.${part}`))))
          : whole(houseRule(desk.houseRule, lang)),
        when?.weekend && line(t('contact.when.weekend')),
      ]),
      row(
        'people',
        'answer',
        groups[0]!.question,
        groups.map(({ question, choices }) => [line(<small>{question}</small>), choices.find((one) => one[2])![1]]),
      ),
    ],
    row('thread', 'word', t('word.new'), rich(t('word.title'), { word: <b>{`${noun} ${emoji}`}</b> })),
  ]
}

/** At most 110 words, each line with its icon. */
function notice({ t, state, lang, desk }: Panel): ComponentChild {
  const { offer } = state
  if (!offer || !desk) return null
  const ngo = quietName(offer.ngo, lang)
  const says = (icon: IconName, key: string, values: Readonly<Record<string, ComponentChild>> = {}) => (
    <li>
      <Fact icon={icon}>{rich(t(`review.n.${key}`), values)}</Fact>
    </li>
  )
  return [
    says('lock', 'locked', { ngo }),
    says('tick', 'agree', { ngo }),
    offer.replyBy === null
      ? says('icall', 'by.icall', { ngoLine: <Ltr>{offer.ngo.phone}</Ltr> })
      : [
          says('clock', 'by', { replyBy: promise(offer.replyBy, lang, desk.tz) }),
          says('phone', 'nobody', { line: <Ltr>{desk.lines[0]?.number ?? desk.emergency}</Ltr> }),
        ],
    says('people', 'law'),
    says('bin', 'delete', { days: number(UNREAD_DAYS, lang), doneDays: number(DONE_DAYS, lang) }),
    says('device', 'device'),
  ]
}
