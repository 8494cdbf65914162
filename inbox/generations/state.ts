import { type Signal, batch, signal } from '@preact/signals'
import { wipe } from '../../shared/bytes.ts'
import { codeOf } from '../../shared/errors.ts'
import { signDocument } from '../../shared/signed.ts'
import type { Switch } from '../../shared/switchDocument.ts'
import type { Api } from '../api.ts'
import { type Said, wordsFor } from '../said.ts'
import type { Session } from '../session.ts'
import type { Memory } from '../trust/memory.ts'
import { inForceSince, walkToFirst } from './age.ts'
import { handedBy, sealTo } from './handOver.ts'
import { isSwitchDue, planKeys, waitingOf } from './plan.ts'

export interface GenerationsDeps {
  readonly api: Api
  readonly session: Signal<Session | null>
  readonly memory: Memory
  /** Reads chain, team and sealed keys anew, and takes over what is newer. Never throws. */
  readonly refresh: () => Promise<void>
  readonly loggedOut: () => void
}

export type Generations = ReturnType<typeof createGenerations>

/** The keys of the NGO's list: since when they are in force, and the new ones that wait for the keeper. */
export function createGenerations({ api, session, memory, refresh, loggedOut }: GenerationsDeps) {
  const busy = signal(false)
  const said: Signal<Said | null> = signal(null)
  /** the name of the file that was saved last, since the page was opened */
  const saved = signal<string | null>(null)
  /** seconds UTC since when the keys in force are known to be; null: not known */
  const since = signal<number | null>(null)
  /** numbers to leave out, where another coordinator's keys have them */
  let gap = 0

  async function attempt(work: () => Promise<void>): Promise<boolean> {
    const keys = session.value?.keys
    if (!keys || busy.value) return false
    batch(() => {
      busy.value = true
      said.value = null
    })
    try {
      await work()
      return session.value?.keys === keys
    } catch (error) {
      if (session.value?.keys !== keys) return false
      if (codeOf(error) === 'not-logged-in') loggedOut()
      else said.value = keyWords(error)
      return false
    } finally {
      busy.value = false
    }
  }

  /** Signs that the spare is in force. The same twice changes nothing. */
  async function putSwitch({ crypto, chain, ngo, named, keys, clock }: Session): Promise<void> {
    const { network } = chain.roster
    const { generation } = named.spare!
    const inner: Switch = { type: 'switch', v: 1, network, ngo: ngo.id, generation, issued: clock() }
    await api.putSwitch(signDocument(crypto, inner, [keys.signSeed]))
  }

  /** Whatever of a removal is not done yet: what is done is read from the server each time, so it goes on from there. */
  const goOn = (): Promise<boolean> =>
    attempt(async () => {
      await refresh()
      const current = session.value
      if (!current || !isSwitchDue(current)) return
      await putSwitch(current)
      await refresh()
    })

  /** New keys without a removal: nothing changes before the keeper publishes them. */
  const renew = (): Promise<boolean> =>
    attempt(async () => {
      await refresh()
      const current = session.value
      // Another coordinator was faster.
      if (!current || waitingOf(current)) return
      const { team } = current
      const plan = planKeys(current.crypto, current, null, gap)
      try {
        const keys = sealTo(current, team.members, (to) => handedBy(plan, to), team, current.clock())
        await api.putKeys({ team: team.version, keys })
      } catch (error) {
        if (codeOf(error) === 'team-version') gap += 10
        throw error
      } finally {
        plan.made.forEach(({ secret, signSeed }) => wipe(secret, signSeed))
        await refresh()
      }
    })

  return {
    busy,
    said,
    saved,
    since,
    goOn,
    renew,
    refresh,
    putSwitch,
    /** For the page of the members: since when the keys are in force. Looks no farther back than it needs. */
    async look(): Promise<void> {
      if (session.value?.member.role !== 'lead') return
      await refresh()
      const current = session.value
      if (!current) return
      await walkToFirst(api.roster, current, memory).catch(() => undefined)
      if (session.value) since.value = inForceSince(session.value, memory)
    },
    drop(): void {
      batch(() => {
        said.value = null
        saved.value = null
        since.value = null
      })
      gap = 0
    },
  }
}

function keyWords(error: unknown): Said {
  const code = codeOf(error)
  if (code === 'team-version') return { key: 'members.changed' }
  if (code === 'switch-refused') return { key: 'newkeys.refused', code }
  if (code === 'lead-only' || code === 'document-signature') return { key: 'members.keeper' }
  return wordsFor(error)
}
