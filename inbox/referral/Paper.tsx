import type { ComponentChildren, JSX } from 'preact'
import type { SharedPart } from '../../shared/referralParts.ts'
import { dateWords } from '../rota/words.ts'
import { Reads } from './Reads.tsx'
import type { ReferProps } from './Referral.tsx'
import { consentOf, dayAt } from './form.ts'

/**
 * The sheet for a body outside, which alone is printed. Its title says nothing to who finds it; what may be told is filled in, and
 * the rest are lines to write on.
 */
export function Paper({ say, session, refer, t }: ReferProps): JSX.Element {
  const { form, seen, facts } = refer
  const { whom, what, note } = form.value
  const { tz } = facts.desk
  const { ngo } = session
  const parts: readonly SharedPart[] = ['contact', 'language', 'area', 'need', 'safety', 'note']
  const quiet = ngo.quietNames?.[say.lang] ?? ngo.quietName
  return (
    <div class="printed paper" data-paper>
      <h3>{say('paper.title')}</h3>
      <dl>
        <Field label={say('paper.to')}>{whom?.kind === 'outside' && whom.name}</Field>
        <Field label={say('paper.from')}>
          {quiet}
          {ngo.phone && (
            <>
              {', '}
              <bdi class="dialled" dir="ltr">
                {ngo.phone}
              </bdi>
            </>
          )}
        </Field>
        <Field label={say('paper.date')}>{dateWords(say, dayAt(t, tz), true)}</Field>
        <Field label={say('paper.yes')}>{agreed({ say, session, refer, t })}</Field>
        <Field label={say('paper.name')} />
        {parts.map((part) => (
          <Field key={part} label={say(`refer.part.${part}`)}>
            {what.includes(part) && (
              <>
                <Reads say={say} facts={seen()} part={part} whole />
                {part === 'note' && note.trim() && (
                  <p class="person" dir="auto">
                    {note.trim()}
                  </p>
                )}
              </>
            )}
          </Field>
        ))}
        <Field label={say('paper.received')} />
      </dl>
      <p>{say('paper.care')}</p>
    </div>
  )
}

function agreed({ say, refer, t }: ReferProps): string {
  const { tz } = refer.facts.desk
  const consent = consentOf(refer.form.value, t, tz)
  if (consent.how === 'none') return say(`paper.yes.${consent.reason}`)
  const values = { date: dateWords(say, dayAt(consent.at, tz)), until: dateWords(say, dayAt(consent.until - 1, tz)) }
  return say('paper.yes.is', values)
}

/** Filled in, or a line to write on. */
const Field = (props: { readonly label: string; readonly children?: ComponentChildren }): JSX.Element => (
  <div>
    <dt>{props.label}</dt>
    <dd>{props.children || <span class="blank" />}</dd>
  </div>
)
