import { type Signal, batch, signal } from '@preact/signals'
import type { AtReach } from '../case/firstContact.ts'
import { type Item, type OpenedRow, idsOf } from '../list/items.ts'
import type { Rows } from '../list/rows.ts'
import type { Said } from '../said.ts'
import type { EraseReason } from './removing.ts'
import type { Filter } from './view.ts'

export const TABS = ['card', 'tries', 'replies', 'notes', 'more'] as const
export type Tab = (typeof TABS)[number]
/** What is being asked before something is written. `next`: which of the proposed hours for the next try. */
export type Form =
  | { readonly kind: 'try'; readonly next: number; readonly reached?: AtReach }
  | { readonly kind: 'back' | 'close' | 'take-over' | 'step-back' | 'yes-back' }
  | { readonly kind: 'hand-over'; readonly to: string | null; readonly note: string }
  /** why, and then whether */
  | { readonly kind: 'erase'; readonly reason: EraseReason | null }

export type CaseScreen = ReturnType<typeof createCaseScreen>

/** What the screen shows of the case that is open, what is said there, and what is being typed. */
export function createCaseScreen({ openId }: Pick<Rows['shown'], 'openId'>) {
  const filter: Signal<Filter> = signal('all')
  const tab: Signal<Tab> = signal('card')
  const form: Signal<Form | null> = signal(null)
  const said: Signal<Said | null> = signal(null)
  const done: Signal<Said | null> = signal(null)
  /** what failed for an item that was open, and was not any more by then: told when it is opened again */
  const failed = new Map<string, Said>()
  /** the person asked for more tries than the house rule has */
  const more = signal(false)
  /** notes that are being written, by case or request */
  const typed: Signal<ReadonlyMap<string, string>> = signal(new Map())
  /** answers that are being written, by request */
  const answers: Signal<ReadonlyMap<string, string>> = signal(new Map())

  const isOpen = (item: Item): boolean => openId.value !== null && idsOf(item).includes(openId.value)

  /** Another case is opened, or none. */
  function leave(): void {
    tab.value = 'card'
    form.value = null
    said.value = null
    done.value = null
    more.value = false
  }

  return {
    shown: { filter, tab, form, said, done, more, typed, answers },
    isOpen,
    type: (item: Item, text: string): void => void (typed.value = new Map(typed.value).set(item.id, text)),
    typeAnswer: (item: Item, text: string) => void (answers.value = new Map(answers.value).set(item.id, text)),
    /** Whether something is typed about it that is not written yet. @param id of a row */
    isWriting: (id: string): boolean => [typed, answers].some(({ value }) => (value.get(id) ?? '').trim() !== ''),
    /** Whether anything that was typed would be lost. */
    unsaved: () => [...typed.value.values(), ...answers.value.values()].some((text) => text.trim() !== ''),

    tellFailed(item: Item, words: Said): void {
      if (isOpen(item)) said.value = words
      else failed.set(item.id, words)
    },
    /** Who has opened another one meanwhile is told nothing of this one there, and stays where they are. */
    tellDone(item: Item, words: Said | undefined, then?: () => void): void {
      if (openId.value !== null && !isOpen(item)) return
      form.value = null
      done.value = words ?? null
      if (openId.value !== null) then?.()
    },
    /** What failed for it before is not so any more. */
    mended: (item: Item): void => void failed.delete(item.id),
    /** A case was opened: what failed for it meanwhile is told. */
    arrive(item: Item | null): void {
      const words = item && failed.get(item.id)
      if (!words) return
      said.value = words
      failed.delete(item.id)
    },
    leave,
    /** Nothing that was typed with these rows stays. */
    forget(gone: readonly OpenedRow[]): void {
      const left = (map: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
        new Map([...map].filter(([id]) => !gone.some((row) => row.id === id)))
      typed.value = left(typed.value)
      answers.value = left(answers.value)
      for (const { id } of gone) failed.delete(id)
    },
    clear: (): void =>
      batch(() => {
        leave()
        failed.clear()
        filter.value = 'all'
        typed.value = new Map()
        answers.value = new Map()
      }),
  }
}
