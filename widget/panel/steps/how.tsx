import { useState } from 'preact/hooks'
import { type How, changeHow } from '../answersDraft.ts'
import { Option, Screen, Skips } from '../controls.tsx'
import type { IconName } from '../icons.tsx'
import { usePanel } from '../panelContext.ts'

interface Way {
  readonly how: How
  readonly icon: IconName
  readonly hint?: 'contact.app.hint' | 'contact.sms.hint'
}
const WAYS: readonly Way[] = [
  { how: 'call', icon: 'phone' },
  { how: 'app', icon: 'bubble', hint: 'contact.app.hint' },
  { how: 'sms', icon: 'lines', hint: 'contact.sms.hint' },
  { how: 'icall', icon: 'icall' },
]
const OTHER_WAYS: readonly Way[] = [
  { how: 'email', icon: 'letter' },
  { how: 'helper', icon: 'people' },
]

export function HowStep() {
  const { t, act, state } = usePanel()
  const { draft, judged } = state
  const [more, setMore] = useState(OTHER_WAYS.some((way) => way.how === draft.how))
  const phone = judged.duty.kind !== 'none' && judged.duty.ngo.phone !== undefined
  const option = ({ how, icon, hint }: Way) => (
    <Option
      key={how}
      value={how}
      icon={icon}
      label={t(`contact.${how}`)}
      hint={hint && t(hint)}
      chosen={draft.how === how}
      onChoose={() => act.onward('how', changeHow(draft, how))}
    />
  )
  return (
    <Screen step="how" title={t('contact.q')} onBack={() => act.backward('how')}>
      <ul role="list" class="options" aria-labelledby="m-title">
        {WAYS.filter((way) => way.how !== 'icall' || phone).map(option)}
        {more && OTHER_WAYS.map(option)}
      </ul>
      <div class="skips">
        {!more && (
          <button type="button" class="text" data-more aria-expanded="false" onClick={() => setMore(true)}>
            {t('contact.more')}
          </button>
        )}
        <button type="button" class="text" data-skip onClick={() => act.show('lines')}>
          {t('common.skip')}
        </button>
      </div>
    </Screen>
  )
}
