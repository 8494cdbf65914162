import { MitosError } from '../../shared/errors.ts'
import { SESSION_LIFE } from '../staff/sessions.ts'
import type { Verb } from './cli.ts'
import { withStore } from './withStore.ts'

/** `mitos member list|sessions end`: an operator can log somebody out; who belongs to an NGO its coordinators sign. */
export const member: Verb = (program, io) => {
  const verb = program
    .command('member')
    .description('who can log in, and to log somebody out; the server may be running')

  verb
    .command('list')
    .description('one a line: log-in name, NGO, how many sessions are open')
    .action(() =>
      withStore(io, async (store) => {
        for (const { id, name, ngo } of await store.members()) {
          const open = (await store.sessionsOf(id)).filter(({ hour }) => io.clock() < hour + SESSION_LIFE)
          io.say(`${name} ${ngo} ${open.length}`)
        }
      }),
    )
  verb
    .command('sessions')
    .description('end the sessions of a member')
    .command('end <name>')
    .description('log a member out everywhere, from the next request on')
    .action((name: string) =>
      withStore(io, async (store) => {
        const found = await store.memberByName(name)
        if (!found) throw new MitosError('not-found', 'nobody has this log-in name; mitos member list shows them')
        const ended = await store.removeSessionsOf(found.id)
        io.say(
          `${name} is logged out everywhere (${ended}); to shut somebody out for good is a coordinator’s work, in the inbox`,
        )
      }),
    )
}
