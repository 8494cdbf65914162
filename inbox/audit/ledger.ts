import {
  type AuditOf,
  type AuditPlace,
  NO_LINES,
  type SealedLine,
  placeBehind,
  readAuditLine,
  writeAuditLine,
} from '../../shared/audit.ts'
import { BEGIN, walkAudit } from '../../shared/auditChain.ts'
import type { AuditDid } from '../../shared/auditDid.ts'
import { type SecretKey, fromBase64, toBase64 } from '../../shared/bytes.ts'
import { MitosError, codeOf } from '../../shared/errors.ts'
import type { Session } from '../session.ts'
import { type Memory, refuse } from '../trust/memory.ts'
import type { AuditApi } from './api.ts'
import { NO_LINE } from './key.ts'

/** So often a race may be lost. */
const RACES = 50

export const auditOf = ({ chain, ngo }: Pick<Session, 'chain' | 'ngo'>): AuditOf => ({
  network: chain.roster.network,
  ngo: ngo.id,
})

/**
 * Looks what was written since this page looked last, and that it follows from what it saw. What does not is raised and not forgotten;
 * writing goes on behind what the server has, since nobody's work may hang on it.
 * @param raise takes a `trust-older` or `trust-changed`
 */
export async function follow(
  api: AuditApi,
  session: Pick<Session, 'crypto' | 'chain' | 'ngo'>,
  memory: Memory,
  raise: (error: unknown) => void,
): Promise<void> {
  const { crypto, ngo } = session
  const { place: seen, lost } = memory.audits.get(ngo.id) ?? { place: NO_LINES, lost: [] }
  const keep = (place: AuditPlace, more: readonly AuditPlace[] = []): void =>
    void memory.audits.set(ngo.id, { place, lost: [...lost, ...more] })
  let page = await api.read(seen.length ? seen.length - 1 : NO_LINE)
  const now: AuditPlace = { length: page.length, head: page.head }
  const goesBack = (code: 'trust-older' | 'trust-changed'): void => {
    keep(now, [seen])
    try {
      refuse(code, 'audit', seen.length, now.length)
    } catch (error) {
      raise(error)
    }
  }
  if (!seen.length) return keep(now)
  if (now.length < seen.length) return goesBack('trust-older')
  const lines = page.lines.map(({ line }) => fromBase64(line))
  while (page.next !== null) {
    page = await api.read(page.next)
    lines.push(...page.lines.map(({ line }) => fromBase64(line)))
  }
  const [last, ...newer] = lines
  const from = last && (await placeBehind(crypto, last, seen.length - 1))
  // Who signed them is asked when the audit is checked, which takes longer.
  const walk = await walkAudit(crypto, { ...BEGIN, place: seen }, newer, auditOf(session), [])
  const follows = walk.troubles.every(({ code }) => code === 'audit-signer' || code === 'audit-time')
  if (from?.head !== seen.head || !follows) goesBack('trust-changed')
  else keep(walk.place)
}

/** A line that is to be written; `sealed`: it was sent, and perhaps arrived. */
export interface Owed {
  /** id of the member whose act it was: nobody else can sign it */
  readonly by: string
  readonly did: AuditDid
  sealed?: SealedLine
}

/**
 * Writes a line behind the newest. Who loses a race looks what came, and writes again; one that was sent and of which no answer came
 * is looked for first, so that nothing stands there twice.
 * @param t seconds UTC @param isOver whether the keys are wiped
 * @throws MitosError `not-logged-in`, `server-unreachable` and what else the server answers
 */
export async function writeLine(
  api: AuditApi,
  session: Session,
  memory: Memory,
  key: SecretKey,
  owed: Owed,
  {
    t,
    raise,
    isOver,
  }: { readonly t: () => number; readonly raise: (error: unknown) => void; readonly isOver: () => boolean },
): Promise<void> {
  const { crypto, member, keys, ngo } = session
  for (let race = 0; race < RACES; race++) {
    if (!memory.audits.has(ngo.id)) await follow(api, session, memory, raise)
    const place = memory.audits.get(ngo.id)!.place
    const act = { by: member.id, at: t(), did: owed.did }
    const sealed = owed.sealed ?? (await writeAuditLine(crypto, key, auditOf(session), place, act, keys.signSeed))
    // Locked meanwhile: what was sealed or signed by keys that are wiped is neither sent nor kept, and the line stays owed.
    if (isOver()) throw new MitosError('not-logged-in')
    owed.sealed = sealed
    const { line, detail } = sealed
    try {
      await api.append({ line: toBase64(line), detail: toBase64(detail) })
      await follow(api, session, memory, raise)
      return
    } catch (error) {
      const code = codeOf(error)
      if (code !== 'audit-seq' && code !== 'audit-time') throw error
      // It may have arrived before, and the hour be over since.
      const [there] = (await api.read(readAuditLine(line, auditOf(session)).seq)).lines
      await follow(api, session, memory, raise)
      if (there?.line === toBase64(line)) return
      delete owed.sealed
    }
  }
  throw new MitosError('audit-seq')
}
