import { standardSodium } from '../../../../shared/crypto/standard.ts'
import type { Release } from '../../../../shared/release.ts'
import type { Root } from '../../../../shared/root.ts'
import type { Roster } from '../../../../shared/roster.ts'
import type { SignedDocument } from '../../../../shared/signed.ts'
import type { Io } from '../../cli.ts'
import { changes } from '../../keeper/rootWords.ts'
import { checkRoster } from '../check.ts'
import { diffRosters, linesOf } from '../diff.ts'
import type { DocumentFile } from '../file.ts'
import { lineOf } from '../finding.ts'
import { count, fullTime, visible } from '../words.ts'
import { stored } from './memory.ts'
import { noticesMissing } from './notices.ts'
import type { Step } from './rehearse.ts'
import { switchesUndone } from './switches.ts'
import type { There } from './there.ts'

const innerOf = <T>({ signed }: SignedDocument): T => JSON.parse(signed) as T

/** Says what is about to change, the root's first: who may sign, what runs, who reads. Everything was found to hold before. */
export async function tell(
  io: Io,
  where: string,
  steps: readonly Step[],
  roster: DocumentFile | undefined,
  there: There,
): Promise<void> {
  let root = there.roots.at(-1)
  for (const [kind, document] of steps) {
    if (kind === 'root') {
      rootLines(root, document).forEach((line) => io.say(visible(line)))
      root = document
    }
    if (kind === 'release') io.say(visible(releaseLine(innerOf<Release>(document), document, roster)))
  }
  if (roster && steps.some(([kind]) => kind === 'roster')) await tellRoster(io, where, roster, there)
}

function rootLines(before: SignedDocument | undefined, document: SignedDocument): readonly string[] {
  const root = innerOf<Root>(document)
  const ends = `it ends ${fullTime(root.expires, 'UTC')}`
  if (!before) return [`This is the first root there, ${stored('root', document).hash}; ${ends}`]
  const { lines, grave } = changes(innerOf<Root>(before), root)
  return [`With root ${root.version}:`, ...lines.map((line) => `${grave ? '!' : '-'} ${line}`)]
}

function releaseLine({ version, name }: Release, document: SignedDocument, roster: DocumentFile | undefined): string {
  const named = roster?.inner['release'] === stored('release', document).hash
  return `release ${version}, called ${name}, ${named ? 'runs by this roster' : 'waits there until a roster names it'}`
}

async function tellRoster(io: Io, where: string, file: DocumentFile, { inForce }: There): Promise<void> {
  const roster = file.inner as unknown as Roster
  const before = inForce && { inner: innerOf<DocumentFile['inner']>(inForce.roster), signed: inForce.roster }
  const beside = before && { ...before, hash: stored('roster', before.signed).hash, size: 0 }
  const crypto = await standardSodium()
  const findings = await checkRoster(crypto, file, beside ? { befores: [beside] } : {}, io.clock())
  const red = findings.filter(({ level }) => level === 'red').length
  if (red) io.say(`! the launch check has ${count(red, 'red finding')}: mitos roster check tells them`)
  for (const one of findings) if (/^lead-(gone|all-new)$/.test(one.code)) io.say(`! ${lineOf(one)}`)
  for (const line of await noticesMissing(where, roster)) io.say(visible(`! ${line}`))
  if (!before) {
    const { ngos, desks } = roster
    io.say(`This is the first roster there: ${count(ngos.length, 'NGO')}, ${count(desks.length, 'desk')}`)
    for (const { name, leads } of ngos) io.say(visible(`- ${name}, ${count(leads.length, 'lead')}`))
    return
  }
  const old = before.inner as unknown as Roster
  for (const line of await switchesUndone(crypto, inForce, roster)) io.say(visible(`! ${line}`))
  io.say(`In force there is roster ${old.version}. With roster ${roster.version}:`)
  for (const line of linesOf(diffRosters(old, roster, beside!.hash))) io.say(line)
}
