import { useLayoutEffect, useRef } from 'preact/hooks'
import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { Icon } from '../icons.tsx'
import type { Session } from '../session.ts'
import { GuideLines } from './GuideLines.tsx'

/** On the strip of a card that says danger, or that the person is under 18. */
export const OpenGuide = ({ inbox, say }: Part): JSX.Element => (
  <button type="button" class="quiet" data-open-guide onClick={() => (inbox.guide.beside.value = true)}>
    <Icon name="speech" />
    {say('staff.guide')}
  </button>
)

/** The guide beside a card: at its side on a desk, where the card stays in use, and over it on a phone. */
export function Beside(props: Part & { readonly session: Session }): JSX.Element | null {
  return props.inbox.guide.beside.value ? <Open {...props} /> : null
}

const PHONE = '(max-width: 720px)'

function Open(props: Part & { readonly session: Session }): JSX.Element {
  const { inbox, say } = props
  const dialog = useRef<HTMLDialogElement>(null)
  const gone = useRef(false)
  useLayoutEffect(() => {
    const one = dialog.current
    if (matchMedia(PHONE).matches) one?.showModal()
    else one?.show()
    return () => {
      // A covered screen takes it away; it is there again when the cover is lifted.
      gone.current = true
      one?.close()
      queueMicrotask(() => {
        if (document.activeElement === document.body)
          document.querySelector<HTMLElement>('[data-open-guide], .case h2')?.focus()
      })
    }
  }, [])
  const close = (): void => void (gone.current || (inbox.guide.beside.value = false))
  return (
    <dialog ref={dialog} class="guide-beside" data-guide-beside onClose={close} aria-labelledby="guide-beside-title">
      <h2 id="guide-beside-title" tabIndex={-1} autofocus>
        {say('staff.guide')}
      </h2>
      <GuideLines {...props} />
      <button type="button" class="plain" data-guide-close onClick={close}>
        {say('guide.close')}
      </button>
    </dialog>
  )
}
