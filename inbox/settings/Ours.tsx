import type { JSX } from 'preact'
import type { Desk } from '../../shared/roster.ts'
import { deskName, ruleHours } from '../case/rule.ts'
import type { Speech } from '../i18n.ts'
import type { Session } from '../session.ts'
import { keptLines } from './kept.ts'

interface Props {
  readonly say: Speech
  readonly session: Session
}

/** The name under which one calls and writes: the network's list has it, and the person was shown it. */
export function QuietName({ say, session: { ngo } }: Props): JSX.Element {
  const { quietNames = {}, quietName } = ngo
  const name = quietNames[say.lang] ?? quietName
  const others = Object.entries(quietNames).filter(([, one]) => one !== name)
  return (
    <section data-setting="quietname">
      <h3>{say('settings.quiet')}</h3>
      <p class="own">
        <bdi translate={false}>{name}</bdi>
      </p>
      {others.length > 0 && (
        <details class="others">
          <summary>{say('settings.quiet.others')}</summary>
          {others.map(([tag, one]) => (
            <p key={tag} class="hint">
              {say.language(tag)}: <bdi translate={false}>{one}</bdi>
            </p>
          ))}
        </details>
      )}
      {name === (ngo.names?.[say.lang] ?? ngo.name) && <p class="notice">{say('settings.quiet.full')}</p>}
      <p class="hint">{say('settings.quiet.means')}</p>
    </section>
  )
}

/** What holds where a person did not say, in words; it stands in the network's list, for each desk. */
export function HouseRules({ say, session }: Props): JSX.Element {
  const desks = desksOf(session)
  return (
    <section data-setting="houserule">
      <h3>{say('settings.rule')}</h3>
      <ul class="facts">
        {desks.map((desk) => (
          <li key={desk.id} data-rule={desk.id}>
            {say('settings.rule.when', {
              desk: deskName(say, desk),
              hours: ruleHours(say, desk.houseRule),
              tries: desk.houseRule.tries,
              days: desk.houseRule.untilDays,
            })}
          </li>
        ))}
        <li>{say('settings.rule.how')}</li>
      </ul>
      <p class="hint">{say('settings.rule.means')}</p>
    </section>
  )
}

/** Those for which the NGO is on duty some time; before its first shift all. */
function desksOf({ chain, ngo }: Session): readonly Desk[] {
  const { desks } = chain.roster
  const ours = desks.filter(({ shifts }) => shifts.some(([, , who]) => who === ngo.id))
  return ours.length ? ours : desks
}

export const Kept = ({ say, session }: Props): JSX.Element => (
  <section data-setting="kept">
    <h3>{say('kept.title')}</h3>
    <ul class="facts">
      {keptLines(say, session).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
    <p class="hint">{say('kept.means')}</p>
  </section>
)
