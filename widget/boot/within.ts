import { type ErrorCode, MitosError } from '../../shared/errors.ts'

/** Milliseconds after which an answer is taken for lost: a server that never ends one must not leave an empty box. */
const WITHIN = 15_000

/** @throws MitosError `STAGE-unreachable` if it takes too long; what comes later is not looked at */
export const within = <T>(work: Promise<T>, stage: string): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) =>
      setTimeout(() => reject(new MitosError(`${stage}-unreachable` as ErrorCode)), WITHIN),
    ),
  ])
