import type { InboxDeps } from './deps.ts'
import { createWaking } from './list/stream.ts'
import type { Page } from './page.ts'
import type { Parts } from './parts.ts'
import type { Session } from './session.ts'

/** So often the list asks what is new, in milliseconds. */
const POLL = 10_000
/** and so often while there is no answer at all */
const POLL_AWAY = 1500

export type Turns = ReturnType<typeof createTurns>

/** The list is kept new: what is asked of the server, in which order, and when again. */
export function createTurns(
  { screen, where, holds }: Page,
  parts: Parts,
  { stream, poll: every = POLL }: Pick<InboxDeps, 'stream' | 'poll'>,
  /** everything was read for the first time since the unlocking, and is before the member */
  arrived: () => void,
) {
  const { rows, cases, referrals, members, audit, alerts, guide, notes, watch } = parts
  const waking = createWaking(stream)

  /** One fetch after another as long as this session lasts; a covered screen fetches nothing. */
  async function poll(current: Session): Promise<void> {
    let missed = false
    let first = true
    while (holds(current)) {
      const open = screen.value.kind === 'open'
      // Whatever goes wrong in one turn, the next one comes.
      const done = open && (await turn(current).catch(() => false))
      if (!open) waking.rest()
      else if (done && missed) waking.anew()
      if (done && first && holds(current) && screen.value.kind === 'open') {
        first = false
        arrived()
      }
      missed = open && !done
      await waking.next(missed ? POLL_AWAY : every)
    }
    waking.rest()
  }

  /** @returns whether the server answered */
  async function turn(current: Session): Promise<boolean> {
    waking.resume()
    const failed = await rows.pull(current)
    const read = await cases.follow(current)
    await referrals.follow(current)
    if (where.value === 'members') await members.glance()
    await audit.follow(current)
    await alerts.glance()
    await guide.glance()
    await notes.glance()
    await watch.look()
    return failed !== 'server-unreachable' && read
  }

  return {
    poll,
    /** Somebody looks again: what is new is asked at once. */
    async again(current: Session): Promise<void> {
      waking.resume()
      await rows.pull(current)
      await cases.follow(current)
      await referrals.follow(current)
      await audit.follow(current)
      await watch.look()
    },
  }
}
