import { createHash } from 'node:crypto'
import type { Chain } from '../../../shared/chain.ts'
import type { Roster } from '../../../shared/roster.ts'
import type { SignedDocument } from '../../../shared/signed.ts'
import { type Finding, green, red } from '../roster/finding.ts'
import type { Known, Versions } from './known.ts'

const KINDS = ['root', 'release', 'roster'] as const
const ALARM = 'Tell the keepers now: nobody should sign or use a new snippet until it is understood'
const SHUT_OUT =
  'Tell that NGO and the keepers now: what people write can be read by somebody who was shut out of those keys'
const NEXT_ROSTER = 'Ask its coordinator for new keys, and publish a roster with them within three days'

const hashOf = ({ signed }: SignedDocument): string => createHash('sha256').update(signed).digest('base64url')

/**
 * Every document of a chain that was believed: its name, such as `roster 7`, and its hash. Roots before the pinned one are left
 * out, because nobody has checked those: a server may put there what it likes.
 */
export function documentsOf(text: string, pin: string): Readonly<Record<string, string>> {
  const { roots, release, roster } = JSON.parse(text) as {
    roots: readonly SignedDocument[]
    release: SignedDocument
    roster: SignedDocument
  }
  return Object.fromEntries(
    [...roots.slice(roots.findIndex((one) => hashOf(one) === pin)), release, roster].map((document) => {
      const { type, version } = JSON.parse(document.signed) as { type: string; version: number }
      return [`${type} ${version}`, hashOf(document)]
    }),
  )
}

export const versionsOf = ({ root, release, roster }: Chain): Versions => ({
  root: root.version,
  release: release.version,
  roster: roster.version,
  generations: Object.fromEntries(roster.ngos.map(({ id, box }) => [id, box.generation])),
})

/**
 * What a server gives now beside what was seen before: signatures alone cannot tell that an older roster is shown to some, or
 * that two were signed under one number.
 */
export function compare(where: string, text: string, chain: Chain, known: Known): readonly Finding[] {
  const findings: Finding[] = []
  const before = known.servers[where]
  const now = versionsOf(chain)
  for (const kind of KINDS)
    if (before && now[kind] < before[kind])
      findings.push(red('went-back', where, `${kind} ${now[kind]} is given, and it was ${before[kind]} before`, ALARM))
  for (const [name, hash] of Object.entries(documentsOf(text, known.root)))
    if (known.documents[name] !== undefined && known.documents[name] !== hash)
      findings.push(red('other-bytes', where, `${name} is another one than was seen before under that number`, ALARM))
  const { version, previous } = chain.roster
  const last = known.documents[`roster ${version - 1}`]
  if (last !== undefined && previous !== last)
    findings.push(
      red('other-bytes', where, `roster ${version} follows another roster ${version - 1} than was seen before`, ALARM),
    )
  for (const { id, box } of chain.roster.ngos) {
    const last = before?.generations?.[id]
    if (last !== undefined && box.generation < last)
      findings.push(
        red(
          'went-back',
          where,
          `${id} reads with its keys number ${box.generation} again, and it was ${last} before`,
          SHUT_OUT,
        ),
      )
  }
  return findings
}

/** NGOs whose coordinators put the spare keys in force, told once where it is remembered: the keepers may not have heard of it. */
export function switchFindings(where: string, text: string, chain: Chain, known: Known): readonly Finding[] {
  const { roster } = JSON.parse(text) as { roster: SignedDocument }
  const { ngos } = JSON.parse(roster.signed) as Roster
  return chain.roster.ngos
    .filter(({ id, box }, i) => {
      const seen = known.servers[where]?.generations?.[id]
      return ngos[i]!.box.generation !== box.generation && seen !== box.generation
    })
    .map(({ id, box }) =>
      green('switched', where, `${id} now reads with its spare keys, number ${box.generation}`, NEXT_ROSTER),
    )
}

export const remember = (known: Known, where: string, text: string, chain: Chain): Known => ({
  ...known,
  documents: { ...known.documents, ...documentsOf(text, known.root) },
  servers: { ...known.servers, [where]: versionsOf(chain) },
})
