import { changeFor } from '../panel/answersDraft.ts'
import { Option, Screen } from '../panel/controls.tsx'
import type { View } from '../panel/view.ts'

/** Whom to contact, where the person said yes: the one who writes, first. */
export const ReachStep: View = ({ p }) => {
  const { t, act, state } = p
  const { draft } = state
  return (
    <Screen p={p} step="reach" title={t('who.pro.q')}>
      <ul role="list" class="options" aria-labelledby="m-title">
        {(['helper', 'person'] as const).map((reach) => (
          <Option
            value={reach}
            icon={reach === 'helper' ? 'person' : 'people'}
            label={t(reach === 'helper' ? 'who.pro.me' : 'who.pro.person')}
            chosen={draft.reach === reach}
            on={() => act.onward('reach', changeFor(draft, { reach }))}
          />
        ))}
      </ul>
    </Screen>
  )
}
