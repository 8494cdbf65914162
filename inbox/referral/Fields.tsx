import type { ComponentChildren, JSX } from 'preact'

/** One of a few, each a line that is easily hit. */
export function OneOf<T extends string>(props: {
  readonly name: string
  readonly legend: string
  readonly options: readonly (readonly [value: T, text: string])[]
  readonly value: T | null
  readonly set: (value: T) => void
}): JSX.Element {
  const { name, legend, options, value, set } = props
  return (
    <fieldset class="options">
      <legend>{legend}</legend>
      {options.map(([one, text]) => (
        <label key={one}>
          <input
            autocomplete="off"
            type="radio"
            name={`refer-${name}`}
            value={one}
            checked={one === value}
            onChange={() => set(one)}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  )
}

export function OneDay(props: {
  readonly id: string
  readonly label: string
  readonly options: readonly (readonly [day: number, text: string])[]
  readonly value: number
  readonly set: (day: number) => void
}): JSX.Element {
  const { id, label, options, value, set } = props
  return (
    <div class="labelled">
      <label for={`refer-${id}`}>{label}</label>
      <select
        autocomplete="off"
        id={`refer-${id}`}
        value={value}
        onChange={(event) => set(Number(event.currentTarget.value))}
      >
        {options.map(([day, text]) => (
          <option key={day} value={day} selected={day === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Free words, of which there are few: no dictionary and no memory of the browser's. */
export function Words(props: {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly most: number
  readonly lines: number
  readonly set: (text: string) => void
  readonly children?: ComponentChildren
}): JSX.Element {
  const { id, label, value, most, lines, set } = props
  const shared = {
    id: `refer-${id}`,
    autocomplete: 'off',
    spellcheck: false,
    maxLength: most,
    value,
    onInput: (event: { readonly currentTarget: { readonly value: string } }) => set(event.currentTarget.value),
  } as const
  return (
    <div class="labelled">
      <label for={`refer-${id}`}>{label}</label>
      {lines > 1 ? <textarea {...shared} dir="auto" rows={lines} /> : <input {...shared} dir="auto" type="text" />}
    </div>
  )
}
