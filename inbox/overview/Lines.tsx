import type { JSX } from 'preact'
import { Icon } from '../icons.tsx'
import type { Part } from '../App.tsx'
import { nameOf } from '../case/words.ts'
import type { Item } from '../list/items.ts'
import { deskName, inWords, stretchWords } from '../rota/words.ts'
import type { Session } from '../session.ts'
import type { Speech } from '../i18n.ts'
import { type Verdict, endsOf, gapsIn, phonesOf } from './judged.ts'
import { SILENT } from '../../shared/silence.ts'
import { type CaseOf, promisesOf, quietOf, unreadOf, wipedOf } from './people.ts'

interface Line {
  readonly name: 'unread' | 'promises' | 'gaps' | 'phones' | 'ends' | 'quiet' | 'wiped' | 'guide'
  readonly verdict: Verdict
  readonly words: string
  readonly go?: 'list' | 'rota' | 'guide'
}

/** The coordinator's Monday: six lines, each with what it means and where to go; more where there is no house guide, or cases lie still. */
export function Lines({ inbox, say, session }: Part & { readonly session: Session }): JSX.Element {
  const t = inbox.t.value
  const people: People = { items: inbox.all.value, caseOf: inbox.cases.caseIn }
  const lines = [
    ...guideLine(inbox, say),
    unreadLine(say, session, people, t),
    promisesLine(say, people, t),
    gapsLine(say, session, t),
    phonesLine(say, session, t),
    endsLine(say, session, t),
    ...quietLine(say, session, people, t),
    wipedLine(say, session, people, t),
  ]
  return (
    <ul class="overview" role="list">
      {lines.map(({ name, verdict, words, go }) => (
        <li key={name} data-line={name} data-verdict={verdict}>
          <p class="verdictword">
            <Icon name={ICONS[verdict]} />
            <span>{say(`overview.${verdict}`)}</span>
          </p>
          <div>
            <h3>{say(`overview.${name}`, { days: SILENT.asks })}</h3>
            <p>{words}</p>
            {go && verdict !== 'fine' && (
              <button type="button" class="quiet" data-go={go} onClick={() => inbox.visit(go)}>
                {say(`overview.go.${go}`)}
              </button>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

const ICONS = { fine: 'good', look: 'wait', now: 'mark' } as const

/** Only where it is missing: nobody else can know, since the server cannot read it. */
function guideLine({ guide }: Part['inbox'], say: Speech): readonly Line[] {
  const { trouble, lines } = guide
  if (trouble.value) return [{ name: 'guide', verdict: 'now', words: say('overview.guide.shut'), go: 'guide' }]
  if (lines.value === null || lines.value.length) return []
  return [{ name: 'guide', verdict: 'now', words: say('overview.guide.none'), go: 'guide' }]
}

interface People {
  readonly items: readonly Item[]
  readonly caseOf: CaseOf
}
const zone = ({ chain }: Session): string => chain.roster.desks[0]!.tz

function unreadLine(say: Speech, session: Session, { items, caseOf }: People, t: number): Line {
  const { verdict, hours } = unreadOf(items, t, caseOf)
  const [oldest] = hours
  const time = oldest === undefined ? '' : say.ago(oldest, t)
  const words = say(oldest === undefined ? 'overview.unread.none' : 'overview.unread.some', { n: hours.length, time })
  return { name: 'unread', verdict, words, go: 'list' }
}

function promisesLine(say: Speech, { items, caseOf }: People, t: number): Line {
  const { verdict, due, kept, open } = promisesOf(items, t, caseOf)
  const kind = due === 0 ? 'none' : open ? 'open' : 'kept'
  return { name: 'promises', verdict, words: say(`overview.promises.${kind}`, { n: kept, all: due, open }), go: 'list' }
}

function gapsLine(say: Speech, { chain }: Session, t: number): Line {
  const { desks } = chain.roster
  const { verdict, minutes, first } = gapsIn(desks, t)
  if (!first) return { name: 'gaps', verdict, words: say('overview.gaps.none') }
  const { from, to, desk } = first
  const stretch = stretchWords(say, from, to, desk.tz)
  const when = desks.length > 1 ? `${deskName(say, desk)}, ${stretch}` : stretch
  const time = say.amount(Math.ceil(minutes / 60), 'hour')
  return { name: 'gaps', verdict, words: say('overview.gaps.some', { time, when }), go: 'rota' }
}

/** So many names fit into a sentence. */
const NAMED = 3

function phonesLine(say: Speech, { chain }: Session, t: number): Line {
  const { verdict, all, due } = phonesOf(chain.roster.desks, t)
  if (!due.length) return { name: 'phones', verdict, words: say('overview.phones.none') }
  const more = due.length - NAMED
  const names = due.slice(0, NAMED).map(({ name }) => name)
  const list = say.list(more > 0 ? [...names, say('overview.phones.more', { n: more })] : names)
  return { name: 'phones', verdict, words: say('overview.phones.some', { n: due.length, all, names: list }) }
}

function endsLine(say: Speech, session: Session, t: number): Line {
  const { verdict, roster, keys, release, spare } = endsOf(session, t)
  const over = Math.min(roster, keys, release) <= t
  const [a, b, c] = [roster, keys, release].map((end) => inWords(say, end, t))
  const words = [
    over
      ? say('overview.ends.over')
      : say('overview.ends.words', { roster: a!, time: say.moment(roster, t, zone(session)), keys: b!, release: c! }),
    ...(spare ? [] : [say('overview.ends.nospare')]),
    ...(verdict === 'fine' ? [] : [say('overview.ends.ask')]),
  ]
  return { name: 'ends', verdict, words: words.join(' ') }
}

/** Only where there are some. */
function quietLine(say: Speech, session: Session, { items, caseOf }: People, t: number): readonly Line[] {
  const { verdict, all, long, owners, since } = quietOf(items, t, caseOf)
  if (since === null) return []
  const names = say.list(owners.map((id) => nameOf(session, id)))
  const values = { n: all, long, days: SILENT.asksLeads, closes: SILENT.closes, names, time: say.ago(since, t) }
  return [{ name: 'quiet', verdict, words: say('overview.quiet.some', values), go: 'list' }]
}

function wipedLine(say: Speech, session: Session, { items, caseOf }: People, t: number): Line {
  const { verdict, all, open, unread, first } = wipedOf(items, t, caseOf, session.keep)
  if (first === null) return { name: 'wiped', verdict, words: say('overview.wiped.none') }
  const time = say.moment(Math.max(first, t), t, zone(session))
  return { name: 'wiped', verdict, words: say('overview.wiped.some', { n: all, open, unread, time }), go: 'list' }
}
