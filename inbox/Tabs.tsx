import type { JSX } from 'preact'
import type { Part } from './App.tsx'
import type { Filter } from './cases/view.ts'
import { Icon } from './icons.tsx'
import { placeOf } from './where.ts'

/** The parts of the inbox: below on a phone, at the side on a desk. */
export function Tabs({ inbox, say }: Part): JSX.Element {
  const where = inbox.where.value
  const { filter } = inbox.cases
  const mine = filter.value === 'mine'
  const go = (to: Filter): void => {
    inbox.several.stop()
    filter.value = to
    inbox.visit('list')
  }
  return (
    <nav class="tabs" aria-label={say('tabs.label')}>
      <Tab name="now" icon="wait" words={say('tabs.now')} here={where === 'list' && !mine} go={() => go('all')} />
      <Tab
        name="mine"
        icon="good"
        words={say('list.filter.mine')}
        here={where === 'list' && mine}
        go={() => go('mine')}
      />
      <Tab
        name="rota"
        icon="days"
        words={say(inbox.rota.unsaved.value || inbox.duty.unsaved.value ? 'tabs.rota.draft' : 'tabs.rota')}
        here={where === 'rota'}
        go={() => inbox.visit('rota')}
      />
      <Tab
        name="more"
        icon="more"
        words={say('more.title')}
        here={placeOf(where) !== null}
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
  // "Rota · draft": on a phone the second part is a dot, so that no tab becomes higher or wider by it.
  const [first, rest] = words.split(' · ')
  return (
    <button type="button" data-tab={name} {...mark} aria-current={here ? 'page' : undefined} onClick={go}>
      <Icon name={icon} />
      <span>
        {first}
        {rest && <span class="drafted"> · {rest}</span>}
      </span>
    </button>
  )
}
