import { type ComponentChildren, Fragment } from 'preact'
import { useState } from 'preact/hooks'

export interface Option {
  readonly value: string
  readonly words: string
  readonly lang?: string
}

interface Common {
  readonly name: string
  readonly label: string
  readonly hint: ComponentChildren
  readonly value: string
  readonly set: (value: string) => void
}

export function Select({ name, label, hint, value, set, options }: Common & { readonly options: readonly Option[] }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select
        id={name}
        aria-describedby={`${name}-hint`}
        value={value}
        onChange={(event) => set(event.currentTarget.value)}
      >
        {options.map((one) => (
          <option key={one.value} value={one.value} lang={one.lang} selected={one.value === value}>
            {one.words}
          </option>
        ))}
      </select>
      <p id={`${name}-hint`} class="hint">
        {hint}
      </p>
    </div>
  )
}

interface TextProps extends Common {
  /** said in the place of the hint once the field is left */
  readonly error: string | undefined
  readonly placeholder?: string
  readonly children?: ComponentChildren
}

export function Text({ name, label, hint, value, set, error, children }: TextProps) {
  const [typing, setTyping] = useState(false)
  const bad = error !== undefined && !typing
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <div class="line">
        <input
          id={name}
          type="text"
          dir="ltr"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={80}
          value={value}
          aria-invalid={bad}
          aria-describedby={`${name}-hint`}
          onInput={(event) => set(event.currentTarget.value)}
          onFocus={() => setTyping(true)}
          onBlur={() => setTyping(false)}
        />
        {children}
      </div>
      <p id={`${name}-hint`} class={bad ? 'hint bad' : 'hint'} aria-live="polite">
        {bad ? (
          <>
            <Mark kind="breaks" /> {error}
          </>
        ) : (
          hint
        )}
      </p>
    </div>
  )
}

interface RadiosProps {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly set: (value: string) => void
  readonly options: readonly Option[]
  readonly hint?: string
}

export function Radios({ name, label, value, set, options, hint }: RadiosProps) {
  return (
    <fieldset class="field" aria-describedby={hint === undefined ? undefined : `${name}-hint`}>
      <legend>{label}</legend>
      <div class="radios">
        {options.map((one) => (
          <Fragment key={one.value}>
            <input
              type="radio"
              id={`${name}-${one.value}`}
              name={name}
              value={one.value}
              checked={one.value === value}
              onChange={() => set(one.value)}
            />
            <label for={`${name}-${one.value}`}>{one.words}</label>
          </Fragment>
        ))}
      </div>
      {hint !== undefined && (
        <p id={`${name}-hint`} class="hint">
          {hint}
        </p>
      )}
    </fieldset>
  )
}

const MARKS = {
  works: 'M5 12.5l4.5 4.5L19 7.5',
  nonce: 'M12 6v8M12 18h.01',
  breaks: 'M7 7l10 10M17 7L7 17',
} as const

/** A sign beside words, never instead of them. */
export function Mark({ kind }: { kind: keyof typeof MARKS }) {
  return (
    <svg class={`mark ${kind}`} viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path d={MARKS[kind]} fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round" />
    </svg>
  )
}
