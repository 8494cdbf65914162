import type { JSX } from 'preact'
import type { Part } from './App.tsx'
import type { Key } from './i18n.ts'
import { Icon } from './icons.tsx'
import { show } from './state.ts'

/** The parts of the inbox: below on a phone, at the side on a desk. */
export function Tabs({ inbox, say }: Part): JSX.Element {
  const [view, place, drawn] = [inbox.view.value, inbox.place.value, inbox.rota.unsaved.value]
  const now = view === 'now'
  return (
    <nav class="tabs" aria-label={say('tabs.label')}>
      <Tab name="now" icon="wait" words="tabs.now" here={now && !place} go={() => show(inbox, 'now')} />
      <Tab
        name="rota"
        icon="days"
        words={drawn ? 'tabs.rota.draft' : 'tabs.rota'}
        here={view === 'rota'}
        go={() => show(inbox, 'rota')}
      />
      <Tab name="more" icon="more" words="more.title" here={now && place !== null} go={() => inbox.visit('more')} />
    </nav>
  )

  function Tab(props: {
    readonly name: string
    readonly icon: Parameters<typeof Icon>[0]['name']
    readonly words: Key
    readonly here: boolean
    readonly go: () => void
  }): JSX.Element {
    const mark = props.name === 'more' ? { 'data-more': true } : {}
    return (
      <button
        type="button"
        data-tab={props.name}
        {...mark}
        aria-current={props.here ? 'page' : undefined}
        onClick={props.go}
      >
        <Icon name={props.icon} />
        <span>{say(props.words)}</span>
      </button>
    )
  }
}
