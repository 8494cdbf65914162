import { Primary, Screen } from '../panel/controls.tsx'
import { rich } from '../panel/rich.tsx'
import type { View } from '../panel/view.ts'
import { quietName } from '../panel/words.ts'
import { remove, show } from './act.ts'
import { Said } from './return.tsx'

export const DeleteStep: View = ({ p }) => {
  const { t, state, lang } = p
  const { ngo } = state.back ?? {}
  return (
    <Screen
      p={p}
      step="return-delete"
      title={t('return.delete')}
      onBack={() => show(p, 'replies')}
      foot={<Primary p={p} word="return.delete.yes" on={() => void remove(p)} />}
    >
      {ngo && <p>{rich(t('return.delete.sure'), { ngo: quietName(ngo, lang) })}</p>}
      <Said p={p} />
    </Screen>
  )
}

/** The same for every number: who only found one must not learn from it whether there was anything. */
export const DeletedStep: View = ({ p }) => (
  <Screen
    p={p}
    step="deleted"
    back={false}
    title={p.t('delete.done')}
    foot={<Primary p={p} word="sent.done" on={p.act.close} is={{ 'data-close': '' }} />}
  />
)
