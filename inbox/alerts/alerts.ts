import { type Signal, batch, computed, signal } from '@preact/signals'
import type { AlertKind, AlertSettings, AlertWaysRequest } from '../../shared/alertsApi.ts'
import { codeOf } from '../../shared/errors.ts'
import type { Api } from '../api.ts'
import { createDoing } from '../doing.ts'
import { type Said, wordsFor } from '../said.ts'
import type { Session } from '../session.ts'
import { subscribe as subscribeHere } from './push.ts'

/** So often it is asked whether one is called, milliseconds: the server looks once a minute. */
const EACH = 60_000

export interface AlertsDeps {
  readonly api: Pick<Api, 'alerts' | 'putAlerts' | 'testAlerts' | 'seenAlert' | 'callNobody' | 'callAgain'>
  readonly session: Signal<Session | null>
  /** milliseconds UTC */
  readonly now: () => number
  readonly loggedOut: () => void
  /** a member said that nobody is called any more for what is in no case: the audit has a line of it */
  readonly ended?: () => void
  /** as push.ts */
  readonly subscribe?: (key: string) => Promise<string | null>
}

export type Alerts = ReturnType<typeof createAlerts>

/** How this member is called, and whether they are called now. All of it is the server's word. */
export function createAlerts({ api, session, now, loggedOut, ended, subscribe = subscribeHere }: AlertsDeps) {
  const settings: Signal<AlertSettings | null> = signal(null)
  /** what is typed for a new way */
  const typed: Signal<{ readonly mail: string; readonly webhook: string }> = signal(NOTHING)
  const doing = createDoing({
    session,
    loggedOut,
    words: alertWords,
    // What was changed elsewhere is read again.
    async afterFailure(_, error) {
      if (codeOf(error) === 'not-found') await read().catch(() => undefined)
    },
  })
  const { busy, said, failed } = doing
  /** rows for which nobody is called any more, as far as was said here */
  const quiet: Signal<ReadonlySet<string>> = signal(new Set())
  const runs = computed(() => settings.value?.runs ?? false)
  let lookedAt = -Infinity
  /** how often something was done: what was asked for before does not know of it */
  let turn = 0

  /** Whether it is still the same member, also where a newer list made another session meanwhile. */
  const holds = (one: Session): boolean => session.value?.keys === one.keys

  /** @param work what the server says then; null: nothing new */
  const attempt = (work: (current: Session) => Promise<AlertSettings | null>): Promise<void> =>
    doing.attempt(async (current) => {
      turn++
      const found = await work(current)
      if (holds(current) && found) settings.value = found
    })

  /** Keeps nobody from pressing a button meanwhile. */
  async function read(): Promise<void> {
    const current = session.value
    if (!current) return
    const before = turn
    lookedAt = now()
    const found = await api.alerts()
    if (holds(current) && turn === before) settings.value = found
  }

  async function look(): Promise<void> {
    const current = session.value
    if (!current) return
    said.value = null
    await read().catch((error: unknown) => failed(current, error))
  }

  /** All that are there and what is new, or less one. */
  const put = async (change: (ways: AlertWaysRequest['ways']) => AlertWaysRequest['ways']): Promise<AlertSettings> => {
    const { ways } = settings.value ?? (await api.alerts())
    return api.putAlerts({ ways: change(ways.map(({ id }) => ({ id }))) })
  }

  const add = (kind: AlertKind, address: string): Promise<void> =>
    attempt(async (current) => {
      const found = await put((ways) => [...ways, { kind, address }])
      if (holds(current)) typed.value = { ...typed.value, [kind]: '' }
      return found
    })

  return {
    settings,
    typed,
    busy,
    said,
    runs,
    quiet,
    look,
    /** The same without a word, about once a minute. */
    async glance(): Promise<void> {
      if (session.value && now() - lookedAt >= EACH) await read().catch(() => undefined)
    },
    add,
    addTyped: (kind: 'mail' | 'webhook') => add(kind, typed.value[kind].trim()),
    addHere: () =>
      attempt(async (current) => {
        const key = settings.value?.can.push
        if (!key) return null
        const address = await subscribe(key).catch(() => undefined)
        if (!holds(current)) return null
        if (address === undefined || address === null) {
          said.value = { key: address === null ? 'alerts.push.no' : 'alerts.push.cannot' }
          return null
        }
        return put((ways) => [...ways, { kind: 'push', address }])
      }),
    remove: (id: string) => attempt(() => put((ways) => ways.filter((way) => !('id' in way && way.id === id)))),
    test: () => attempt(() => api.testAlerts()),
    seen: () =>
      attempt(async () => {
        await api.seenAlert()
        return settings.value && { ...settings.value, runs: false }
      }),
    /** Whether anybody is called for what nobody has taken. @returns whether the server knows; else `said` tells */
    async setCalls(id: string, calls: boolean): Promise<boolean> {
      const current = session.value
      if (!current) return false
      try {
        await (calls ? api.callAgain(id) : api.callNobody(id))
        return true
      } catch (error) {
        failed(current, error)
        return false
      }
    },
    /** What no act of a case tells of, on one's own press. */
    callNobody: (id: string) =>
      attempt(async (current) => {
        await api.callNobody(id)
        if (!holds(current)) return null
        ended?.()
        quiet.value = new Set([...quiet.value, id])
        return null
      }),
    clear: () =>
      batch(() => {
        settings.value = null
        typed.value = NOTHING
        quiet.value = new Set()
        said.value = null
        lookedAt = -Infinity
      }),
  }
}

const NOTHING = { mail: '', webhook: '' }

function alertWords(error: unknown): Said {
  const code = codeOf(error)
  if (code === 'alert-address') return { key: 'alerts.bad' }
  if (code === 'alert-off') return { key: 'alerts.none' }
  if (code === 'too-many') return { key: 'alerts.wait' }
  if (code === 'not-found') return { key: 'alerts.changed' }
  return wordsFor(error)
}
