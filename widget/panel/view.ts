import type { VNode } from 'preact'
import type { Desk } from '../../shared/roster.ts'
import type { Actions } from './actions.ts'
import { formed, formsOf } from './forms.ts'
import type { State } from './state.ts'
import { fill } from './words.ts'

/** What every part of the panel is drawn from. Parts keep nothing themselves: all that is told lives in one place (R7). */
export interface Panel {
  readonly state: State
  readonly act: Actions
  /** The panel's language. */
  readonly lang: string
  readonly desk: Desk | undefined
  /** A string of the catalog, as it is or with its values, in the form that fits whom it is about. */
  readonly t: (key: string, values?: Readonly<Record<string, string>>) => string
  /** The button that reads a screen aloud, once it has come. */
  readonly Aloud: View | undefined
}

export type View = (props: { p: Panel }) => VNode | null

export const panelOf = (state: State, act: Actions, Aloud?: View): Panel => ({
  state,
  act,
  Aloud,
  lang: state.catalog.tag,
  desk: state.judged.desk,
  t(key, values) {
    const { draft, sent, catalog } = state
    const template = catalog.strings[formed(key, sent?.forms ?? formsOf(draft), catalog.strings)] ?? key
    return values ? fill(template, values) : template
  },
})
