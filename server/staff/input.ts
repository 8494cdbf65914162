import * as v from 'valibot'
import { fromBase64 } from '../../shared/bytes.ts'
import { MitosError } from '../../shared/errors.ts'
import { parseJson } from '../plugins/body.ts'

/** base64url of exactly `length` bytes, read. */
export const bytes = (length: number) => decoded(2 * length, length)
/** base64url of at most `most` bytes, read. */
export const anyBytes = (most: number) => decoded(Math.ceil((4 * most) / 3), undefined)

const decoded = (characters: number, length: number | undefined) =>
  v.pipe(
    v.string(),
    v.maxLength(characters),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      try {
        return fromBase64(dataset.value, length)
      } catch {
        addIssue({ message: 'base64' })
        return NEVER
      }
    }),
  )

/** Reads what a member's browser sent. @throws MitosError `bad-input`; the schema's words, which quote it, are dropped */
export function readInput<T extends v.GenericSchema>(schema: T, value: unknown): v.InferOutput<T> {
  const result = v.safeParse(schema, value)
  if (!result.success) throw new MitosError('bad-input')
  return result.output
}

export const readInputBody = <T extends v.GenericSchema>(schema: T, body: unknown): v.InferOutput<T> =>
  readInput(schema, parseJson(body))
