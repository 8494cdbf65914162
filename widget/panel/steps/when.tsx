import { useState } from 'preact/hooks'
import type { DayPart } from '../../../shared/answers.ts'
import { DAY_PARTS, type Draft, withFields } from '../answersDraft.ts'
import { Choices, Primary, Screen, Skips } from '../controls.tsx'
import { country, houseRule } from '../format.ts'
import { usePanel } from '../panelContext.ts'
import { rich } from '../words.tsx'

export function WhenStep() {
  const { t, act, state, lang, desk } = usePanel()
  const { draft, changing } = state
  const [parts, setParts] = useState<readonly DayPart[]>(draft.when?.parts ?? [])
  const [weekend, setWeekend] = useState(draft.when?.weekend ?? false)
  const all = parts.length === DAY_PARTS.length
  // Days without a time of day would mean nothing: no part is the house rule, whole.
  const kept = (): Draft =>
    withFields(draft, { when: parts.length ? { parts, weekend } : undefined })
  const none = () => withFields(draft, { when: undefined })

  function choose(value: DayPart | 'any' | 'weekend'): void {
    if (value === 'weekend') return setWeekend(!weekend)
    const wanted = (part: DayPart) =>
      value === 'any' ? !all : part === value ? !parts.includes(part) : parts.includes(part)
    const next = DAY_PARTS.filter(wanted)
    setParts(next)
    if (!next.length) setWeekend(false)
  }

  const land = desk && country(desk.id, lang)
  return (
    <Screen
      step="when"
      title={t('contact.when.q')}
      onBack={() => act.backward('when', kept())}
      foot={
        <>
          <Primary label={t('common.next')} onClick={() => act.onward('when', kept())} />
          {desk && <p class="small">{rich(t('contact.default'), { rule: houseRule(desk.houseRule, lang) })}</p>}
          <Skips
            onSkip={() => act.onward('when', none())}
            onSkipAll={changing ? undefined : () => act.skipRest(kept())}
          />
        </>
      }
    >
      {land && <p>{rich(t('contact.when.zone'), { country: land })}</p>}
      <Choices
        type="checkbox"
        legend={undefined}
        legendId="m-title"
        choices={[
          ...DAY_PARTS.map((part) => ({
            value: part as DayPart | 'any' | 'weekend',
            label: t(`contact.when.${part}`),
            checked: parts.includes(part),
          })),
          { value: 'any', label: t('contact.when.any'), checked: all },
          { value: 'weekend', label: t('contact.when.weekend'), checked: weekend, disabled: !parts.length },
        ]}
        onChoose={choose}
        narrow
      />
    </Screen>
  )
}
