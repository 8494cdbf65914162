import type { SignedDocument } from '../../../../shared/signed.ts'
import type { DocumentFile } from '../file.ts'
import { stored } from './memory.ts'
import type { Step } from './rehearse.ts'
import type { There } from './there.ts'

type SignedFile = DocumentFile & { readonly signed: SignedDocument }

/** What a keeper wants to be in force, as signed files. */
export interface Given {
  /** in any order */
  readonly roots: readonly SignedFile[]
  readonly releases: readonly SignedFile[]
  readonly roster: SignedFile | undefined
}

/** What is not there yet. Roots before releases before the roster: each is checked by what was put before it. */
export function stepsOf(
  { roots, releases, roster }: Given,
  { roots: known, releases: waiting, inForce }: There,
): readonly Step[] {
  const there = known.map((one) => stored('root', one).hash)
  const some = inForce ? [inForce.release, ...waiting] : waiting
  const isThere = ({ signed, signatures }: SignedDocument): boolean =>
    some.some(
      (one) =>
        one.signed === signed && signatures.every(({ key }) => one.signatures.some((other) => other.key === key)),
    )
  const byVersion = (a: SignedFile, b: SignedFile): number => Number(a.inner['version']) - Number(b.inner['version'])
  const isInForce = inForce && roster && stored('roster', inForce.roster).hash === roster.hash
  return [
    ...[...roots]
      .sort(byVersion)
      .filter(({ hash }) => !there.includes(hash!))
      .map(({ signed }): Step => ['root', signed]),
    ...releases.filter(({ signed }) => !isThere(signed)).map(({ signed }): Step => ['release', signed]),
    ...(roster && !isInForce ? [['roster', roster.signed] as const] : []),
  ]
}
