import { Primary, Screen } from '../panel/controls.tsx'
import { soon } from '../panel/format.ts'
import { Call } from '../panel/numbers.tsx'
import { rich } from '../panel/rich.tsx'
import { quietName, sentence } from '../panel/words.ts'
import type { View } from '../panel/view.ts'
import { ngoOf } from './codes.ts'

/** The numbers first, then what we can and cannot do; the way to write stays open (R25). */
export const DangerStep: View = ({ p }) => {
  const { t, act, state, lang, desk } = p
  const { duty, t: now } = state.judged
  const child = desk?.lines.find(({ serves }) => serves.includes('children'))
  const emergency = desk?.emergency ?? '112'
  return (
    <Screen
      p={p}
      step="danger"
      title={t('danger.title')}
      foot={<Primary p={p} word="danger.go" on={() => act.onward('danger')} />}
    >
      <ul role="list" class="options">
        <li>
          <Call number={emergency}>
            <small>{t('lines.emergency.note')}</small>
          </Call>
        </li>
        {duty.kind !== 'none' && duty.ngo.phone && (
          <li>
            <Call number={duty.ngo.phone}>{sentence(quietName(duty.ngo, lang))}</Call>
          </li>
        )}
        {child && child.number !== emergency && (
          <li>
            <Call number={child.number}>{quietName(child, lang)}</Call>
          </li>
        )}
      </ul>
      <p class="small">{t('lines.trace')}</p>
      <p>{t('danger.advice')}</p>
      {duty.kind === 'later' && desk && (
        <p class="advice">
          {rich(t('duty.later.danger'), { from: soon(duty.from, now, lang, desk.tz), ngo: ngoOf(p) })}
        </p>
      )}
    </Screen>
  )
}
