import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Key } from '../i18n.ts'
import { Icon } from '../icons.tsx'
import { SixWords } from '../join/SixWords.tsx'
import type { Session } from '../session.ts'
import { Step } from '../setup/Step.tsx'
import type { Mac } from './members.ts'

const MAC: Readonly<Record<Exclude<Mac, 'false'>, Key>> = { ours: 'compare.ours', gone: 'compare.gone' }

/** Who came by a link: the words to compare, and yes or no. */
export function Compare(props: Part & { readonly session: Session; readonly id: string }): JSX.Element {
  const { inbox, say, session, id } = props
  const { members } = inbox
  const invitation = members.invitations.value.find((one) => one.id === id)
  const joined = invitation?.joined
  if (!joined)
    return (
      <Step say={say} name="compare" title="compare.title" next={null} said={{ key: 'members.gone' }}>
        {null}
      </Step>
    )
  const mac = members.macOf(session, invitation)
  const renews = session.team.members.find((one) => one.id === invitation.member)
  const no = (
    <button type="button" class="plain" data-refuse onClick={() => void members.withdraw(id)}>
      {say(mac === 'false' ? 'compare.drop' : 'compare.no')}
    </button>
  )
  return (
    <Step
      say={say}
      name="compare"
      title="compare.title"
      next={mac === 'false' ? null : 'compare.yes'}
      busy={members.busy.value}
      said={members.said.value}
      onNext={() => void members.accept(id)}
    >
      <p>
        {say(renews ? 'compare.who.renew' : 'compare.who', { name: renews?.name ?? joined.shown, login: joined.name })}
      </p>
      {mac === 'false' ? (
        <div class="strip ember" data-mac={mac}>
          <Icon name="stop" />
          <p>{say('compare.false')}</p>
        </div>
      ) : (
        <>
          <p>{say('compare.body')}</p>
          <SixWords words={members.wordsOf(session, joined)} />
          <p class="hint" data-mac={mac}>
            {say(MAC[mac])}
          </p>
        </>
      )}
      {no}
    </Step>
  )
}
