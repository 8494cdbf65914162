import type { JSX } from 'preact'
import type { Part } from './App.tsx'
import { Icon } from './icons.tsx'
import { show } from './state.ts'

/** The parts of the inbox: below on a phone, at the side on a desk. */
export function Tabs({ inbox, say }: Part): JSX.Element {
  const [view, place, drawn] = [inbox.view.value, inbox.place.value, inbox.rota.unsaved.value]
  const now = view === 'now'
  return (
    <nav class="tabs" aria-label={say('tabs.label')}>
      <Tab name="now" icon="wait" words={say('tabs.now')} here={now && !place} go={() => show(inbox, 'now')} />
      <Tab
        name="rota"
        icon="days"
        words={say(drawn ? 'tabs.rota.draft' : 'tabs.rota')}
        here={view === 'rota'}
        go={() => show(inbox, 'rota')}
      />
      <Tab
        name="more"
        icon="more"
        words={say('more.title')}
        here={now && place !== null}
        go={() => inbox.visit('more')}
      />
    </nav>
  )
}

interface Place {
  readonly name: string
  readonly icon: Parameters<typeof Icon>[0]['name']
  readonly words: string
  readonly here: boolean
  readonly go: () => void
}

/** Stays the same control while the clock draws the page anew each second: who stands on it by keys stays there. */
function Tab({ name, icon, words, here, go }: Place): JSX.Element {
  const mark = name === 'more' ? { 'data-more': true } : {}
  return (
    <button type="button" data-tab={name} {...mark} aria-current={here ? 'page' : undefined} onClick={go}>
      <Icon name={icon} />
      <span>{words}</span>
    </button>
  )
}
