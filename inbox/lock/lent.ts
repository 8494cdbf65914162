/** The focus while a dialog has it that the member asked for on this page: such a dialog lies over the page and is no going away. */
export interface Lent {
  /** whether the focus is lent just now */
  lent(): boolean
  /** Lends it as long as the work takes. Who has not come back soon after is away. */
  during<T>(work: () => Promise<T>): Promise<T>
}

export interface LentRules {
  readonly hasFocus: () => boolean
  readonly goAway: () => void
  /** a little later: a window gets its focus back some moments after the dialog is gone */
  readonly soon: (then: () => void) => void
}

export function createLent({ hasFocus, goAway, soon }: LentRules): Lent {
  let dialogs = 0
  const back = (): void => {
    dialogs--
    if (!dialogs && !hasFocus()) goAway()
  }
  return {
    lent: () => dialogs > 0,
    async during(work) {
      dialogs++
      try {
        return await work()
      } finally {
        soon(back)
      }
    },
  }
}
