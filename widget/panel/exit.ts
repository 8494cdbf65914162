/** Milliseconds that the loader has, before the frame leaves by itself. */
const LOADER_PATIENCE = 50
/** After that a plain link is better than a blank box. */
const LINK_AFTER = 1000

/** The page to leave to: the site's own wish if the desk allows it, else the desk's first. */
export const exitPage = (wish: string | null, exits: readonly string[]): string | undefined =>
  wish !== null && exits.includes(wish) ? wish : exits[0]

/**
 * Leaves. The caller has wiped and blanked already: nothing here waits for anything but a frame that stays (R13).
 * @param say tells the loader, which is the way that no browser questions
 * @param link draws a plain link into the blank frame
 */
export function leave(page: string | undefined, say: () => void, link: (page: string) => void): void {
  say()
  if (page === undefined) return
  const timer = setTimeout(() => {
    try {
      top!.location.replace(page)
    } catch {
      link(page)
    }
  }, LOADER_PATIENCE)
  const late = setTimeout(() => link(page), LINK_AFTER)
  addEventListener('pagehide', () => {
    clearTimeout(timer)
    clearTimeout(late)
  })
}
