import { type SecretKey, fromBase64, sameBytes, toBase64 } from '../../shared/bytes.ts'
import type { CaseAct } from '../../shared/caseActs.ts'
import { AS_LONG_AS_A_REQUEST, FIRST, NO_AUDIT, sealCaseEvent } from '../../shared/caseEvent.ts'
import { type Case, foldCase } from '../../shared/caseFold.ts'
import { type CaseOf, sealCaseKey, signersIn } from '../../shared/caseKey.ts'
import { type Seen, openLog } from '../../shared/caseLog.ts'
import { nextState } from '../../shared/caseMoves.ts'
import { MitosError, codeOf } from '../../shared/errors.ts'
import type { JsonObject } from '../../shared/json.ts'
import { type KnownTeam, actorsIn } from '../../shared/pastTeam.ts'
import type { SignersOf } from '../../shared/referralFrame.ts'
import type { CasePage, Claim } from '../../shared/staffApi.ts'
import type { Sent } from '../list/items.ts'
import { sendersIn } from '../referral/senders.ts'
import type { Session } from '../session.ts'
import { isWiped } from '../wiped.ts'
import type { CaseApi } from './api.ts'
import { claimOf } from './claim.ts'
import { openNewest } from './key.ts'

export interface Unsure {
  /** the act, as text */
  readonly act: string
  readonly seq: number
  readonly event: Uint8Array
  /** when it failed, seconds UTC */
  readonly at: number
}
/** What a member's browser needs in order to work on cases. */
export interface Desk {
  readonly api: CaseApi
  readonly session: Pick<Session, 'crypto' | 'chain' | 'ngo' | 'member' | 'keys' | 'boxes' | 'clock'>
  readonly teams: readonly KnownTeam[]
  /** with which keys other NGOs signed what they referred; absent: by the roster in force */
  readonly senders?: SignersOf
  /** whether the rota names the member now, or it is a request that nobody took while its shift ran */
  readonly onShift: boolean
  /** head of the audit, base64url of 32 bytes; absent: there is none yet */
  readonly audit?: string
  /** whether the session ended meanwhile, so that its keys are wiped: nothing is sealed any more */
  readonly isOver?: () => boolean
  /** by case: what was sent last without any answer, and may be there */
  readonly unsure?: Map<string, Unsure>
  /** is told of each act that was written: where it stands, and its bytes */
  readonly wrote?: (act: CaseAct, of: CaseOf, seq: number, event: Uint8Array) => void
}
/** A case as this browser has it. The key is to be wiped with the session. */
export interface OpenedCase {
  readonly of: CaseOf
  readonly key: SecretKey
  /** its events as they came */
  readonly bytes: readonly Uint8Array[]
  readonly case: Case
  /** who has it, by the server */
  readonly claim: Claim | null
}
/** So long after a failure the same try is the same press once more, and no other one that ended alike; seconds. */
export const SAME_PRESS = 120
/** So often a race may be lost: forty who write at once. */
const RACES = 50

const hourNow = ({ clock }: Desk['session']): number => Math.floor(clock() / 3600) * 3600
const caseOf = ({ chain, ngo }: Desk['session'], id: string): CaseOf => ({
  network: chain.roster.network,
  ngo: ngo.id,
  case: id,
})

/**
 * Begins the case of a request.
 * @param kept what the person sent (`keep`, caseKept.ts) @param as `claimed`: and takes it
 * @param wakeAt when its owner is called if nothing is written behind it, seconds UTC @returns the id of the case
 * @throws MitosError `case-actor`; `not-logged-in`: locked meanwhile; `case-taken` | `claim-taken` | `not-found` | `server-unreachable`: the cause has the problem
 */
export async function beginCase(
  desk: Desk,
  request: string,
  kept: Sent,
  as: 'claimed' | 'new' | 'check' = 'claimed',
  wakeAt: number | null = null,
): Promise<string> {
  const { crypto, ngo, member, keys } = desk.session
  const act = { kind: 'begin', as, ...kept } as const
  judge(desk, null, act)
  const of = caseOf(desk.session, toBase64(crypto.random(16)))
  const key = crypto.random(32)
  const event = seal(desk, key, of, FIRST, act)
  const record = sealCaseKey(
    crypto,
    { ...of, key },
    { id: member.id, signSeed: keys.signSeed },
    fromBase64(ngo.box.key, 32),
  )
  key.fill(0)
  const { generation } = ngo.box
  const begun = { case: of.case, request, generation, key: toBase64(record), event: toBase64(event) }
  await twice(() => desk.api.begin({ ...begun, claim: as === 'claimed', ...(wakeAt !== null && { wakeAt }) }))
  desk.wrote?.(act, of, FIRST.seq, event)
  return of.case
}

/**
 * Reads a case with all its pages.
 * @param seen how far this browser saw it before
 * @throws MitosError `not-found` | `server-unreachable`; `open-…`: no record of its key opens
 */
export async function openCase(desk: Desk, id: string, seen?: Seen): Promise<OpenedCase> {
  const of = caseOf(desk.session, id)
  const pages: CasePage[] = []
  for (let from: number | null = 0; from !== null; from = pages[pages.length - 1]!.next)
    pages.push(await desk.api.read(id, from))
  const { keys, claim } = pages[pages.length - 1]!
  const { key } = await openNewest(desk.session, of, keys, signersIn(desk.teams))
  const bytes = pages.flatMap(({ events }) => events.map((one) => fromBase64(one)))
  return { of, key, bytes, case: await folded(desk, of, key, bytes, seen), claim }
}

