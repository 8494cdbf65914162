import type { ComponentChild, ComponentChildren } from 'preact'
import { isNobody, reached } from '../panel/answersDraft.ts'
import { Fact, Primary, Screen, Text } from '../panel/controls.tsx'
import { houseRule, number, promise } from '../panel/format.ts'
import type { IconName } from '../panel/icons.tsx'
import { openAbout } from './aboutData.tsx'
import { noticeOf } from '../../shared/notice.ts'
import { mask } from './mask.ts'
import { MoreTold } from './moreTold.tsx'
import { ToldRow } from './row.tsx'
import type { Panel, View } from '../panel/view.ts'
import type { Asked } from '../panel/way.ts'
import { Ltr, rich, whole } from '../panel/rich.tsx'
import { quietName, wordParts } from '../panel/words.ts'
import { addressLabel } from '../panel/steps/address.tsx'
import { answerGroups } from './answer.tsx'
import { appName } from '../panel/steps/app.tsx'
import { ICONS } from '../panel/steps/how.tsx'

/** Days: unread requests, and closed ones. */
const UNREAD_DAYS = 14
const DONE_DAYS = 30

export const ReviewStep: View = ({ p }) => {
  const { t, act, state, lang } = p
  const { again, offer } = state
  const about = offer && noticeOf(offer.ngo, lang)
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
        {contact(p)}
      </ul>
      <MoreTold p={p} />
      <ul role="list" class="notice">
        {notice(p)}
      </ul>
      {about && (
        <Text
          p={p}
          word="review.more"
          class="start"
          on={() => void openAbout(act, about.hash)}
          is={{ 'data-about': '' }}
        />
      )}
    </Screen>
  )
}

/** How the person, or who writes for them, is reached; each line with its way back. */
function contact(p: Panel): ComponentChild {
  const { t, state, lang, desk, act } = p
  const { draft, catalog, passing } = state
  const { how, when } = draft
  if (!how || !desk) return null
  const { emoji, noun } = wordParts(catalog.words[draft.word] ?? '')
  const row = (icon: IconName, step: Asked, name: string, children: ComponentChildren) => (
    <ToldRow p={p} icon={icon} step={step} name={name}>
      {children}
    </ToldRow>
  )
  const line = (text: ComponentChildren) => <span class="line">{text}</span>
  const groups = answerGroups(p)
  return [
    row(ICONS[how], 'how', t('contact.q'), [
      t(`contact.${how}`),
      how === 'app' && <small>{appName(draft.app, p)}</small>,
    ]),
    !isNobody(how) && [
      row('person', 'address', t(addressLabel(draft)), [
        <Ltr class={passing.shown ? 'masked wraps' : 'masked'}>
          {passing.shown ? draft.address : mask(how, draft.address)}
        </Ltr>,
        !passing.shown && <Text p={p} word="common.show" class="show" on={act.showAddress} is={{ 'data-show': '' }} />,
      ]),
      row('clock', 'when', t('contact.when.q'), [
        when
          ? (when.parts.length > 3 ? ['any'] : when.parts).map((part) => line(whole(t(`contact.when.${part}`))))
          : whole(houseRule(desk.houseRule, lang)),
        when?.weekend && line(t('contact.when.weekend')),
      ]),
      groups[0] &&
        row(
          'people',
          'answer',
          groups[0].question,
          groups.map(({ question, choices }) => [line(<small>{question}</small>), choices.find((one) => one[2])![1]]),
        ),
    ],
    how !== 'back' &&
      reached(draft) === 'person' &&
      row('thread', 'word', t('word.new'), rich(t('word.title'), { word: <b>{`${noun} ${emoji}`}</b> })),
  ]
}

/** At most 110 words, each line with its icon. */
function notice({ t, state, lang, desk }: Panel): ComponentChild {
  const { offer, draft } = state
  if (!offer || !desk) return null
  const back = draft.how === 'back'
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
          says('clock', back ? 'by.back' : 'by', { replyBy: promise(offer.replyBy, lang, desk.tz) }),
          !back && says('phone', 'nobody', { line: <Ltr>{desk.lines[0]?.number ?? desk.emergency}</Ltr> }),
        ],
    says('people', 'law'),
    says('bin', 'delete', { days: number(UNREAD_DAYS, lang), doneDays: number(DONE_DAYS, lang) }),
    says('device', 'device'),
  ]
}
