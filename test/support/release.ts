/** Whether whole products run (`npm run test:release`), or the sample that `npm test` takes of them. */
export const WHOLE = Boolean(process.env['MITOS_RELEASE'])

/** All of a product for a release; else those that were chosen to stand for it. */
export const sample = <T>(all: readonly T[], stands: (one: T, index: number) => boolean): readonly T[] =>
  WHOLE ? all : all.filter(stands)
