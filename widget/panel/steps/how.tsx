import { type How, changeHow, reached, ways } from '../answersDraft.ts'
import { Option, Screen, Text } from '../controls.tsx'
import type { IconName } from '../icons.tsx'
import type { View } from '../view.ts'

export const ICONS: Readonly<Record<How, IconName>> = {
  call: 'phone',
  app: 'bubble',
  sms: 'lines',
  back: 'clock',
  icall: 'icall',
  email: 'letter',
  helper: 'people',
}
/** Under "Other ways". */
const OTHERS: readonly How[] = ['email', 'helper']

export const HowStep: View = ({ p }) => {
  const { t, act, state } = p
  const { draft, judged, passing } = state
  const helper = reached(draft) === 'helper'
  const more = helper || passing.more || (draft.how !== undefined && OTHERS.includes(draft.how))
  const phone = judged.duty.kind !== 'none' && judged.duty.ngo.phone
  return (
    <Screen p={p} step="how" title={t(helper ? 'contact.q.me' : 'contact.q')}>
      <ul role="list" class="options" aria-labelledby="m-title">
        {ways(draft).map(
          (how) =>
            (how !== 'icall' || phone) &&
            (more || !OTHERS.includes(how)) && (
              <Option
                value={how}
                icon={ICONS[how]}
                label={t(`contact.${how}`)}
                hint={state.catalog.strings[`contact.${how}.hint`]}
                chosen={draft.how === how}
                on={() => act.onward('how', changeHow(draft, how))}
              />
            ),
        )}
      </ul>
      <div class="skips">
        {!more && <Text p={p} word="contact.more" on={() => act.pass({ more: true })} is={{ 'data-more': '' }} />}
        <Text p={p} word="common.skip" on={() => act.show('lines')} is={{ 'data-skip': '' }} />
      </div>
    </Screen>
  )
}
