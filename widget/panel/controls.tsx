import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Icon, type IconName } from './icons.tsx'
import { usePanel } from './panelContext.ts'
import type { Step } from './way.ts'

/** Random, so that no browser and no form history can know a field again. */
export const neutralName = (): string => `f${crypto.getRandomValues(new Uint32Array(1))[0]!.toString(36)}`

/** What every control needs so that nothing of it is stored, completed, corrected or sent to a speller. */
export const QUIET = {
  autocomplete: 'off',
  autocorrect: 'off',
  autocapitalize: 'off',
  spellcheck: false,
  writingsuggestions: 'false',
  'data-1p-ignore': '',
  'data-lpignore': 'true',
  'data-bwignore': '',
  'data-protonpass-ignore': 'true',
  'data-form-type': 'other',
} as const

/** False for half a second, in which a tap that was meant for what stood here before is ignored (R53). */
export function useArmed(): boolean {
  const [armed, setArmed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), 500)
    return () => clearTimeout(timer)
  }, [])
  return armed
}

/** One step: its question has the focus on arrival, its way back stands above, its one primary rests at the bottom. */
export function Screen(props: {
  step: Step
  title: ComponentChildren
  children?: ComponentChildren
  onBack?: (() => void) | undefined
  foot?: ComponentChildren
  /** The title says something new while the screen stays. */
  live?: boolean
}) {
  const { t } = usePanel()
  const title = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    title.current?.focus({ preventScroll: true })
    title.current?.closest('.body')?.scrollTo(0, 0)
  }, [])
  return (
    <div class="step" data-step={props.step}>
      {props.onBack && (
        <button type="button" class="text back" data-back onClick={props.onBack}>
          <Icon name="back" size={20} />
          {t('common.back')}
        </button>
      )}
      <h1 id="m-title" ref={title} tabIndex={-1} aria-describedby="m-part" aria-live={props.live ? 'polite' : undefined}>
        {props.title}
      </h1>
      {props.children}
      {props.foot && <div class="foot">{props.foot}</div>}
    </div>
  )
}

export const Primary = (props: { label: string; onClick: () => void; disabled?: boolean; close?: boolean }) => (
  <button
    type="button"
    class="primary"
    aria-disabled={props.disabled || undefined}
    onClick={props.onClick}
    {...(props.close ? { 'data-close': '' } : { 'data-next': '' })}
  >
    {props.label}
  </button>
)

/** The quiet buttons under the primary. */
export function Skips(props: { onSkip?: () => void; skipLabel?: string; onSkipAll?: (() => void) | undefined }) {
  const { t } = usePanel()
  return (
    <div class="skips">
      {props.onSkip && (
        <button type="button" class="text" data-skip onClick={props.onSkip}>
          {props.skipLabel ?? t('common.skip')}
        </button>
      )}
      {props.onSkipAll && (
        <button type="button" class="text" data-skip-all onClick={props.onSkipAll}>
          {t('common.skipall')}
        </button>
      )}
    </div>
  )
}

/** An option that goes on when it is pressed; an old answer shows with a tick. */
export const Option = (props: {
  value: string
  label: string
  icon?: IconName
  hint?: string | undefined
  chosen: boolean
  disabled?: boolean
  onChoose: () => void
}) => (
  <li>
    <button
      type="button"
      class="option"
      data-next
      data-value={props.value}
      aria-pressed={props.chosen}
      aria-disabled={props.disabled || undefined}
      onClick={props.onChoose}
    >
      {props.icon && <Icon name={props.icon} />}
      <span class="label">
        {props.label}
        {props.hint && <small>{props.hint}</small>}
      </span>
      {props.chosen && <Icon name="tick" size={20} />}
    </button>
  </li>
)

export interface Choice<T extends string> {
  readonly value: T
  readonly label: ComponentChildren
  readonly checked: boolean
  readonly disabled?: boolean
}

/** Real radios or checkboxes; choosing changes nothing but the choice. */
export function Choices<T extends string>(props: {
  type: 'radio' | 'checkbox'
  /** id of the question, or its text */
  legend: ComponentChildren
  legendId?: string
  narrow?: boolean
  choices: readonly Choice<T>[]
  onChoose: (value: T) => void
}) {
  const [name] = useState(neutralName)
  return (
    <fieldset role={props.type === 'radio' ? 'radiogroup' : 'group'} aria-labelledby={props.legendId}>
      {props.legend && <legend>{props.legend}</legend>}
      <div class={props.narrow ? 'choices narrow' : 'choices'}>
        {props.choices.map((one) => (
          <label key={one.value} class="choice">
            <input
              type={props.type}
              name={name}
              value=""
              data-value={one.value}
              checked={one.checked}
              disabled={one.disabled}
              onChange={() => props.onChoose(one.value)}
              {...QUIET}
            />
            <span class="face">
              <span class={`box ${props.type}`}>{one.checked && <Icon name="tick" size={16} />}</span>
              <span class="label">{one.label}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
