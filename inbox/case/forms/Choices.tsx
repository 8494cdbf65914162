import type { JSX } from 'preact'

/** Big buttons, one a reason: one tap says it and does it. */
export function Choices<T extends string>(props: {
  readonly of: readonly T[]
  readonly words: (one: T) => string
  readonly busy: boolean
  readonly choose: (one: T) => void
}): JSX.Element {
  const { of, words, busy, choose } = props
  return (
    <div class="choices">
      {of.map((one) => (
        <button
          type="button"
          class="plain"
          key={one}
          data-choice={one}
          aria-disabled={busy}
          onClick={() => busy || choose(one)}
        >
          {words(one)}
        </button>
      ))}
    </div>
  )
}
