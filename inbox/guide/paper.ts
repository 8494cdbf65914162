import { type ReadonlySignal, type Signal, batch, signal } from '@preact/signals'
import { fromBase64, toBase64, toHex } from '../../shared/bytes.ts'
import { type ErrorCode, MitosError, codeOf, need } from '../../shared/errors.ts'
import { type NgoPaper, type PaperKind, openPaper, paperSigners, sealPaper } from '../../shared/ngoPaper.ts'
import type { GuidePage, GuideRequest } from '../../shared/staffApi.ts'
import { leadsOf } from '../../shared/team.ts'
import { utf8 } from '../../shared/text.ts'
import { isLead } from '../members/members.ts'
import { type Said, wordsFor } from '../said.ts'
import type { Session } from '../session.ts'
import type { Stamp } from '../trust/line.ts'
import { alarmOf, noOlder } from '../trust/memory.ts'

/** So often it is asked whether there is a newer one, in milliseconds. */
const ROUND = 60_000

export interface PaperPlace {
  /** milliseconds UTC */
  readonly now: () => number
  readonly session: ReadonlySignal<Session | null>
  readonly holds: (one: Session) => boolean
  /** keeps what was refused as an alarm */
  readonly raise: (error: unknown) => void
}

export interface PaperDeps<B extends object> extends PaperPlace {
  readonly kind: PaperKind<B>
  readonly get: (have: number) => Promise<GuidePage>
  readonly put: (request: GuideRequest) => Promise<void>
  /** by NGO: the newest that this page saw, which outlives the lock */
  readonly seen: Map<string, Stamp>
  /** whether it says nothing, so that nobody need sign it */
  readonly isEmpty: (body: B) => boolean
  /** what is written of it when it is written again */
  readonly bodyOf: (paper: B) => B
}

/** A paper of the NGO's coordinators: read by all members, the newest that the server has. In memory only. */
export function createPaper<B extends object>(deps: PaperDeps<B>) {
  const { kind, now, session, holds, raise, seen, isEmpty, bodyOf } = deps
  const held: Signal<(NgoPaper & B) | null> = signal(null)
  /** why the one on the server is not shown */
  const trouble: Signal<ErrorCode | null> = signal(null)
  const loaded = signal(false)
  let roundAt = -Infinity
  /** the server's, and what it was read with */
  let top = { version: 0, generation: 0, by: '' }

  const signersIn = ({ team, chain, ngo }: Session) => paperSigners(team, leadsOf(chain.roster, ngo))

  /** One after another: an answer from before the newer one would look as if the server went back. */
  let last: Promise<unknown> = Promise.resolve()
  /** @throws MitosError as `openPaper`; `trust-older`, `trust-changed`: this page saw another one before */
  function read(current: Session): Promise<void> {
    const mine = last.then(() => readOnce(current))
    last = mine.catch(() => undefined)
    return mine
  }

  async function readOnce(current: Session): Promise<void> {
    if (!holds(current)) return
    const { ngo, team, boxes } = current
    const by = `${team.hash} ${boxes.length}`
    // What was read stays read; what was not may be with a newer team, or with keys that have come.
    const have = trouble.value && top.by !== by ? 0 : top.version
    const { version, generation, sealed } = await deps.get(have)
    if (!holds(current)) return
    if (version === 0) {
      noOlder(kind.type, seen.get(ngo.id), { version, hash: '' })
      loaded.value = true
      return
    }
    if (sealed === null) return
    top = { version, generation, by }
    try {
      await open(current, version, generation, sealed)
    } catch (error) {
      if (!codeOf(error).startsWith('open-')) throw error
      // What was read before stands.
      batch(() => {
        trouble.value = codeOf(error)
        loaded.value = true
      })
    }
  }

  async function open(current: Session, version: number, generation: number, sealed: string): Promise<void> {
    const { crypto, chain, ngo, boxes } = current
    const box = boxes.find((one) => one.generation === generation)
    need(box, 'open-wrong-key')
    const of = { network: chain.roster.network, ngo: ngo.id }
    const paper = await openPaper(crypto, kind, sealed, box, of, signersIn(current))
    need(paper.version === version, 'open-field')
    const stamp = { version, hash: toHex(await crypto.sha256(utf8(sealed))) }
    if (!holds(current)) return
    noOlder(kind.type, seen.get(ngo.id), stamp)
    seen.set(ngo.id, stamp)
    batch(() => {
      held.value = paper
      trouble.value = null
      loaded.value = true
    })
  }

  /**
   * Who wrote it is no coordinator any more, or it lies under keys that were replaced: the next coordinator's browser that had it
   * from them signs and seals the same, so that it is lost to nobody.
   */
  async function keepUp(current: Session): Promise<void> {
    const paper = held.value
    if (!paper || trouble.value || !isLead(current)) return
    // One that says nothing needs nobody to sign it, but would keep the old keys from being destroyed.
    const isSigned = isEmpty(paper) || signersIn(current)(paper.by).length > 0
    if (isSigned && top.generation >= current.ngo.box.generation) return
    await put(current, bodyOf(paper))
  }

  async function put(current: Session, body: B): Promise<void> {
    const { crypto, chain, ngo, member, keys, clock } = current
    const version = top.version + 1
    const of = { network: chain.roster.network, ngo: ngo.id, version, issued: clock() }
    const by = { id: member.id, signSeed: keys.signSeed }
    const sealed = toBase64(sealPaper(crypto, kind, of, body, by, fromBase64(ngo.box.key, 32)))
    await deps.put({ version, generation: ngo.box.generation, sealed })
    if (!holds(current)) throw new MitosError('not-logged-in')
    await read(current)
  }

  async function look(): Promise<void> {
    const current = session.value
    if (!current) return
    roundAt = now()
    try {
      await read(current)
      await keepUp(current)
    } catch (error) {
      if (holds(current) && alarmOf(error, 0)) raise(error)
    }
  }

  return {
    held,
    trouble,
    loaded,
    put,
    look,
    /** The same now and then, while others do what they do. */
    async glance(): Promise<void> {
      if (now() - roundAt >= ROUND || !loaded.value) await look()
    },
    clear(): void {
      top = { version: 0, generation: 0, by: '' }
      roundAt = -Infinity
      held.value = null
      trouble.value = null
      loaded.value = false
    },
  }
}

export function paperWords(error: unknown): Said {
  const code = codeOf(error)
  if (code === 'guide-version') return { key: 'guide.changed' }
  if (code === 'lead-only') return { key: 'guide.only' }
  return wordsFor(error)
}
