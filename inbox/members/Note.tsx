import type { JSX } from 'preact'
import type { TeamMember } from '../../shared/team.ts'
import type { Part } from '../App.tsx'
import type { Speech } from '../i18n.ts'
import type { Note } from './notes.ts'

/** Which languages a member speaks; for a coordinator also whether a passkey opens their keys, and the day they were here last. */
export function NoteLines({ inbox, say, member }: Part & { readonly member: TeamMember }): JSX.Element | null {
  const note = inbox.notes.notes.value?.get(member.id)
  if (!note) return null
  const known = knownWords(say, note)
  return (
    <>
      <p class="hint" data-speaks>
        {speaksWords(say, note)}
      </p>
      {known && (
        <p class="hint" data-known>
          {known}
        </p>
      )}
    </>
  )
}

function speaksWords(say: Speech, { languages }: Note): string {
  if (languages === 'shut') return say('members.speaks.shut')
  if (!languages?.length) return say('members.speaks.none')
  return say('members.speaks', { languages: say.list(languages.map(say.language)) })
}

/** In one line, however narrow the page is. */
const day = (say: Speech, seen: number): string => say.date(seen, 'UTC').replace(/ /g, '\u00a0')

/** The server's word. A day is told and no hour, so it is that day everywhere. */
function knownWords(say: Speech, { passkey, seen }: Note): string {
  return [
    ...(passkey === undefined ? [] : [say(passkey ? 'members.passkey.yes' : 'members.passkey.no')]),
    ...(seen === undefined
      ? []
      : [seen === null ? say('members.seen.unknown') : say('members.seen', { date: day(say, seen) })]),
  ].join(' · ')
}
