/**
 * Puts the frame onto the page, hidden.
 * @returns shows it, in the panel's size or the opener's. There is no third, so a page cannot tell by its box what happens inside
 * (safety rule R4).
 */
export function placeFrame(
  frame: HTMLIFrameElement,
  { place, corner }: DOMStringMap,
  label: string,
): (isOpen: boolean) => void {
  // Beside the body: what a page does to its body (zoom, transform, flex) does not move the frame.
  const top = document.documentElement
  const home = (place && document.querySelector(place)) || top
  const at = `position:fixed;inset:auto;inset-block-end:calc(16px + env(safe-area-inset-bottom,0px));inset-inline-${corner === 'start' ? 'start' : 'end'}:16px;`
  const small = matchMedia('(max-width:560px),(max-height:640px)')
  let opened: boolean | undefined
  const draw = (): void => {
    const open = small.matches
      ? 'position:fixed;inset:0;width:100%;height:100%'
      : `${at}width:400px;height:min(680px,100% - 32px);border-radius:20px;box-shadow:0 12px 40px #0003`
    // Wide enough for the words that the webmaster chose, on one line where they are short.
    const closed = `${home === top ? at : ''}width:clamp(168px,${80 + 10 * label.length}px,248px);height:56px`
    // Once it is known whether it is open, `visibility` has no value that browsers know, so the initial one holds: visible.
    // Above whatever the page's own style sheets say about frames; CSP does not forbid this way of setting them.
    frame.style.cssText =
      `all:initial;display:block;border:0;color-scheme:light dark;z-index:2147483647;visibility:${opened ?? 'hidden'};${opened ? open : closed};`.replace(
        /;/g,
        '!important;',
      )
  }
  small.onchange = draw
  draw()
  home.append(frame)
  return (isOpen) => {
    opened = isOpen
    draw()
  }
}
