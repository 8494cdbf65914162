import { fromBase64 } from '../../shared/bytes.ts'
import { MitosError } from '../../shared/errors.ts'
import type { Roster } from '../../shared/roster.ts'
import type { RequestId } from '../../shared/wire.ts'
import { loadKeep } from '../config.ts'
import { CLOCK_AHEAD, isFarAhead } from '../refusals.ts'
import { sweepUntil, sweptLine } from '../retention.ts'
import type { Store } from '../store/store.ts'
import { parseStored } from '../trust/documents.ts'
import type { Verb } from './cli.ts'
import { withStore } from './withStore.ts'

/** `mitos shred`: what is due, now; or one request, whatever its age. Its id is an option's value, since it may begin with `-`. */
export const shred: Verb = (program, io) => {
  program
    .command('shred')
    .description('shred what is due by now, or one request; the server may be running')
    .option('--request <id>', 'this one, whatever its age')
    .option('--yes', 'one request, or all by a clock that is far after the roster: it cannot be undone')
    .action(async ({ request: id, yes }: { request?: string; yes?: true }) => {
      const keep = loadKeep(io.environment)
      await withStore(io, async (store) => {
        if (id === undefined) {
          if (!yes) await refuseClockAhead(store, io.clock())
          const { swept, unread } = sweptLine(await store.sweep(sweepUntil(io.clock(), keep)))
          return io.say(`shredded ${swept}, of which ${unread} were unread`)
        }
        const bytes = requestId(id)
        if (!yes) throw new MitosError('bad-input', 'this cannot be undone; say --yes if you mean it')
        if (!(await store.removeRequest(bytes))) throw new MitosError('not-found', 'no such request is held')
        io.say('shredded; it stays in backups for up to 7 days')
      })
    })
}

/** @throws MitosError `clock-ahead` */
async function refuseClockAhead(store: Store, now: number): Promise<void> {
  const stored = await store.latestDocument('roster')
  const roster = stored && (parseStored(stored).inner as Roster)
  if (isFarAhead(now, roster?.expires)) throw new MitosError('clock-ahead', `${CLOCK_AHEAD}; or say --yes`)
}

function requestId(text: string): RequestId {
  try {
    return fromBase64(text, 16) as RequestId
  } catch {
    throw new MitosError('bad-input', 'an id is 22 letters, digits, - and _')
  }
}
