import { withMore } from '../panel/answersDraft.ts'
import { Choices, Foot, Screen } from '../panel/controls.tsx'
import type { Need } from '../../shared/answers.ts'
import type { View } from '../panel/view.ts'
import { NEEDS } from './codes.ts'

export const NeedStep: View = ({ p }) => {
  const { t, act, state } = p
  const { draft } = state
  const need = draft.more.need ?? []
  const keep = (codes: readonly Need[]) => withMore(draft, { need: codes.length ? codes : undefined })
  return (
    <Screen
      p={p}
      step="more-need"
      title={t('need.q')}
      foot={<Foot p={p} next={() => act.onward('more-need')} skip={() => act.onward('more-need', keep([]))} />}
    >
      <Choices
        name="need"
        type="checkbox"
        choices={NEEDS.map(([code, key]) => [code, t(key), need.includes(code as Need)] as const)}
        on={(code) =>
          act.keep(keep(NEEDS.map(([one]) => one as Need).filter((one) => need.includes(one) !== (one === code))))
        }
      />
    </Screen>
  )
}
