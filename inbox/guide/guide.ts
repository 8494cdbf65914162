import { type ReadonlySignal, type Signal, batch, computed, signal } from '@preact/signals'
import { fromBase64, toBase64, toHex } from '../../shared/bytes.ts'
import { type ErrorCode, MitosError, codeOf, need } from '../../shared/errors.ts'
import {
  GUIDE_LINE,
  GUIDE_LINES,
  type Guide,
  guideLines,
  guideSigners,
  openGuide,
  sealGuide,
} from '../../shared/guide.ts'
import { leadsOf } from '../../shared/team.ts'
import { codePoints, utf8 } from '../../shared/text.ts'
import type { Api } from '../api.ts'
import { isLead } from '../members/members.ts'
import { type Said, wordsFor } from '../said.ts'
import type { Session } from '../session.ts'
import { type Memory, alarmOf, noOlder } from '../trust/memory.ts'

/** So often it is asked whether there is a newer one, in milliseconds. */
const ROUND = 60_000

interface GuideDeps {
  readonly api: Pick<Api, 'guide' | 'putGuide'>
  /** milliseconds UTC */
  readonly now: () => number
  readonly memory: Memory
  readonly session: ReadonlySignal<Session | null>
  readonly holds: (one: Session) => boolean
  /** keeps what was refused as an alarm */
  readonly raise: (error: unknown) => void
  readonly loggedOut: () => void
}

/** What is wrong with what was typed. */
export type GuideFault = 'lines' | 'line' | null

export const faultOf = (typed: string): GuideFault => {
  const lines = guideLines(typed)
  if (lines.length > GUIDE_LINES) return 'lines'
  return lines.some((line) => codePoints(line) > GUIDE_LINE) ? 'line' : null
}

