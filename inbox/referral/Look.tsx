import type { JSX } from 'preact'
import type { Key } from '../i18n.ts'
import { dateWords, ngoName } from '../rota/words.ts'
import { Paper } from './Paper.tsx'
import { Reads } from './Reads.tsx'
import { Asked, type ReferProps } from './Referral.tsx'
import { consentOf, dayAt } from './form.ts'

/** What goes, once more and as a whole, before it cannot be called back. For a body outside: the paper. */
export function Look(props: ReferProps): JSX.Element {
  const { say, session, refer, t } = props
  const { form, parts, seen } = refer
  const { whom, what, note } = form.value
  const facts = seen()
  const not = parts.filter((part) => !what.includes(part)).map((part) => say(`refer.part.${part}`))
  const outside = whom?.kind === 'outside'
  const name = outside ? whom.name : ngoName(say, session.chain.roster, whom?.id ?? null)
  return (
    <Asked
      {...props}
      title="refer.look.title"
      next={outside ? 'refer.printed' : 'refer.send'}
      onNext={() => void refer.finish()}
    >
      <p class="refer-to">{say('refer.look.to', { name })}</p>
      <p>{consentWords(props, t)}</p>
      <dl class="lines">
        {what.map((part) => (
          <div key={part} data-look={part}>
            <dt>{say(`refer.part.${part}`)}</dt>
            <dd>
              <Reads say={say} facts={facts} part={part} />
              {part === 'note' && note.trim() && (
                <>
                  <p class="asks">
                    {say('received.note', { name: ngoName(say, session.chain.roster, session.ngo.id) })}
                  </p>
                  <p class="person" dir="auto" translate={false}>
                    {note.trim()}
                  </p>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <p class="hint">{not.length ? say('refer.look.not', { parts: say.list(not) }) : say('refer.look.all')}</p>
      {outside ? (
        <>
          <Paper {...props} />
          <button type="button" class="plain" data-print onClick={refer.print}>
            {say('refer.print')}
          </button>
        </>
      ) : (
        <p class="hint">{say('refer.look.back')}</p>
      )}
    </Asked>
  )
}

function consentWords({ say, refer }: ReferProps, t: number): string {
  const { tz } = refer.facts.desk
  const { at, until, how } = consentOf(refer.form.value, t, tz)
  // The last hour of a day is that day's.
  const values = { date: dateWords(say, dayAt(at, tz)), until: dateWords(say, dayAt(until - 1, tz)) }
  const key: Key = how === 'none' ? 'refer.look.without' : 'refer.look.yes'
  return say(key, values)
}
