import type { JSX } from 'preact'
import { KEEP } from '../../shared/keep.ts'
import type { Part } from '../App.tsx'
import type { Session } from '../session.ts'
import { Fold } from './Fold.tsx'
import { Lines } from './Lines.tsx'
import { keptOpen } from './people.ts'
import { Release } from './Release.tsx'
import { Tables, isEmpty } from './Tables.tsx'
import { spanWords } from './words.ts'

interface Props extends Part {
  readonly session: Session
}

/** Who may see it: the coordinator makes the numbers, the privacy person releases them. */
export const seesNumbers = ({ member }: Session): boolean => member.role !== 'member'

/** How it stands, and the year's numbers. The privacy person reads no requests, so there are no lines for them. */
export function Overview(props: Props): JSX.Element {
  const { inbox, say, session } = props
  const leads = session.member.role === 'lead'
  const keep = session.keep ?? KEEP
  const rule = { ...keep, open: keptOpen(keep) }
  if (leads && !inbox.loaded.value) return <p class="hint">{say('list.loading')}</p>
  return (
    <>
      {inbox.away.value && inbox.asOf.value !== null && (
        <p class="notice">
          {say('list.away', { time: say.clock(inbox.asOf.value, session.chain.roster.desks[0]!.tz) })}
        </p>
      )}
      {leads && <Lines {...props} />}
      {leads && <p class="hint">{say(session.keep ? 'overview.rule.said' : 'overview.rule', rule)}</p>}
      {leads && !inbox.numbers.opened.value && <Year {...props} />}
      <Release {...props} />
    </>
  )
}

function Year({ inbox, say, session }: Props): JSX.Element | null {
  const through = inbox.numbers.through.value
  const tables = inbox.numbers.tables.value
  if (!through) return null
  return (
    <Fold class="year" id="year" title={say('numbers.title', { year: through.year })}>
      <p>{spanWords(say, through)}</p>
      <Tables say={say} roster={session.chain.roster} tables={tables} />
      {!isEmpty(tables) && <p class="hint">{say('numbers.how')}</p>}
      <p class="hint">{say('numbers.missing')}</p>
      <p class="hint">{say('numbers.outcomes')}</p>
    </Fold>
  )
}
