import { beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../../../inbox/api.ts'
import { AWAY } from '../../../inbox/lock/lock.ts'
import { Cover } from '../../../inbox/lock/Cover.tsx'
import { speak } from '../../../inbox/i18n.ts'
import { type Inbox, createInbox } from '../../../inbox/state.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { MitosError } from '../../../shared/errors.ts'
import type { PassphraseKeys } from '../../../shared/member.ts'
import { fakeCases } from './fakeCases.ts'
import { draw } from './draw.ts'
import { NOW } from '../shared/network.ts'
import { ORIGIN, PASSPHRASE, prepare, server, world } from './member.ts'

beforeAll(prepare)

/** An inbox that stops where its keys are derived until it is told to go on. */
function desk(bend: Partial<Api> = {}) {
  let t = NOW * 1000
  let goOn = (): void => undefined
  const waits = new Promise<void>((resolve) => (goOn = resolve))
  const made: PassphraseKeys[] = []
  const calls: string[] = []
  const derive = async () => {
    await waits
    const keys = { wrap: world.derived.wrap.slice(), login: world.derived.login.slice() }
    made.push(keys)
    return keys
  }
  const api = server({ logout: async () => void calls.push('logout'), ...bend })
  const inbox = createInbox({ api, cases: fakeCases(), sodium, derive, now: () => t, origin: ORIGIN }, 'en')
  const entered = inbox.enter('maria', PASSPHRASE)
  return {
    inbox,
    made,
    calls,
    wait: (ms: number) => void (t += ms),
    finish: async () => {
      goOn()
      await entered
    },
  }
}
const wiped = (keys: readonly Uint8Array[]): boolean => keys.every((key) => key.every((byte) => byte === 0))
const kind = (inbox: Inbox): string => inbox.screen.value.kind

describe('who leaves while it is being unlocked', () => {
  it('and stays finds it open', async () => {
    const { inbox, finish, made } = desk()
    await finish()
    expect([kind(inbox), inbox.session.value !== null]).toEqual(['open', true])
    expect(wiped(made.flatMap(({ wrap, login }) => [wrap, login]))).toBe(true)
    inbox.drop()
  })

  it('comes back to the cover, not to the list, within two minutes', async () => {
    const { inbox, finish, wait } = desk()
    inbox.goAway()
    wait(AWAY - 1)
    await finish()
    expect([kind(inbox), inbox.session.value !== null]).toEqual(['cover', true])
    wait(1)
    inbox.beat()
    expect([kind(inbox), inbox.session.value]).toEqual(['cover', null])
  })

  it('for longer finds it locked', async () => {
    const { inbox, finish, wait, calls } = desk()
    inbox.goAway()
    wait(AWAY)
    await finish()
    expect([kind(inbox), inbox.session.value, calls]).toEqual(['cover', null, ['logout']])
  })

  it('for another page leaves no key and no session behind', async () => {
    const { inbox, finish, made, calls } = desk()
    inbox.leave()
    expect(kind(inbox)).toBe('cover')
    await finish()
    expect([kind(inbox), inbox.session.value, calls]).toEqual(['cover', null, ['logout']])
    expect(made).toHaveLength(1)
    expect(wiped(made.flatMap(({ wrap, login }) => [wrap, login]))).toBe(true)
  })

  it('at the last step leaves none either', async () => {
    const { inbox, finish } = desk({
      me: async () => {
        inbox.leave()
        return server().me()
      },
    })
    await finish()
    expect([kind(inbox), inbox.session.value]).toEqual(['cover', null])
  })
})

describe('what a passphrase gave', () => {
  it.each<[string, Partial<Api>]>([
    ['the server does not answer', { login: () => Promise.reject(new MitosError('server-unreachable')) }],
    ['nothing opens', { login: async () => ({ blob: 'AAAA', challenge: '', serverTime: null }) }],
  ])('is wiped where %s', async (_, bend) => {
    const { inbox, finish, made } = desk(bend)
    await finish()
    expect(kind(inbox)).toBe('unlock')
    expect(made).toHaveLength(1)
    expect(wiped(made.flatMap(({ wrap, login }) => [wrap, login]))).toBe(true)
  })
})

describe('the cover', () => {
  it('says "Locked" only when the keys are gone', () => {
    const words = (lang: 'en' | 'el', session: unknown): readonly string[] =>
      draw(<Cover inbox={{ session: { value: session } } as unknown as Inbox} say={speak(lang)} />)
        .split('\n')
        .filter(Boolean)
    expect(words('en', {})).toEqual(['Covered', 'Uncover', 'Lock'])
    expect(words('el', {})).toEqual(['Καλυμμένο', 'Εμφάνιση', 'Κλείδωμα'])
    expect(words('en', null)).toEqual(['Locked', 'Unlock'])
    expect(words('el', null)).toEqual(['Κλειδωμένο', 'Ξεκλείδωμα'])
  })
})
