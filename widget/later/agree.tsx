import { changeFor } from '../panel/answersDraft.ts'
import { Option, Primary, Screen } from '../panel/controls.tsx'
import { Call } from '../panel/numbers.tsx'
import { quietName, sentence } from '../panel/words.ts'
import type { View } from '../panel/view.ts'

/** Whether the person said yes. Without it nothing about them has a place, and the one who writes is told so (R29). */
export const AgreeStep: View = ({ p }) => {
  const { t, act, state } = p
  const { draft } = state
  const pro = draft.for === 'pro'
  const choose = (agreed: boolean) => changeFor(draft, { agreed })
  return (
    <Screen
      p={p}
      step="agree"
      title={t('agree.q')}
      foot={draft.agreed === false && <Primary p={p} word="common.next" on={() => act.onward('agree')} />}
    >
      {pro && <CallTogether p={p} />}
      <p class="hint">{t('who.other.hint')}</p>
      <ul role="list" class="options" aria-labelledby="m-title">
        <Option
          value="yes"
          label={t('agree.yes')}
          chosen={draft.agreed === true}
          on={() => act.onward('agree', choose(true))}
        />
        <Option
          value="no"
          label={t('agree.no')}
          chosen={draft.agreed === false}
          stays
          on={() => act.keep(choose(false))}
        />
      </ul>
      <div role="status">{draft.agreed === false && <p class="advice">{t('agree.no.note')}</p>}</div>
    </Screen>
  )
}

/** For who has the person beside them: one call together is better than any form. */
const CallTogether: View = ({ p }) => {
  const { t, state, desk, lang } = p
  const { duty } = state.judged
  const ngo = duty.kind === 'none' ? undefined : duty.ngo
  const [line] = desk?.lines ?? []
  return (
    <div class="advice">
      <p>{t('pro.now')}</p>
      {ngo?.phone && <Call number={ngo.phone}>{sentence(quietName(ngo, lang))}</Call>}
      {line && <Call number={line.number}>{quietName(line, lang)}</Call>}
      <p class="small">{t('pro.now.tips')}</p>
      <p class="small">{t('pro.duty')}</p>
    </div>
  )
}
