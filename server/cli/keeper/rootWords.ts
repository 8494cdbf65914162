import { DAY, type Root } from '../../../shared/root.ts'
import { isFull, tallyWords } from './documentFile.ts'
import { KEY_ROLES, type KeyRole } from './keyFile.ts'
import { type RootFile, keysFor, tallies, thresholdFor } from './rootFile.ts'
import { count, when } from './tools.ts'

/** What a role's keys do, for somebody who has to say yes to a change of them. */
const MEANS: Readonly<Record<KeyRole, string>> = {
  root: 'say who may sign',
  roster: 'say who reads requests',
  release: 'say which program runs',
}

/** A root in words: its network, until when it holds, and its keys by the names that `--drop` takes. */
export const rootWords = (root: Root): readonly string[] => [
  `root ${root.version} of the network ${root.network}`,
  `issued ${when(root.issued)}, ends ${when(root.expires)}`,
  ...KEY_ROLES.flatMap((role) => [
    `${role}: ${count(keysFor(root, role).length, 'key')}, of which ${thresholdFor(root, role)} must sign (they ${MEANS[role]})`,
    ...keysFor(root, role).map((key, i) => `  ${role}-${i + 1}  ${key}`),
  ]),
]

/** What a root changes of the one before. `grave`: anything but its times. */
export function changes(before: Root, root: Root): { readonly lines: readonly string[]; readonly grave: boolean } {
  const lines: string[] = []
  for (const role of KEY_ROLES) {
    const [old, now] = [keysFor(before, role), keysFor(root, role)]
    for (const [i, key] of old.entries())
      if (!now.includes(key)) lines.push(`drops ${role}-${i + 1}  ${key}: it cannot ${MEANS[role]} any more`)
    for (const [i, key] of now.entries())
      if (!old.includes(key)) lines.push(`adds ${role}-${i + 1}  ${key}: it may ${MEANS[role]}`)
    const [was, is] = [thresholdFor(before, role), thresholdFor(root, role)]
    if (was !== is) lines.push(`${role}: ${is} must sign, not ${was} as before`)
  }
  const grave = lines.length > 0
  const days = Math.round((root.expires - before.expires) / DAY)
  lines.push(
    `ends ${when(root.expires)}, ${count(Math.abs(days), 'day')} ${days < 0 ? 'sooner' : 'later'} than the one before`,
  )
  return { lines: grave ? lines : ['changes no key', ...lines], grave }
}

/** How far the signatures are. */
export function signatureWords(
  file: RootFile,
  before?: Root,
): { readonly lines: readonly string[]; readonly full: boolean } {
  const { own, before: old } = tallies(file, before)
  const lines = [
    ...(old ? [`by the root keys of root ${before!.version}: ${tallyWords(old)}`] : []),
    `by its own root keys: ${tallyWords(own)}`,
  ]
  return { lines, full: isFull(own) && (!old || isFull(old)) }
}
