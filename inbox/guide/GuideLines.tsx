import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Session } from '../session.ts'

/** What may be a number that somebody has to ring: seven digits at least, with one mark between two of them. */
const PHONE = /(\+?\d(?:(?: ?\(|\) ?|[ .-])?\d){6,})/
/** As many digits as a number has with its country and without: more are two side by side, or an hour before one. */
const WITH_COUNTRY = /^(?:\+|00)\d{7,13}$/
const NATIONAL = /^\d{7,12}$/

/** Undefined: nobody can say which number it is. It stands there to be read, and no tap dials a wrong one. */
function numberIn(text: string): string | undefined {
  const digits = text.replace(/[^\d+]/g, '')
  return WITH_COUNTRY.test(digits) || NATIONAL.test(digits) ? digits : undefined
}

/** The guide as it is read, or why there is none to read. */
export function GuideLines({ inbox, say, session }: Part & { readonly session: Session }): JSX.Element {
  const { held, lines, trouble } = inbox.guide
  const lead = session.member.role === 'lead'
  const by = session.team.members.find(({ id }) => id === held.value?.by)
  if (lines.value === null) return <p class="hint">{say(inbox.away.value ? 'error.away' : 'guide.reading')}</p>
  return (
    <>
      {trouble.value && (
        <p class="notice" data-guide-trouble>
          {say(lead ? 'guide.shut.lead' : 'guide.shut')}{' '}
          <span class="hint">{say('error.code', { code: trouble.value })}</span>
        </p>
      )}
      {lines.value.length > 0 ? (
        <>
          <ol class="guide-lines" role="list" dir="auto">
            {lines.value.map((line, i) => (
              <li key={i} dir="auto">
                {dialled(line)}
              </li>
            ))}
          </ol>
          <p class="hint">
            {say('guide.by', {
              name: by?.name ?? '?',
              time: say.date(held.value!.issued, session.chain.roster.desks[0]!.tz),
            })}
          </p>
        </>
      ) : (
        !trouble.value && <p>{say(lead ? 'guide.none.lead' : 'guide.none')}</p>
      )}
    </>
  )
}

/** A line with its phone numbers as links that dial. */
export const dialled = (line: string): readonly (string | JSX.Element)[] =>
  line.split(PHONE).map((part, i) => {
    const number = i % 2 ? numberIn(part) : undefined
    return number ? (
      <a key={i} href={`tel:${number}`} dir="ltr">
        {part}
      </a>
    ) : (
      part
    )
  })
