import type { ComponentChildren, JSX } from 'preact'

/** From this width on all lies open. */
const WIDE = '(min-width: 721px)'

/** A part of a page; on a phone only its heading, until one presses it or something in it wants to be seen. */
export function Fold(props: {
  readonly id: string
  readonly class: string
  readonly title: string
  readonly wanted?: boolean
  readonly children: ComponentChildren
}): JSX.Element {
  const { id, title, wanted = false, children } = props
  // There is no window where a test draws it.
  const wide = globalThis.matchMedia?.(WIDE).matches ?? true
  return (
    <section class={props.class} aria-labelledby={id}>
      <details class="fold" open={wide || wanted}>
        <summary>
          <h2 id={id}>{title}</h2>
        </summary>
        {children}
      </details>
    </section>
  )
}
