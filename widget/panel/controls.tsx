import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icons.tsx'
import type { Panel } from './view.ts'
import type { Step } from './way.ts'

/** Random for each page view, so that no browser and no form history can know a field again. */
const some = (): string => `f${crypto.getRandomValues(new Uint32Array(1))[0]!.toString(36)}`
const names = new Map<string, string>()
export function neutralName(part: string): string {
  if (!names.has(part)) names.set(part, some())
  return names.get(part)!
}

/** What every control needs so that nothing of it is stored, completed, corrected or sent to a speller. */
export const QUIET = {
  autocomplete: 'off',
  // So spelled it is set as an attribute; the property of that name is a boolean, and "off" would be taken for true.
  autoCorrect: 'off',
  autocapitalize: 'off',
  spellcheck: false,
  writingsuggestions: 'false',
  'data-1p-ignore': '',
  'data-lpignore': 'true',
  'data-bwignore': '',
  'data-protonpass-ignore': 'true',
  'data-form-type': 'other',
} as const

type Attributes = Readonly<Record<`data-${string}` | `aria-${string}`, string | boolean | undefined>>

/** A quiet button of text alone. */
export const Text = (props: {
  p: Panel
  word: string
  class?: string
  on: () => void
  is?: Attributes
  back?: boolean
}) => (
  <button type="button" class={`text ${props.class ?? ''}`} onClick={props.on} {...props.is}>
    {props.back && <Icon name="back" size={20} />}
    {props.p.t(props.word)}
  </button>
)

export const Primary = (props: { p: Panel; word: string; on: () => void; is?: Attributes }) => (
  <div class="go">
    <button type="button" class="primary" onClick={props.on} {...(props.is ?? { 'data-next': '' })}>
      {props.p.t(props.word)}
    </button>
  </div>
)

/** One step: its question has the focus on arrival, its way back stands above, its one primary rests at the bottom. */
export const Screen = (props: {
  p: Panel
  step: Step
  title: ComponentChildren
  children?: ComponentChildren
  /** The way back is everywhere but where there is none. */
  back?: boolean
  /** Where it leads, if not to the screen before. */
  onBack?: () => void
  foot?: ComponentChildren
}) => (
  <div class="step" key={props.step} data-step={props.step}>
    {props.back !== false && (
      <Text
        p={props.p}
        word="common.back"
        class="back"
        back
        on={props.onBack ?? (() => props.p.act.backward(props.step))}
        is={{ 'data-back': '' }}
      />
    )}
    <h1 id="m-title" tabIndex={-1} aria-describedby="m-part">
      {props.title}
    </h1>
    {props.p.Aloud && <props.p.Aloud p={props.p} />}
    {props.children}
    {props.foot && <div class="foot">{props.foot}</div>}
  </div>
)

/**
 * What a set screen ends with: the primary, and quiet ways to pass by. On the way back to the review there is no rest to skip.
 */
export const Foot = (props: {
  p: Panel
  next: () => void
  skip?: () => void
  /** Where there is a rest to skip. */
  all?: () => void
  word?: string
  children?: ComponentChildren
}) => (
  <>
    <Primary p={props.p} word="common.next" on={props.next} />
    {props.children}
    <div class="skips">
      {props.skip && <Text p={props.p} word={props.word ?? 'common.skip'} on={props.skip} is={{ 'data-skip': '' }} />}
      {props.all && !props.p.state.changing && (
        <Text p={props.p} word="common.skipall" on={props.all} is={{ 'data-skip-all': '' }} />
      )}
    </div>
  </>
)

/** An option that goes on when it is pressed; an old answer shows with a tick. */
export const Option = (props: {
  value: string
  label: string
  icon?: IconName
  hint?: string | undefined
  chosen: boolean
  on: () => void
  /** An option of an overlay does not go on. */
  lang?: string
  /** Choosing it says something on this screen first. */
  stays?: boolean
}) => (
  <li>
    <button
      type="button"
      class="option"
      data-value={props.value}
      data-next={props.lang || props.stays ? undefined : ''}
      lang={props.lang}
      aria-pressed={props.chosen}
      onClick={props.on}
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

export type Choice<T extends string> = readonly [
  value: T,
  label: ComponentChildren,
  checked: boolean,
  disabled?: boolean,
]

/** Real radios or checkboxes; choosing changes nothing but the choice. Without a legend the title is the question. */
export const Choices = <T extends string>(props: {
  name: string
  type: 'radio' | 'checkbox'
  legend?: string | false
  /** In two columns where there is room: `narrow` for short words, `pairs` for longer ones. */
  columns?: 'narrow' | 'pairs'
  choices: readonly Choice<T>[]
  on: (value: T) => void
}) => (
  <fieldset
    role={props.type === 'radio' ? 'radiogroup' : 'group'}
    aria-labelledby={props.legend ? undefined : 'm-title'}
  >
    {props.legend && <legend>{props.legend}</legend>}
    <div class={`choices ${props.columns ?? ''}`}>
      {props.choices.map(([value, label, checked, disabled]) => (
        <label class="choice" key={value}>
          <input
            type={props.type}
            name={neutralName(props.name)}
            value=""
            data-value={value}
            checked={checked}
            // Firefox keeps for its next session what differs from the default.
            defaultChecked={checked}
            disabled={disabled}
            onChange={() => props.on(value)}
            {...QUIET}
          />
          <span class="face">
            <span class={`box ${props.type}`}>{checked && <Icon name="tick" size={16} />}</span>
            <span class="label">{label}</span>
          </span>
        </label>
      ))}
    </div>
  </fieldset>
)

/** A line of reading with its icon. */
export const Fact = (props: { icon: IconName; class?: string; children: ComponentChildren }) => (
  <p class={`fact ${props.class ?? ''}`}>
    <Icon name={props.icon} size={20} />
    <span>{props.children}</span>
  </p>
)
