import { batch } from '@preact/signals'
import { wipe } from '../shared/bytes.ts'
import { MitosError, codeOf } from '../shared/errors.ts'
import { readKit } from '../shared/kit.ts'
import type { SharedDeps } from './deps.ts'
import { type Found, createFound } from './found/found.ts'
import { type Join, createJoin } from './join/join.ts'
import type { By, Page } from './page.ts'
import type { Parts } from './parts.ts'
import { type Said, wordsFor } from './said.ts'
import type { Session } from './session.ts'
import { kitWords } from './setup/setup.ts'
import type { Turns } from './turns.ts'
import { createPause } from './unlock/pause.ts'
import { type Stage, type Typed, unlock } from './unlock/unlock.ts'
import { cleanSodium } from './wipe.ts'

/** Coming in: by a passphrase, a passkey, the kit, an invitation's link or a start file; and leaving before one is in. */
export function createEnter(deps: SharedDeps, page: Page, parts: Parts, turns: Turns) {
  const { api, now } = deps
  const { session, screen, joining } = page
  const { lock, own, watch, resealing } = parts
  const pause = createPause()
  let entering: AbortController | null = null
  /** why there is nothing left to go on with, for who lifts the cover */
  let lost: Said | null = null
  /** somebody joined here and may not have been taken in yet */
  let awaited = false

  /** A newcomer's keys and kit go; the link still works, since nothing was sent. */
  function dropJoin(): void {
    const one = joining.value
    if (!one || one.sending()) return
    one.drop()
    cleanSodium(deps.sodium)
    joining.value = null
    screen.value = { kind: 'cover' }
    lost = one.dropped
  }

  /** Begins with a link, or a file. @param make as createJoin, createFound */
  function come(make: () => Join | Found): void {
    if (session.value || entering) return
    joining.value?.drop()
    const one = make()
    joining.value = one
    screen.value = { kind: 'join', join: one }
    lock.back()
    void one.look()
  }

  /** With the kit: a typing error is told before anything is asked of the server. */
  async function recover(name: string, typed: string): Promise<void> {
    const say = (said: Said): void => void (screen.value = { kind: 'unlock', by: 'kit', stage: null, said })
    let kit: Uint8Array
    try {
      kit = readKit((await deps.sodium()).crypto, typed)
    } catch (error) {
      return say(
        codeOf(error).startsWith('kit-') ? kitWords(error, typed) : wordsFor(new MitosError('crypto-unavailable')),
      )
    }
    await begin({ name, kit })
    if (session.value) own.change('lost', kit)
    else wipe(kit)
  }

  async function begin(typed: Typed): Promise<void> {
    const by = 'kit' in typed ? 'kit' : 'passphrase'
    const wait = 'passkey' in typed ? 0 : pause.left(now())
    const say = (stage: Stage | null, said: Said | null): void =>
      void (screen.value = { kind: 'unlock', by, stage, said })
    if (wait) return say(null, { key: 'error.pause', wait })
    say(0, null)
    const leaving = new AbortController()
    entering = leaving
    lock.back()
    try {
      const found = await unlock(deps, typed, (stage) => leaving.signal.aborted || say(stage, null), leaving.signal)
      entering = null
      pause.right()
      begun(found)
    } catch (error) {
      cleanSodium(deps.sodium)
      if (leaving.signal.aborted) return void api.logout().catch(() => undefined)
      entering = null
      if (codeOf(error).startsWith('trust-')) watch.raise(error)
      const refused = codeOf(error) === 'login-refused'
      // A passkey is not guessed.
      if (refused && !('passkey' in typed)) pause.wrong(now())
      const key =
        'passkey' in typed ? 'error.passkey' : by === 'kit' ? 'error.kit' : awaited ? 'join.notyet' : 'error.login'
      say(null, refused ? { key } : wordsFor(error))
    }
  }

  function begun(found: Session): void {
    const gone = lock.isAway()
    if (!gone) lock.back()
    batch(() => {
      session.value = found
      screen.value = gone ? { kind: 'cover' } : { kind: 'open', session: found }
    })
    // Who left while it was unlocked has as long as anybody who leaves.
    lock.check()
    watch.begin()
    resealing.begin()
    void turns.poll(found)
  }

  /** What is under the cover, unless it is locked or they are away again. */
  function draw(): void {
    const current = session.value
    if (current && screen.value.kind === 'cover' && !lock.isAway()) screen.value = { kind: 'open', session: current }
  }

  function toUnlock(by: By, said: Said | null = null): void {
    awaited ||= joining.value?.state.value.kind === 'wait'
    joining.value = null
    screen.value = { kind: 'unlock', by, stage: null, said }
  }

  return {
    enter: (name: string, passphrase: string): Promise<void> => begin({ name, passphrase }),
    enterByPasskey: async (): Promise<void> => deps.passkeys && begin({ passkey: deps.passkeys }),
    recover,
    join: (secret: Uint8Array | null) => come(() => createJoin(deps, secret)),
    found: (ngo?: string | null) => come(() => createFound(deps, ngo)),
    toUnlock,
    dropJoin,
    /** Whether somebody is being let in just now. */
    isEntering: (): boolean => entering !== null,
    /** What is being unlocked goes. */
    stop(): void {
      entering?.abort()
      entering = null
    },
    /**
     * Lifts the cover where the keys are still there, once the server was asked whether this is still a member; else asks for
     * them. Resolves once the list is as new as can be.
     */
    async lift(): Promise<void> {
      lock.back()
      const current = session.value
      const one = joining.value
      if (!current) {
        if (one) screen.value = { kind: 'join', join: one }
        else toUnlock('passphrase', lost)
      }
      lost = null
      if (current) await turns.again(current, draw)
    },
  }
}
