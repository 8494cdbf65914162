import type { ErrorCode } from '../../shared/errors.ts'

/**
 * The plain phone lines. After a failure of trust no link: the server's own page would be no safer than what was refused.
 * @param lines the loader's markup: the way out, a close button, the words, the link, the numbers
 * @param onClose given once the frame is open
 */
export function showLines(lines: HTMLElement, code: ErrorCode, onClose?: () => void): void {
  const { dataset } = lines
  dataset['step'] = 'lines'
  dataset['code'] = code
  document.body.append(lines)
  // Gone for good: what was refused once is not offered again because the next failure is a milder one.
  if (/refused|origin/.test(code)) lines.querySelector('a~a:not([href^=tel])')?.remove()
  const close = lines.children[1] as HTMLElement
  if (!onClose) return
  close.hidden = false
  close.onclick = () => {
    close.hidden = true
    delete dataset['step']
    lines.remove()
    onClose()
  }
}
