/** Opens a stream of server-sent events. @param onWord each word that comes @returns what ends it */
export type OpenStream = (path: string, onWord: () => void) => () => void

/** How long the first pause is before a stream is opened anew that the browser gave up, and the longest, ms. */
const FIRST_PAUSE = 1000
const LONGEST_PAUSE = 60_000

/**
 * The browser's own, which comes back by itself after a connection broke; it gives up for good where it is answered with anything
 * but a stream, as by a proxy while the server starts: then another one is opened, later each time and never all at once.
 * That it is open is a word too: what changed before, while nobody listened, was told to nobody.
 * @param random from 0 to 1
 */
export function openStream(path: string, onWord: () => void, random: () => number = Math.random): () => void {
  let pause = FIRST_PAUSE
  let timer: ReturnType<typeof setTimeout> | undefined
  let source: EventSource
  const begin = (): void => {
    const one = new EventSource(path)
    source = one
    one.addEventListener('open', () => {
      pause = FIRST_PAUSE
      onWord()
    })
    one.addEventListener('message', onWord)
    one.addEventListener('error', () => {
      if (one.readyState !== EventSource.CLOSED) return
      timer = setTimeout(begin, pause * (1 + random() / 2))
      pause = Math.min(2 * pause, LONGEST_PAUSE)
    })
  }
  begin()
  return () => {
    clearTimeout(timer)
    source.close()
  }
}

export interface Waking {
  /** Settles when something changed, or after so many milliseconds. */
  next(patience: number): Promise<void>
  /** Nobody looks: nothing is listened to. */
  rest(): void
  resume(): void
  /** The server answers again: it is listened to at once, however long the pause would have been. */
  anew(): void
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
  const rest = (): void => {
    stop?.()
    stop = undefined
  }
  const resume = (): void => void (stop ??= open?.('/api/inbox/changes', wake))
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
    rest,
    resume,
    anew() {
      rest()
      resume()
    },
  }
}