/** The house guide: read by all members, written by a coordinator. In memory only; which version was seen outlives the lock. */
export function createGuide({ api, now, memory, session, holds, raise, loggedOut }: GuideDeps) {
  const held: Signal<Guide | null> = signal(null)
  /** why the one on the server is not shown */
  const trouble: Signal<ErrorCode | null> = signal(null)
  const loaded = signal(false)
  /** whether it stands beside a card */
  const beside = signal(false)
  /** what a coordinator is writing; null: nothing */
  const typed: Signal<string | null> = signal(null)
  const busy = signal(false)
  const said: Signal<Said | null> = signal(null)
  const done: Signal<Said | null> = signal(null)
  /** the server's, and what it was read with */
  let top = { version: 0, generation: 0, by: '' }
  let roundAt = -Infinity

  const lines = computed<readonly string[] | null>(() => (loaded.value ? (held.value?.lines ?? []) : null))
  const signersIn = ({ team, chain, ngo }: Session) => guideSigners(team, leadsOf(chain.roster, ngo))

  /** One after another: an answer from before the newer one would look as if the server went back. */
  let last: Promise<unknown> = Promise.resolve()
  /** @throws MitosError as `openGuide`; `trust-older`, `trust-changed`: this page saw another one before */
  function read(current: Session): Promise<void> {
    const mine = last.then(() => readOnce(current))
    last = mine.catch(() => undefined)
    return mine
  }

  async function readOnce(current: Session): Promise<void> {
    if (!holds(current)) return
    const { chain, ngo, team, boxes, crypto } = current
    const by = `${team.hash} ${boxes.length}`
    // What was read stays read; what was not may be with a newer team, or with keys that have come.
    const have = trouble.value && top.by !== by ? 0 : top.version
    const { version, generation, sealed } = await api.guide(have)
    if (!holds(current)) return
    if (version === 0) {
      noOlder('guide', memory.guides.get(ngo.id), { version, hash: '' })
      loaded.value = true
      return
    }
    if (sealed === null) return
    top = { version, generation, by }
    try {
      const box = boxes.find((one) => one.generation === generation)
      need(box, 'open-wrong-key')
      const guide = await openGuide(
        crypto,
        sealed,
        box,
        { network: chain.roster.network, ngo: ngo.id },
        signersIn(current),
      )
      need(guide.version === version, 'open-field')
      const stamp = { version, hash: toHex(await crypto.sha256(utf8(sealed))) }
      if (!holds(current)) return
      noOlder('guide', memory.guides.get(ngo.id), stamp)
      memory.guides.set(ngo.id, stamp)
      batch(() => {
        held.value = guide
        trouble.value = null
        loaded.value = true
      })
    } catch (error) {
      if (!codeOf(error).startsWith('open-')) throw error
      // What was read before stands.
      batch(() => {
        trouble.value = codeOf(error)
        loaded.value = true
      })
    }
  }

  /**
   * Who wrote it is no coordinator any more, or it lies under keys that were replaced: the next coordinator's browser that had it
   * from them signs and seals the same lines, so that it is lost to nobody.
   */
  async function keepUp(current: Session): Promise<void> {
    const guide = held.value
    if (!guide || trouble.value || !isLead(current)) return
    // One that says nothing needs nobody to sign it, but would keep the old keys from being destroyed.
    const isSigned = !guide.lines.length || signersIn(current)(guide.by).length > 0
    if (isSigned && top.generation >= current.ngo.box.generation) return
    await put(current, guide.lines)
  }

  async function put(current: Session, next: readonly string[]): Promise<void> {
    const { crypto, chain, ngo, member, keys, clock } = current
    const version = top.version + 1
    const of = { network: chain.roster.network, ngo: ngo.id, version, issued: clock(), lines: next }
    const by = { id: member.id, signSeed: keys.signSeed }
    const sealed = toBase64(sealGuide(crypto, of, by, fromBase64(ngo.box.key, 32)))
    await api.putGuide({ version, generation: ngo.box.generation, sealed })
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
    lines,
    trouble,
    loaded,
    beside,
    typed,
    busy,
    said,
    done,
    look,
    /** The same now and then, while others do what they do. */
    async glance(): Promise<void> {
      if (now() - roundAt >= ROUND || !loaded.value) await look()
    },
    write(): void {
      batch(() => {
        typed.value ??= (held.value?.lines ?? []).join('\n')
        said.value = null
        done.value = null
      })
    },
    type: (text: string) => void (typed.value = text),
    stop(): void {
      batch(() => {
        typed.value = null
        said.value = null
      })
    },
    /** What was typed stays where it could not be saved. */
    async save(): Promise<void> {
      const [current, text] = [session.value, typed.value]
      if (!current || text === null || busy.value) return
      const fault = faultOf(text)
      if (fault) return void (said.value = { key: `guide.bad.${fault}` })
      busy.value = true
      said.value = null
      try {
        const next = guideLines(text)
        await put(current, next)
        if (!holds(current)) return
        batch(() => {
          typed.value = null
          done.value = { key: next.length ? 'guide.saved' : 'guide.taken' }
        })
      } catch (error) {
        // Locked meanwhile: whoever unlocked since is not to be locked for it.
        if (!holds(current)) return
        if (codeOf(error) === 'not-logged-in') loggedOut()
        else said.value = guideWords(error)
        if (codeOf(error) === 'guide-version') await look()
      } finally {
        busy.value = false
      }
    },
    /** Another place, or another case. */
    leave(): void {
      beside.value = false
      done.value = null
    },
    clear(): void {
      top = { version: 0, generation: 0, by: '' }
      roundAt = -Infinity
      batch(() => {
        held.value = null
        trouble.value = null
        loaded.value = false
        beside.value = false
        typed.value = null
        said.value = null
        done.value = null
      })
    },
  }
}

function guideWords(error: unknown): Said {
  const code = codeOf(error)
  if (code === 'guide-version') return { key: 'guide.changed' }
  if (code === 'lead-only') return { key: 'guide.only' }
  return wordsFor(error)
}
