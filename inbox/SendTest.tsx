import type { JSX } from 'preact'
import { whoReads } from '../shared/onDuty.ts'
import type { Part } from './App.tsx'
import type { Session } from './session.ts'

/**
 * The coordinator's way to send a test: the real panel in a tab of its own. It goes to whoever is on duty, so the desk is one
 * where the own NGO is, if there is one. Nothing where nobody would read it.
 */
export function SendTest({ inbox, say, session }: Part & { readonly session: Session }): JSX.Element | null {
  const { chain, got, ngo, member, clock } = session
  void inbox.tick.value
  if (member.role !== 'lead') return null
  const read = chain.roster.desks.flatMap((desk) => {
    const { duty } = whoReads(chain, desk.id, null, clock(), got)
    return duty.kind === 'none' ? [] : [{ desk, reader: duty.ngo, now: duty.kind === 'on' && duty.ngo.id === ngo.id }]
  })
  const to = read.find(({ now }) => now) ?? read[0]
  if (!to) return null
  return (
    <a class="quiet" data-send-test href={`/go?desk=${to.desk.id}#test`} target="_blank" rel="noreferrer">
      {say('test.send', { ngo: to.reader.name })}
    </a>
  )
}
