import { type ReadonlySignal, type Signal, computed, signal } from '@preact/signals'
import { type Lang, type Speech, type Words, learn, speak } from './i18n.ts'

/** Brings all words of a language; fails where they do not come or are not those that this page was built with. */
export type BringWords = (lang: Lang) => Promise<Words>

export interface Tongue {
  readonly lang: Signal<Lang>
  /** The words of now; made anew when more of them have come. */
  readonly say: ReadonlySignal<Speech>
  /** Whether words of this language did not come, so that English stands in their place. */
  readonly lacks: ReadonlySignal<boolean>
  /**
   * @param atOnce whether the page changes before all words are there; while it is locked it needs few, and has them
   */
  choose(lang: Lang, atOnce: boolean): Promise<void>
  /** Asks once more for words that did not come. */
  again(): Promise<void>
  /** Words for a sheet in another language, while the page keeps its own; null: they did not come. */
  beside(lang: Lang): Promise<Speech | null>
}

/**
 * The language of the page. English stands in it whole, of the others only what the lock says (build/inboxWords.ts): the rest is
 * a file of its own, by its hash. Nothing remembers a choice: who opens the page anew gets the browser's language.
 * @param bring without it all words are known already
 */
export function createTongue(first: Lang, bring?: BringWords): Tongue {
  const lang = signal(first)
  const whole = signal<ReadonlySet<Lang>>(new Set(['en']))
  const failed = signal<ReadonlySet<Lang>>(new Set())
  const coming = new Map<Lang, Promise<void>>()
  /** who chooses two languages one after the other gets the second */
  let turn = 0

  async function fetched(tag: Lang): Promise<void> {
    try {
      learn(tag, await bring!(tag))
      whole.value = new Set([...whole.value, tag])
    } catch {
      failed.value = new Set([...failed.value, tag])
    } finally {
      coming.delete(tag)
    }
  }
  function fetchOnce(tag: Lang): Promise<void> {
    if (!bring || whole.value.has(tag)) return Promise.resolve()
    const one = coming.get(tag) ?? fetched(tag)
    coming.set(tag, one)
    return one
  }

  void fetchOnce(first)
  return {
    lang,
    say: computed(() => (whole.value, speak(lang.value))),
    lacks: computed(() => failed.value.has(lang.value) && !whole.value.has(lang.value)),
    choose: async (tag, atOnce) => {
      const mine = ++turn
      if (atOnce) lang.value = tag
      await fetchOnce(tag)
      if (mine === turn) lang.value = tag
    },
    again: () => fetchOnce(lang.value),
    beside: async (tag) => {
      await fetchOnce(tag)
      return !bring || whole.value.has(tag) ? speak(tag) : null
    },
  }
}
