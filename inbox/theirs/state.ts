import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { COPY } from '../../shared/auditDid.ts'
import { codeOf } from '../../shared/errors.ts'
import type { Audit } from '../audit/state.ts'
import type { Cases } from '../cases/state.ts'
import { LANGUAGES, type Lang, type Speech } from '../i18n.ts'
import type { Item, Request } from '../list/items.ts'
import type { Said } from '../said.ts'
import type { Session } from '../session.ts'
import type { Tongue } from '../tongue.ts'
import { fileOf } from './file.ts'
import { sheetOf } from './make.ts'
import { mayGive } from './may.ts'
import type { Sheet } from './sheet.ts'

export type CopyReason = (typeof COPY)[number]

/** One copy for a person, from the reason to the sheet. */
export interface Giving {
  /** id of the item */
  readonly of: string
  readonly step: 'why' | 'look' | 'made'
  readonly reason: CopyReason | null
  /** in which language; null: the page's */
  readonly words: Speech | null
  /** notes that are given */
  readonly ticked: ReadonlySet<string>
  /** once its line stands in the audit, and not before */
  readonly sheet: Sheet | null
}

export interface TheirsDeps {
  readonly session: ReadonlySignal<Session | null>
  /** seconds UTC, as the network's clock has it */
  readonly t: ReadonlySignal<number>
  readonly cases: Pick<Cases, 'caseIn' | 'stateOf'>
  readonly audit: Pick<Audit, 'writeFirst'>
  readonly holds: (one: Session) => boolean
  readonly loggedOut: () => void
  readonly print: () => void
  readonly save: (name: string, text: string, type: string) => void
}

export type Theirs = ReturnType<typeof createTheirs>

/** The copy for a person of what is kept about them. Nothing of it outlasts the screen that it stands on. */
export function createTheirs({ session, t, cases, audit, holds, loggedOut, print, save }: TheirsDeps) {
  const giving: Signal<Giving | null> = signal(null)
  const busy = signal(false)
  const said: Signal<Said | null> = signal(null)
  const change = (to: Partial<Giving>): void => {
    if (giving.value) giving.value = { ...giving.value, ...to }
    said.value = null
  }

  const may = (item: Item): boolean => {
    const current = session.value
    return current !== null && mayGive(current, item, cases.caseIn(item), cases.stateOf(item))
  }

  /** What stands on the screen now; null: another case, or nobody may any more. */
  const of = (item: Item): Giving | null => (giving.value?.of === item.id && may(item) ? giving.value : null)

  /** As it would be given now. */
  function draft(say: Speech, item: Request): Sheet | null {
    const [now, current] = [cases.caseIn(item), session.value]
    const one = of(item)
    if (!one || !now || !current) return null
    return sheetOf({ say: one.words ?? say, session: current, item, now, ticked: one.ticked, t: t.value })
  }

  /** First the line of the audit, and only when it stands there the sheet, as it was looked at. */
  async function make(say: Speech, item: Request): Promise<void> {
    const current = session.value
    const before = of(item)
    const sheet = draft(say, item)
    if (!current || busy.value || before?.step !== 'look' || !before.reason || !sheet) return
    const { reason } = before
    busy.value = true
    said.value = null
    try {
      await audit.writeFirst({ what: 'copy', reason, ...(item.case && { case: item.case.id }) })
      // Locked, left, or changed meanwhile: the line stands there, and no sheet is made.
      if (holds(current) && giving.value === before && may(item)) change({ step: 'made', sheet })
    } catch (error) {
      if (!holds(current)) return
      if (codeOf(error) === 'not-logged-in') loggedOut()
      else if (giving.value === before) said.value = { key: 'theirs.unwritten', code: codeOf(error) }
    } finally {
      busy.value = false
    }
  }

  async function speak(lang: Lang, tongue: Pick<Tongue, 'beside'>): Promise<void> {
    const before = giving.value
    const words = await tongue.beside(lang)
    if (!before || giving.value?.of !== before.of || giving.value.step !== 'look' || busy.value) return
    if (words) change({ words })
    else said.value = { key: 'theirs.nowords' }
  }

  function leave(): void {
    giving.value = null
    said.value = null
  }

  return {
    busy,
    said,
    may,
    of,
    draft,
    make,
    leave,
    begin(item: Request): void {
      if (!may(item)) return
      said.value = null
      giving.value = { of: item.id, step: 'why', reason: null, words: null, ticked: new Set(), sheet: null }
    },
    choose: (reason: CopyReason): void => change({ reason }),
    /** To the look: in the language in which they wrote, where there are words for it, else in the page's. */
    next({ facts }: Request, page: Lang, tongue: Pick<Tongue, 'beside'>): void {
      if (!giving.value?.reason) return void (said.value = { key: 'theirs.miss' })
      change({ step: 'look' })
      const theirs = LANGUAGES.find(({ tag }) => tag === facts.lang?.split('-')[0])
      if (theirs && theirs.tag !== page && !giving.value.words) void speak(theirs.tag, tongue)
    },
    back: (): void => {
      if (!busy.value) change({ step: giving.value?.step === 'made' ? 'look' : 'why', sheet: null })
    },
    tick(id: string): void {
      const before = giving.value?.ticked ?? new Set()
      if (!busy.value) change({ ticked: new Set([...before, id].filter((one) => one !== id || !before.has(id))) })
    },
    speak,
    print: (): void => {
      if (giving.value?.sheet) print()
    },
    save(): void {
      const sheet = giving.value?.sheet
      if (!sheet) return
      const name = `sheet-${new Date(t.value * 1000).toISOString().slice(0, 10)}.html`
      save(name, fileOf(sheet), 'text/html')
      said.value = { key: 'theirs.saved', values: { name } }
    },
    /** The server has these rows no more. */
    forget(gone: readonly { readonly id: string }[]): void {
      if (gone.some(({ id }) => id === giving.value?.of)) leave()
    },
  }
}
