import { type SecretKey, fromBase64, toBase64 } from '../../shared/bytes.ts'
import type { CaseAct } from '../../shared/caseActs.ts'
import {
  AS_LONG_AS_A_REQUEST,
  type EventPlace,
  FIRST,
  NO_AUDIT,
  placeAfter,
  sealCaseEvent,
} from '../../shared/caseEvent.ts'
import { type CaseOf, sealCaseKey, signersIn } from '../../shared/caseKey.ts'
import { type Case, foldCase } from '../../shared/caseFold.ts'
import { openLog } from '../../shared/caseLog.ts'
import type { JsonObject } from '../../shared/json.ts'
import type { CaseClaim, CasePage, RequestPage, RequestRow } from '../../shared/staffApi.ts'
import { SEALED_AT, requestFields } from './caseRequest.ts'
import { crypto, seed } from './network.ts'
import { NETWORK, type Visitor, place } from './team.ts'

/** A member at work: who they are, and what their browser does with a case. */
export interface Worker extends Pick<Visitor, 'send' | 'fetch'> {
  readonly name: string
}
const TEAM = [place('lena', 'lead'), place('maria'), place('nikos'), place('petra')]
export const signers = signersIn([{ members: TEAM }])
export const caseKey = seed('case key') as SecretKey
export const caseOf = (id: Uint8Array): CaseOf => ({ network: NETWORK, ngo: 'a21', case: toBase64(id) })
export const by = (name: string) => ({ id: place(name).id, signSeed: seed(`${name} sign`) })

/** One event, as a member's browser seals it. */
export function sealAct(name: string, of: CaseOf, at: EventPlace, act: CaseAct): Uint8Array {
  const { id, signSeed } = by(name)
  const event = { by: id, at: SEALED_AT, audit: NO_AUDIT, act: act as unknown as JsonObject }
  return sealCaseEvent(crypto, caseKey, of, at, event, signSeed, 'signed' in act ? AS_LONG_AS_A_REQUEST : undefined)
}

export const rowsOf = async (who: Worker): Promise<readonly RequestRow[]> =>
  ((await (await who.fetch('/api/inbox/requests')).json()) as RequestPage).requests

/** What a browser sends to begin the case of a row. */
export async function beginning(name: string, row: RequestRow, id = crypto.random(16), claim = true) {
  const of = caseOf(id)
  const kept = await requestFields(fromBase64(row.sealed))
  const event = sealAct(name, of, FIRST, { kind: 'begin', as: claim ? 'claimed' : 'new', ...kept })
  const to = crypto.boxPublicKey(seed('a21 1'))
  return {
    case: of.case,
    request: row.id,
    generation: 1,
    key: toBase64(sealCaseKey(crypto, { ...of, key: caseKey }, by(name), to)),
    event: toBase64(event),
    claim,
  }
}

/** All pages of a case. */
export async function read(who: Worker, id: string): Promise<CasePage> {
  const events: string[] = []
  for (let from: number | null = 0; ;) {
    const response = await who.fetch(`/api/inbox/cases/${id}?from=${from}`)
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
    const page = (await response.json()) as CasePage
    events.push(...page.events)
    from = page.next
    if (from === null) return { ...page, events }
  }
}
export const opened = async ({ id, events }: Pick<CasePage, 'id' | 'events'>): Promise<Case> =>
  foldCase(
    await openLog(
      crypto,
      events.map((one) => fromBase64(one)),
      caseKey,
      caseOf(fromBase64(id)),
      signers,
    ),
    (one) => ({
      id: one,
      role: TEAM.find((member) => member.id === one)!.role,
      onShift: true,
    }),
  )

/** Where the next event of a case stands. */
export async function nextPlace({ events }: Pick<CasePage, 'events'>): Promise<EventPlace> {
  const last = fromBase64(events[events.length - 1]!)
  return placeAfter(crypto, last, { seq: events.length - 1, prev: last })
}

/** Writes an act behind what is there; the answer. */
export async function write(
  who: Worker,
  id: string,
  act: CaseAct,
  rest: { readonly claim?: CaseClaim; readonly wakeAt?: number | null } = {},
  page?: Pick<CasePage, 'events'>,
): Promise<Response> {
  const at = await nextPlace(page ?? (await read(who, id)))
  const event = toBase64(sealAct(who.name, caseOf(fromBase64(id)), at, act))
  return who.send('POST', `cases/${id}/events`, { seq: at.seq, event, ...rest })
}

/** So many notes, one behind the other, `0` and so on. */
export async function writeNotes(who: Worker, id: string, count: number): Promise<void> {
  let at = await nextPlace(await read(who, id))
  for (let i = 0; i < count; i++) {
    const event = sealAct(who.name, caseOf(fromBase64(id)), at, { kind: 'note', text: `${i}` })
    const response = await who.send('POST', `cases/${id}/events`, { seq: at.seq, event: toBase64(event) })
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`)
    at = await placeAfter(crypto, event, at)
  }
}
