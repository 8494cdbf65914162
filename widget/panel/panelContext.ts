import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Desk } from '../../shared/roster.ts'
import type { Actions } from './actions.ts'
import type { State } from './state.ts'
import { fill } from './words.tsx'

export interface Panel {
  readonly state: State
  readonly act: Actions
  /** The panel's language. */
  readonly lang: string
  readonly desk: Desk | undefined
  /** A string of the catalog as it is, with its places for values. */
  readonly t: (key: string, values?: Readonly<Record<string, string>>) => string
}

export const PanelContext = createContext<Panel | undefined>(undefined)
export const usePanel = (): Panel => useContext(PanelContext)!

export const panelOf = (state: State, act: Actions): Panel => ({
  state,
  act,
  lang: state.catalog.tag,
  desk: state.judged.desk,
  t(key, values) {
    const template = state.catalog.strings[key] ?? key
    return values ? fill(template, values) : template
  },
})
