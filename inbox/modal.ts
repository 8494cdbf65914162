import { useLayoutEffect, useRef } from 'preact/hooks'

/**
 * A dialog of the browser's own, which keeps the focus inside and gives it back.
 * @param shut what its closing means; a covered screen takes the dialog away, which means nothing: what was typed is there again
 *   when the cover is lifted
 * @param after it is gone for good or for now
 */
export function useModal(shut: () => void, after?: () => void) {
  const dialog = useRef<HTMLDialogElement>(null)
  const gone = useRef(false)
  useLayoutEffect(() => {
    const one = dialog.current
    one?.showModal()
    return () => {
      gone.current = true
      one?.close()
      after?.()
    }
  }, [])
  return { dialog, close: (): void => void (gone.current || shut()) }
}
