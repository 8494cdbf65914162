/** Widths and heights at which pages for work are looked at. */
export const SIZES = [
  [320, 568],
  [390, 780],
  [1280, 800],
] as const

/** Transitions are over after 180 ms; what is drawn then stays. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 260))