/**
 * Writes an act behind what is there. Who loses a race merges what came, asks again whether it may be done, and tries again.
 * A note or an answer that is its last event already, by the same member, is not written twice; nor is what was sent before without
 * an answer (`unsure`), and is done again.
 * @param wakeAt an hour or null; undefined: as it is
 * @returns the case with it; after a `step-back` too, though the server does not know it for this member any more
 * @throws MitosError `case-move` | `case-actor` | `case-consent` | `case-second`: it may not be done, perhaps not any more;
 *   `claim-taken`, `case-refused`, `case-closed`, `not-found` (also: it went from this browser meanwhile), `server-unreachable`
 */
export async function writeAct(
  desk: Desk,
  opened: OpenedCase,
  act: CaseAct,
  wakeAt?: number | null,
): Promise<OpenedCase> {
  let now = opened
  const id = now.of.case
  const asText = JSON.stringify(act)
  const before = desk.unsure?.get(id)
  desk.unsure?.delete(id)
  const isSame = before?.act === asText && (act.kind !== 'try' || desk.session.clock() - before.at <= SAME_PRESS)
  const again = isSame ? before : undefined
  const there = again && now.bytes[again.seq]
  if (again && there && sameBytes(there, again.event)) {
    desk.wrote?.(act, now.of, again.seq, there)
    return now
  }
  for (let race = 0; race < RACES; race++) {
    if (wakeAt === undefined && stands(now.case, act, desk.session.member.id)) return now
    judge(desk, now.case, act)
    const { next } = now.case
    // The same bytes once more are there once.
    const event = again?.seq === next.seq ? again.event : seal(desk, now.key, now.of, next, act)
    const claim = claimOf(act, now.claim?.by ?? null)
    const request = {
      seq: next.seq,
      event: toBase64(event),
      ...(wakeAt !== undefined && { wakeAt }),
      ...(claim && { claim }),
    }
    const newer = await sent(desk.api, id, request).catch((error: unknown) => {
      // Nothing of it stays after the lock.
      if (codeOf(error) === 'server-unreachable' && !desk.isOver?.())
        desk.unsure?.set(id, { act: asText, seq: next.seq, event, at: desk.session.clock() })
      throw error
    })
    if (!newer || newer.some((one) => sameBytes(one, event))) {
      desk.wrote?.(act, now.of, request.seq, event)
      return extended(desk, now, newer ?? [event])
    }
    const { claim: holds } = await desk.api.read(now.of.case, request.seq)
    now = { ...(await extended(desk, now, newer)), claim: holds }
  }
  throw new MitosError('case-seq')
}

/**
 * A note, or an answer to the person of this number, is there already as the last word: its answer was lost, also when it was asked for
 * once more, and it is saved again.
 */
function stands({ events }: Case, act: CaseAct, by: string): boolean {
  const last = events[events.length - 1]
  if (last?.kind !== 'opened' || last.refused || last.by !== by) return false
  if (act.kind === 'reply') return last.act?.kind === 'reply' && last.act.n === act.n && last.act.text === act.text
  return act.kind === 'note' && last.act?.kind === 'note' && last.act.text === act.text
}

/** An answer that was lost is asked for once more, by the same bytes, which are there once. */
const twice = (ask: () => Promise<void>): Promise<void> =>
  ask().catch((error: unknown) => {
    if (codeOf(error) !== 'server-unreachable') throw error
    return ask()
  })

/** Undefined: it is written. Else what stands in its place, and behind. */
async function sent(
  api: CaseApi,
  id: string,
  request: Parameters<CaseApi['append']>[1],
): Promise<readonly Uint8Array[] | undefined> {
  try {
    await twice(() => api.append(id, request))
    return undefined
  } catch (error) {
    if (codeOf(error) !== 'case-seq') throw error
    const { events } = (error as { cause: { events: readonly string[] } }).cause
    return events.map((one) => fromBase64(one))
  }
}

const extended = async (
  desk: Desk,
  { bytes, ...rest }: OpenedCase,
  more: readonly Uint8Array[],
): Promise<OpenedCase> => {
  const all = [...bytes, ...more]
  return { ...rest, bytes: all, case: await folded(desk, rest.of, rest.key, all) }
}

async function folded(
  desk: Desk,
  of: CaseOf,
  key: SecretKey,
  bytes: readonly Uint8Array[],
  seen?: Seen,
): Promise<Case> {
  const senders = desk.senders ?? sendersIn(desk.session.chain.roster)
  const log = await openLog(desk.session.crypto, bytes, key, of, signersIn(desk.teams), seen, senders)
  return foldCase(log, actorsIn(desk.teams))
}

/** @throws MitosError */
function judge({ session, onShift }: Desk, now: Case | null, act: CaseAct): void {
  const { id, role } = session.member
  const next = nextState(now?.standing ?? null, act, { id, role, onShift }, hourNow(session))
  if (next.kind === 'refused') throw new MitosError(next.code)
}

function seal(
  { session, audit = NO_AUDIT, isOver = () => false }: Desk,
  key: Uint8Array,
  of: CaseOf,
  place: Case['next'],
  act: CaseAct,
): Uint8Array {
  if (isOver()) throw new MitosError('not-logged-in')
  // The server said meanwhile that the case is gone, so its key went.
  if (isWiped(key)) throw new MitosError('not-found')
  const event = { by: session.member.id, at: hourNow(session), audit, act: act as unknown as JsonObject }
  const least = 'signed' in act ? AS_LONG_AS_A_REQUEST : undefined
  return sealCaseEvent(session.crypto, key, of, place, event, session.keys.signSeed, least)
}
