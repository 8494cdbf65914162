import { useState } from 'preact/hooks'
import { HOUSE_DEFAULTS } from '../../../shared/answers.ts'
import { type Draft, type First, type How, type IfOther, asks, withFields } from '../answersDraft.ts'
import { Choices, Primary, Screen, Skips } from '../controls.tsx'
import { usePanel } from '../panelContext.ts'
import { type Panel } from '../panelContext.ts'
import { rich, wordParts } from '../words.tsx'

const IF_OTHER: readonly (readonly [IfOther, string])[] = [
  ['hangup', 'contact.answer.hangup'],
  ['wrong', 'contact.answer.wrong'],
  ['appointment', 'contact.answer.later'],
]
const FIRST: readonly (readonly [First, string])[] = [
  ['word', 'contact.first.word'],
  ['hello', 'contact.first.hello'],
  ['appointment', 'contact.first.later'],
]
const YES_NO = ['no', 'yes'] as const
type YesNo = (typeof YES_NO)[number]

/** The strict answer stands there already: who presses Next without reading has chosen the safest. */
export const answersOr = (draft: Draft) => ({
  ifOther: draft.ifOther ?? HOUSE_DEFAULTS.ifOther,
  voicemail: draft.voicemail ?? HOUSE_DEFAULTS.voicemail,
  first: draft.first ?? HOUSE_DEFAULTS.first,
  voiceMsg: draft.voiceMsg ?? HOUSE_DEFAULTS.voiceMsg,
})
type Answered = ReturnType<typeof answersOr>

export const ASKED = ['ifOther', 'voicemail', 'first', 'voiceMsg'] as const
export type AskedField = (typeof ASKED)[number]

export const QUESTIONS: Readonly<Record<AskedField, string>> = {
  ifOther: 'contact.answer.do',
  voicemail: 'contact.voice.q',
  first: 'contact.first.q',
  voiceMsg: 'contact.voice.app.q',
}

/** The words of an answer. */
export function answerText(field: AskedField, answers: Answered, { t, state }: Panel) {
  if (field === 'ifOther') return t(IF_OTHER.find(([code]) => code === answers.ifOther)![1])
  if (field === 'first') return firstText(answers.first, { t, state })
  return t(answers[field] ? 'contact.voice.yes' : 'common.no')
}

const firstText = (first: First, { t, state }: Pick<Panel, 't' | 'state'>) =>
  rich(t(FIRST.find(([code]) => code === first)![1]), {
    word: wordParts(state.catalog.words[state.draft.word] ?? '').noun,
  })

export function AnswerStep() {
  const panel = usePanel()
  const { t, act, state } = panel
  const { draft, changing } = state
  const how: How = draft.how ?? 'call'
  const [answers, setAnswers] = useState(answersOr(draft))
  const asked = ASKED.filter((field) => asks(how, field))

  const fields = (from: Partial<Answered>) =>
    withFields(draft, Object.fromEntries(asked.map((field) => [field, from[field]])))
  const set = (patch: Partial<Answered>) => setAnswers({ ...answers, ...patch })

  const group = (field: AskedField, first: boolean) => {
    const question = first ? { legend: undefined, legendId: 'm-title' } : { legend: t(QUESTIONS[field]) }
    switch (field) {
      case 'ifOther':
        return (
          <Choices
            key={field}
            type="radio"
            {...question}
            choices={IF_OTHER.map(([value, key]) => ({ value, label: t(key), checked: answers.ifOther === value }))}
            onChoose={(ifOther) => set({ ifOther })}
          />
        )
      case 'first':
        return (
          <Choices
            key={field}
            type="radio"
            {...question}
            choices={FIRST.map(([value]) => ({
              value,
              label: firstText(value, panel),
              checked: answers.first === value,
            }))}
            onChoose={(value) => set({ first: value })}
          />
        )
      default:
        return (
          <Choices<YesNo>
            key={field}
            type="radio"
            {...question}
            choices={YES_NO.map((value) => ({
              value,
              label: t(value === 'yes' ? 'contact.voice.yes' : 'common.no'),
              checked: answers[field] === (value === 'yes'),
            }))}
            onChoose={(value) => set({ [field]: value === 'yes' })}
          />
        )
    }
  }
  return (
    <Screen
      step="answer"
      title={t(QUESTIONS[asked[0]!])}
      onBack={() => act.backward('answer', fields(answers))}
      foot={
        <>
          <Primary label={t('common.next')} onClick={() => act.onward('answer', fields(answers))} />
          <Skips
            onSkip={() => act.onward('answer', fields({}))}
            onSkipAll={changing ? undefined : () => act.skipRest(fields(answers))}
          />
        </>
      }
    >
      {asked.map((field, i) => group(field, i === 0))}
    </Screen>
  )
}
