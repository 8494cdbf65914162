import { withFields } from '../panel/answersDraft.ts'
import { Choices, Foot, Screen } from '../panel/controls.tsx'
import type { View } from '../panel/view.ts'
import { untilWords } from './answers.tsx'
import { CALLER_ID, type Codes, DROP, UNTIL } from './codes.ts'

/** How calls go on, and how long is tried. A way without calls asks only the last. */
export const CallRulesStep: View = ({ p }) => {
  const { t, act, state } = p
  const { draft } = state
  const calls = draft.how === 'call' || draft.how === 'helper'
  const group = (field: 'drop' | 'callerId' | 'until', question: string, list: Codes, first = false) => (
    <Choices
      name={field}
      type="radio"
      legend={!first && t(question)}
      choices={list.map(([code, words]) => [code, words, draft[field] === code] as const)}
      on={(code) => act.keep(withFields(draft, { [field]: code }))}
    />
  )
  const inWords = (list: Codes): Codes => list.map(([code, key]) => [code, t(key)])
  const none = { drop: undefined, callerId: undefined, until: undefined }
  return (
    <Screen
      p={p}
      step="more-call-rules"
      title={t(calls ? 'contact.drop.q' : 'contact.until.q')}
      foot={
        <Foot
          p={p}
          next={() => act.onward('more-call-rules')}
          skip={() => act.onward('more-call-rules', withFields(draft, none))}
        />
      }
    >
      {calls && group('drop', 'contact.drop.q', inWords(DROP), true)}
      {calls && group('callerId', 'contact.id.q', inWords(CALLER_ID))}
      {group(
        'until',
        'contact.until.q',
        UNTIL.map((code) => [code, untilWords(code, p)]),
        !calls,
      )}
    </Screen>
  )
}
