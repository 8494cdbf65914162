import type { JSX } from 'preact'
import { leadsOf } from '../../shared/team.ts'
import type { Part } from '../App.tsx'
import { Icon } from '../icons.tsx'
import type { Session } from '../session.ts'
import { formerLeads, hasSheet } from './sheet.ts'

interface Warning {
  readonly name: string
  readonly words: string
  /** what to do about it, where that is one press away */
  readonly does?: { readonly word: string; readonly onDo: () => void }
}

/** What a coordinator has to see to, as far as this browser can know it from team and roster. */
export function Strips(props: Part & { readonly session: Session }): JSX.Element {
  return (
    <>
      {warnings(props).map(({ name, words, does }) => (
        <div key={name} class="strip amber" data-warns={name}>
          <Icon name="mark" />
          <p>{words}</p>
          {does && (
            <button type="button" class="quiet" onClick={does.onDo}>
              {does.word}
            </button>
          )}
        </div>
      ))}
    </>
  )
}

function warnings({ inbox, say, session }: Part & { readonly session: Session }): readonly Warning[] {
  const { members } = inbox
  const { chain, ngo, team } = session
  const named = leadsOf(chain.roster, ngo)
  const leads = team.members.filter(({ role }) => role === 'lead')
  const able = team.members.filter(({ role, id }) => role !== 'privacy' && !members.left.value.includes(id))
  const becoming = team.members.filter(({ role, sign }) => role !== 'lead' && named.includes(sign))
  const gone = team.members.filter(({ id }) => members.left.value.includes(id))
  const spare = hasSheet(session)
  return [
    ...gone.map(({ id, name }) => ({
      name: 'left',
      words: say('members.left', { name }),
      does: {
        word: say('members.remove.whose', { name }),
        onDo: () => members.go({ kind: 'remove', id }),
      },
    })),
    ...becoming.map(({ id, name }) => ({
      name: 'becoming',
      words: say('members.canlead', { name }),
      does: { word: say('members.role.whose', { name }), onDo: () => members.go({ kind: 'role', id }) },
    })),
    ...(formerLeads(session).length
      ? [
          {
            name: 'former',
            words: say('members.former'),
            ...(spare && { does: { word: say('members.former.do'), onDo: () => void members.sheetWithoutFormer() } }),
          },
        ]
      : []),
    ...(able.length < 2 ? [{ name: 'oneopens', words: say('members.oneopens') }] : []),
    ...(leads.length === 1 ? [{ name: 'onelead', words: say('members.onelead') }] : []),
  ]
}
