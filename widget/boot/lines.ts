import type { ErrorCode } from '../../shared/errors.ts'

/**
 * The plain phone lines. After a failure of trust no link: the server's own page would be no safer than what was refused.
 * @param lines the loader's markup: a close button, the words, the link, the numbers
 * @param onClose given once the frame is open
 */
export function showLines(lines: HTMLElement, code: ErrorCode, onClose?: () => void): void {
  const { dataset } = document.body
  dataset['step'] = 'lines'
  dataset['code'] = code
  lines.hidden = false
  const link = lines.querySelector<HTMLElement>('a:not([href^=tel])')
  if (link) link.hidden = /refused|origin/.test(code)
  const close = lines.querySelector('button')!
  close.hidden = !onClose
  close.onclick = () => {
    lines.hidden = true
    delete dataset['step']
    delete dataset['code']
    onClose!()
  }
}
