import type { DayPart } from '../../shared/answers.ts'
import { DAY_PARTS, withFields } from '../panel/answersDraft.ts'
import { Choices, Foot, Screen } from '../panel/controls.tsx'
import { country, houseRule } from '../panel/format.ts'
import type { View } from '../panel/view.ts'
import { rich, whole } from '../panel/rich.tsx'

export const WhenStep: View = ({ p }) => {
  const { t, act, state, lang, desk } = p
  const { draft } = state
  const { parts, weekend } = draft.when ?? { parts: [], weekend: false }
  const all = parts.length === DAY_PARTS.length

  // Days without a time of day would mean nothing: no part is the house rule, whole.
  function choose(value: DayPart | 'any' | 'weekend'): void {
    const wanted = DAY_PARTS.filter((part) => (value === 'any' ? !all : (part === value) !== parts.includes(part)))
    const next = { parts: wanted, weekend: (value === 'weekend') !== weekend }
    act.keep(withFields(draft, { when: wanted.length ? next : undefined }))
  }

  const land = desk && country(desk.id, lang)
  const choice = (value: DayPart | 'any' | 'weekend', checked: boolean, disabled = false) =>
    [value, whole(t(`contact.when.${value}`)), checked, disabled] as const
  return (
    <Screen
      p={p}
      step="when"
      title={t('contact.when.q')}
      foot={
        <Foot
          p={p}
          next={() => act.onward('when')}
          skip={() => act.onward('when', withFields(draft, { when: undefined }))}
          all={() => act.skipRest(draft)}
        >
          {desk && <p class="small">{rich(t('contact.default'), { rule: houseRule(desk.houseRule, lang) })}</p>}
        </Foot>
      }
    >
      {land && <p class="hint">{rich(t('contact.when.zone'), { country: land })}</p>}
      <Choices
        name="when"
        type="checkbox"
        choices={[
          ...DAY_PARTS.map((part) => choice(part, parts.includes(part))),
          choice('any', all),
          choice('weekend', weekend, !parts.length),
        ]}
        on={choose}
        columns="narrow"
      />
    </Screen>
  )
}
