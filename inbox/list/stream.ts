/** Opens a stream of server-sent events. @param onWord each word that comes @returns what ends it */
export type OpenStream = (path: string, onWord: () => void) => () => void

/**
 * The browser's own, which comes back by itself after the server was away. That it is open is a word too: what changed before, while
 * nobody listened, was told to nobody.
 */
export const openStream: OpenStream = (path, onWord) => {
  const source = new EventSource(path)
  source.addEventListener('open', onWord)
  source.addEventListener('message', onWord)
  return () => source.close()
}

export interface Waking {
  /** Settles when something changed, or after so many milliseconds. */
  next(patience: number): Promise<void>
  /** Nobody looks: nothing is listened to. */
  rest(): void
  resume(): void
}

/** Waits for the server's word that something changed. Without a stream it just waits. */
export function createWaking(open: OpenStream | undefined): Waking {
  let stop: (() => void) | undefined
  let settle: (() => void) | undefined
  /** a word came while nobody waited for one */
  let missed = false
  const wake = (): void => {
    missed = settle === undefined
    settle?.()
  }
  return {
    next(patience) {
      if (missed) {
        missed = false
        return Promise.resolve()
      }
      return new Promise((resolve) => {
        const timer = setTimeout(wake, patience)
        settle = () => {
          clearTimeout(timer)
          settle = undefined
          resolve()
        }
      })
    },
    rest() {
      stop?.()
      stop = undefined
    },
    resume() {
      stop ??= open?.('/api/inbox/changes', wake)
    },
  }
}
