import type { ComponentChildren } from 'preact'
import { ANSWER_FIELDS, type AnswerField, answersOr, asks, withFields } from '../panel/answersDraft.ts'
import { Choices, Foot, Screen } from '../panel/controls.tsx'
import type { Panel, View } from '../panel/view.ts'
import { rich } from '../panel/rich.tsx'
import { wordParts } from '../panel/words.ts'

type Code = 'hangup' | 'wrong' | 'word' | 'hello' | 'appointment' | 'no' | 'yes'
type Value = string | boolean

/** The question of each field, and its answers with the keys of their words. */
const QUESTIONS: Readonly<Record<AnswerField, readonly [string, readonly (readonly [Code, Value, string])[]]>> = {
  ifOther: [
    'contact.answer.do',
    [
      ['hangup', 'hangup', 'contact.answer.hangup'],
      ['wrong', 'wrong', 'contact.answer.wrong'],
      ['appointment', 'appointment', 'contact.answer.later'],
    ],
  ],
  voicemail: ['contact.voice.q', yesNo()],
  first: [
    'contact.first.q',
    [
      ['word', 'word', 'contact.first.word'],
      ['hello', 'hello', 'contact.first.hello'],
      ['appointment', 'appointment', 'contact.first.later'],
    ],
  ],
  voiceMsg: ['contact.voice.app.q', yesNo()],
}

function yesNo() {
  return [
    ['no', false, 'common.no'],
    ['yes', true, 'contact.voice.yes'],
  ] as const
}

/** The questions that this way has, each with its answers and which of them holds. */
export function answerGroups({ t, state }: Pick<Panel, 't' | 'state'>) {
  const { draft, catalog } = state
  const word = wordParts(catalog.words[draft.word] ?? '').noun
  const answers = answersOr(draft)
  return ANSWER_FIELDS.filter((field) => asks(draft, field)).map((field) => {
    const [question, choices] = QUESTIONS[field]
    return {
      field,
      question: t(question),
      choices: choices.map(
        ([code, value, key]) =>
          [code, rich(t(key), { word }) as ComponentChildren, answers[field] === value, value] as const,
      ),
    }
  })
}

export const AnswerStep: View = ({ p }) => {
  const { act, state } = p
  const { draft } = state
  const groups = answerGroups(p)
  const only = (from: Partial<ReturnType<typeof answersOr>>) =>
    withFields(draft, Object.fromEntries(groups.map(({ field }) => [field, from[field]])))
  // The strict answer stands there already: who presses Next without reading has chosen the safest.
  const kept = () => only(answersOr(draft))
  return (
    <Screen
      p={p}
      step="answer"
      title={groups[0]!.question}
      foot={
        <Foot
          p={p}
          next={() => act.onward('answer', kept())}
          skip={() => act.onward('answer', only({}))}
          all={() => act.skipRest(kept())}
        />
      }
    >
      {groups.map(({ field, question, choices }, i) => (
        <Choices
          name={field}
          type="radio"
          legend={i > 0 && question}
          choices={choices.map(([code, label, checked]) => [code, label, checked] as const)}
          on={(code) => act.keep(withFields(draft, { [field]: choices.find((one) => one[0] === code)![3] }))}
        />
      ))}
    </Screen>
  )
}
