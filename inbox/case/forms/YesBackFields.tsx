import type { JSX } from 'preact'
import { CONSENT } from '../../../shared/caseActs.ts'
import { ngoName } from '../../rota/words.ts'
import type { SheetPart } from '../Sheet.tsx'
import { Choices } from './Choices.tsx'

/** The person takes the yes to a referral back: one tap says by which way they said so. What the others have, nobody here takes away. */
export function YesBackFields({ inbox, say, session, item }: SheetPart): JSX.Element | null {
  const { cases, referrals, t } = inbox
  const away = referrals.away(item)
  if (!away) return null
  const until = t.value - (t.value % 3600)
  return (
    <>
      <p>
        {away.to === null
          ? say('yesback.body.outside')
          : say('yesback.body', { name: ngoName(say, session.chain.roster, away.to) })}
      </p>
      <p>{say('yesback.how')}</p>
      <Choices
        of={CONSENT}
        words={(one) => say(`refer.how.${one}`)}
        busy={cases.busy.value}
        choose={(how) =>
          void cases.write(item, { acts: [{ kind: 'consent', how, until, what: [] }], done: { key: 'yesback.done' } })
        }
      />
    </>
  )
}
