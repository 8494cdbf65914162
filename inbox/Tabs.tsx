import type { JSX } from 'preact'
import type { Part } from './App.tsx'
import { Icon } from './icons.tsx'
import { type View, show } from './state.ts'

const TABS: readonly View[] = ['now', 'rota']
const ICONS = { now: 'wait', rota: 'days' } as const

/** The parts of the inbox: below on a phone, at the side on a desk. */
export function Tabs({ inbox, say }: Part): JSX.Element {
  const drawn = inbox.rota.unsaved.value
  return (
    <nav class="tabs" aria-label={say('tabs.label')}>
      {TABS.map((view) => (
        <button
          type="button"
          key={view}
          data-tab={view}
          aria-current={inbox.view.value === view ? 'page' : undefined}
          onClick={() => show(inbox, view)}
        >
          <Icon name={ICONS[view]} />
          <span>{say(view === 'rota' ? (drawn ? 'tabs.rota.draft' : 'tabs.rota') : 'tabs.now')}</span>
        </button>
      ))}
    </nav>
  )
}
