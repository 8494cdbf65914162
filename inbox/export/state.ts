import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { codeOf } from '../../shared/errors.ts'
import type { ExportCounts, ExportReason } from '../../shared/export.ts'
import type { Item } from '../list/items.ts'
import { type Said, wordsFor } from '../said.ts'
import type { Session } from '../session.ts'
import { type UnlockDeps, withPassphrase } from '../unlock/unlock.ts'
import { type GrowingFile, createFile } from './file.ts'
import { type SaveDeps, saveCopy } from './save.ts'

/** What the audit is told of a copy, before anybody has the file. */
export interface SavedCopy extends ExportCounts {
  readonly reason: ExportReason
  /** only the member's own requests */
  readonly own: boolean
  /** of the file, as its member signed it: base64url, 32 bytes */
  readonly hash: string
}

export interface ExportDeps {
  readonly deps: Pick<UnlockDeps, 'api' | 'derive'>
  readonly save: SaveDeps
  readonly session: ReadonlySignal<Session | null>
  readonly items: ReadonlySignal<readonly Item[]>
  readonly holds: (one: Session) => boolean
  readonly loggedOut: () => void
  /** Writes the line of the audit; the file is not given where it throws. */
  readonly told?: (copy: SavedCopy) => Promise<void>
  /** a test passes its own */
  readonly file?: () => GrowingFile
}

export interface ExportState {
  readonly reason: ExportReason | null
  readonly typed: string
  readonly shown: boolean
  readonly busy: boolean
  readonly said: Said | null
  /** of the rows; null before the first page */
  readonly progress: { readonly done: number; readonly total: number; readonly size: number } | null
  readonly saved: (ExportCounts & { readonly name: string; readonly size: number }) | null
}

const START: ExportState = {
  reason: null,
  typed: '',
  shown: false,
  busy: false,
  said: null,
  progress: null,
  saved: null,
}

export type Export = ReturnType<typeof createExport>

/** Whether this member may save a copy: a coordinator of all, a member of what is their own. */
export const mayExport = ({ member }: Session): boolean => member.role !== 'privacy'

/** Rows of the requests that a member has claimed. */
const ownRows = (items: readonly Item[], member: string): ReadonlySet<string> =>
  new Set(
    items
      .filter(({ claim }) => claim?.by === member)
      .flatMap((item) => (item.kind === 'request' ? item.ids : [item.id])),
  )

/** A sealed copy: a reason and the passphrase first, then page by page into a file that opens without a server. */
export function createExport({ deps, save, session, items, holds, loggedOut, told, file = createFile }: ExportDeps) {
  const state: Signal<ExportState> = signal(START)
  const change = (to: Partial<ExportState>): void => void (state.value = { ...state.value, ...to })

  async function run(current: Session, reason: ExportReason, blob: Uint8Array): Promise<void> {
    const growing = file()
    const own = current.member.role === 'lead' ? null : ownRows(items.value, current.member.id)
    const copy = await saveCopy(save, {
      session: current,
      blob,
      own,
      alive: () => holds(current),
      put: growing.add,
      onProgress: (done, total) => holds(current) && change({ progress: { done, total, size: growing.size() } }),
    })
    await told?.({ reason, own: own !== null, hash: copy.hash, ...copy.counts })
    if (!holds(current)) return
    const name = `list-${new Date(current.clock() * 1000).toISOString().slice(0, 10)}.sealed`
    growing.save(name)
    state.value = { ...START, saved: { ...copy.counts, name, size: growing.size() } }
  }

  async function next(): Promise<void> {
    const current = session.value
    const { reason, typed, busy } = state.value
    if (!current || busy || !mayExport(current)) return
    if (!reason) return change({ said: { key: 'export.noreason' } })
    change({ busy: true, said: null, saved: null })
    try {
      const blob = await withPassphrase(deps, current, typed, (one) => one.slice())
      if (!holds(current)) return
      change({ typed: '', shown: false })
      await run(current, reason, blob)
    } catch (error) {
      if (!holds(current)) return
      const code = codeOf(error)
      if (code === 'not-logged-in') return loggedOut()
      change({
        busy: false,
        progress: null,
        said: code === 'login-refused' ? { key: 'current.wrong' } : wordsFor(error),
      })
    }
  }

  return {
    state,
    next,
    choose: (reason: ExportReason | null): void => change({ reason, said: null, saved: null }),
    type: (typed: string): void => change({ typed, said: null, saved: null }),
    show: (): void => change({ shown: !state.value.shown }),
    /** Forgets what was typed. What is being saved goes on while the member is unlocked. */
    leave: (): void => void (state.value.busy || (state.value = START)),
    clear: (): void => void (state.value = START),
  }
}
