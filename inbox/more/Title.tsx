import type { ComponentChildren, JSX } from 'preact'

const focus = (heading: HTMLHeadingElement | null): void => heading?.focus({ preventScroll: true })

/** Takes the focus when a page begins, so that a screen reader and the keyboard are where the eye is. */
export function Title({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <h2 tabIndex={-1} ref={focus}>
      {children}
    </h2>
  )
}
