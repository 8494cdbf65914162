import { signal } from '@preact/signals'
import { beforeEach, describe, expect, it } from 'vitest'
import { AlertsView } from '../../../inbox/alerts/AlertsView.tsx'
import { Quiet } from '../../../inbox/alerts/Quiet.tsx'
import { Called } from '../../../inbox/alerts/Called.tsx'
import { type Alerts, createAlerts } from '../../../inbox/alerts/alerts.ts'
import type { Api } from '../../../inbox/api.ts'
import { speak } from '../../../inbox/i18n.ts'
import type { Inbox } from '../../../inbox/state.ts'
import type { AlertSettings, AlertWay } from '../../../shared/alertsApi.ts'
import { MitosError } from '../../../shared/errors.ts'
import { NOW } from '../shared/network.ts'
import { draw } from './draw.ts'
import { NO_ALERTS } from './member.ts'
import { PASSPHRASE, deskOf, openOffice } from './office.ts'

const CAN = { mail: true, push: 'key', webhook: true } as const
const way = (id: string, changes: Partial<AlertWay> = {}): AlertWay => ({
  id,
  kind: 'mail',
  shown: `${id}@a21.example`,
  result: 'none',
  at: 0,
  ...changes,
})

let held: AlertSettings
let sent: unknown[]
let asked = 0
let inbox: Inbox
let clock = NOW * 1000
/** A server that does as it is told, with the inbox of a coordinator before it. */
const open = async (
  bend: Partial<Api> = {},
  subscribe = async (): Promise<string | null> => 'https://push.example/1',
) => {
  const api = {
    alerts: async () => {
      asked++
      return held
    },
    putAlerts: async (request: Parameters<Api['putAlerts']>[0]) => {
      sent.push(request.ways)
      const ways = request.ways.map((one, i) =>
        'id' in one
          ? held.ways.find(({ id }) => id === one.id)!
          : way(`new${i}`, { kind: one.kind, shown: one.address }),
      )
      return (held = { ...held, ways })
    },
    testAlerts: async () =>
      (held = { ...held, ways: held.ways.map((one) => ({ ...one, result: 'arrived', at: NOW })) }),
    seenAlert: async () => void sent.push('seen'),
    callNobody: async (id: string) => void sent.push(id),
    callAgain: async (id: string) => void sent.push(`again ${id}`),
    ...bend,
  } satisfies Partial<Api>
  const desk = deskOf(await openOffice(), api)
  await desk.inbox.enter('maria', PASSPHRASE)
  const alerts = createAlerts({
    api,
    session: desk.inbox.session,
    now: () => clock,
    loggedOut: () => void sent.push('logged out'),
    ended: () => void sent.push('ended'),
    subscribe,
  })
  inbox = { ...desk.inbox, alerts }
  await alerts.look()
  return alerts
}
const page = (lang: 'en' | 'el' = 'en'): string =>
  draw(<AlertsView inbox={inbox} say={speak(lang)} session={inbox.session.value!} />)
const strip = (): string => draw(<Called inbox={inbox} say={speak('en')} />)

let alerts: Alerts
beforeEach(async () => {
  held = { ...NO_ALERTS, can: CAN }
  sent = []
  clock = NOW * 1000
  alerts = await open()
})

describe('A member', () => {
  it('adds an address that they type, tries it, and reads when it arrived', async () => {
    alerts.typed.value = { mail: ' maria@a21.example ', webhook: '' }
    await alerts.addTyped('mail')
    expect(sent).toEqual([[{ kind: 'mail', address: 'maria@a21.example' }]])
    expect(alerts.typed.value.mail).toBe('')
    expect(page()).toContain('E-mail · maria@a21.example')
    expect(page()).toContain('Not tried yet.')
    await alerts.test()
    expect(page()).toMatch(/Arrived at the mail server (today|tomorrow|yesterday|\w{3} ).*\. Did you see it\?/)
    expect(page('el')).toMatch(/Έφτασε στον διακομιστή e-mail .*\. Το είδατε;/)
  })

  it('keeps the others when one is added or taken away', async () => {
    held = { ...held, ways: [way('one'), way('two')] }
    await alerts.look()
    await alerts.addTyped('webhook').catch(() => undefined)
    await alerts.remove('one')
    expect(sent.at(-1)).toEqual([{ id: 'two' }, { id: 'new2' }])
  })

  it('adds one while the page is still being read, and what was read before does not take it away again', async () => {
    let gate: Promise<void> = Promise.resolve()
    let release = (): void => undefined
    alerts = await open({
      alerts: async () => {
        const before = { ...held, ways: [] }
        await gate
        return before
      },
    })
    gate = new Promise((resolve) => (release = resolve))
    const looking = alerts.look()
    await alerts.add('mail', 'maria@a21.example')
    release()
    await looking
    expect(alerts.settings.value?.ways).toHaveLength(1)
  })

  it('is told how it went also where a newer list came meanwhile', async () => {
    const newer = (): void => void (inbox.session.value = { ...inbox.session.value! })
    alerts = await open({
      testAlerts: async () => {
        newer()
        return { ...held, runs: true }
      },
      seenAlert: () => (newer(), Promise.reject(new MitosError('server-unreachable'))),
    })
    await alerts.test()
    expect(alerts.runs.value).toBe(true)
    await alerts.seen()
    expect(alerts.said.value?.key).toBe('error.away')
  })

  it('lets this browser be called, or is told why it cannot be', async () => {
    await alerts.addHere()
    expect(sent).toEqual([[{ kind: 'push', address: 'https://push.example/1' }]])
    alerts = await open({}, async () => null)
    await alerts.addHere()
    expect(alerts.said.value?.key).toBe('alerts.push.no')
    alerts = await open({}, () => Promise.reject(new Error('no push service')))
    await alerts.addHere()
    expect(alerts.said.value?.key).toBe('alerts.push.cannot')
    expect(sent).toHaveLength(1)
  })

  it.each([
    ['alert-address', 'alerts.bad'],
    ['alert-off', 'alerts.none'],
    ['too-many', 'alerts.wait'],
    ['not-found', 'alerts.changed'],
    ['server-unreachable', 'error.away'],
  ] as const)('is told in words what %s means, and what they typed stays', async (code, key) => {
    alerts = await open({ putAlerts: () => Promise.reject(new MitosError(code)) })
    alerts.typed.value = { mail: 'maria', webhook: '' }
    await alerts.addTyped('mail')
    expect(alerts.said.value?.key).toBe(key)
    expect(alerts.typed.value.mail).toBe('maria')
    expect(alerts.busy.value).toBe(false)
  })

  it('reads of each way that failed what to do', async () => {
    held = {
      ...held,
      ways: [
        way('a', { result: 'alert-refused', at: NOW }),
        way('b', { kind: 'push', result: 'alert-gone', at: NOW }),
        way('c', { kind: 'webhook', result: 'alert-unreachable', at: NOW }),
      ],
    }
    await alerts.look()
    for (const words of ['Not taken', 'Remove it and add it once more', 'Could not be reached'])
      expect(page()).toContain(words)
  })

  it('is told where nothing is set up, and offered nothing', async () => {
    held = NO_ALERTS
    await alerts.look()
    expect(page()).toContain('No way to call you is set up')
    for (const words of ['Add this', 'Call this browser', 'Test now']) expect(page()).not.toContain(words)
  })

  it('has everything of it forgotten with the lock', () => {
    alerts.typed.value = { mail: 'maria', webhook: '' }
    alerts.clear()
    expect([alerts.settings.value, alerts.typed.value.mail]).toEqual([null, ''])
  })

  it('whose browser asks about it still when it locks: nothing is said, and nothing is set up in the name of who comes next', async () => {
    let answer: (address: string | null) => void
    let put = 0
    const subscribe = () => new Promise<string | null>((resolve) => (answer = resolve))
    const putAlerts = async (): Promise<AlertSettings> => (put++, held)
    for (const said of [null, 'https://push.example/1']) {
      alerts = await open({ putAlerts }, subscribe)
      const adding = alerts.addHere()
      inbox.session.value = null
      alerts.clear()
      answer!(said)
      await adding
      expect([alerts.said.value, put]).toEqual([null, 0])
    }
  })

  it('whose mail is on its way when it locks empties nothing that the next one types', async () => {
    const putAlerts = async (): Promise<AlertSettings> => {
      inbox.session.value = null
      alerts.clear()
      alerts.typed.value = { mail: 'nikos', webhook: '' }
      return held
    }
    alerts = await open({ putAlerts })
    alerts.typed.value = { mail: 'maria@a21.example', webhook: '' }
    await alerts.addTyped('mail')
    expect(alerts.typed.value.mail).toBe('nikos')
  })

  it('whose session has ended is logged out', async () => {
    alerts = await open({ testAlerts: () => Promise.reject(new MitosError('not-logged-in')) })
    await alerts.test()
    expect(sent).toEqual(['logged out'])
  })
})

describe('Who is called', () => {
  it('sees it above the list within a minute, and says that they have seen it', async () => {
    await alerts.glance()
    expect(strip()).toBe('')
    held = { ...held, runs: true }
    const before = asked
    clock += 59_000
    await alerts.glance()
    expect(asked).toBe(before)
    clock += 1000
    await alerts.glance()
    expect(strip()).toContain('I have seen it')
    await alerts.seen()
    expect(sent).toEqual(['seen'])
    expect(strip()).toBe('')
  })

  it('keeps what was known while the server does not answer', async () => {
    held = { ...held, runs: true }
    await alerts.look()
    const gone = createAlerts({
      api: { ...inbox, alerts: () => Promise.reject(new MitosError('server-unreachable')) } as never,
      session: signal(inbox.session.value),
      now: () => clock,
      loggedOut: () => undefined,
    })
    gone.settings.value = held
    await gone.glance()
    expect([gone.runs.value, gone.said.value]).toEqual([true, null])
  })
})

describe('A row that cannot be opened', () => {
  const row = (id: string): string => draw(<Quiet inbox={inbox} say={speak('en')} id={id} />)

  it('calls nobody any more once somebody has looked at it, and the others still do', async () => {
    expect(row('one')).toContain('call nobody for this')
    await alerts.callNobody('one')
    // With a line in the audit, as whatever a member decides.
    expect(sent).toEqual(['one', 'ended'])
    expect([row('one'), row('two')]).toEqual([
      expect.stringContaining('Nobody is called for this any more.'),
      expect.stringContaining('call nobody for this'),
    ])
    alerts.clear()
    expect(row('one')).toContain('call nobody for this')
  })
})

describe('A coordinator', () => {
  it('sees of everybody whether a call has arrived', async () => {
    const { team } = inbox.session.value!
    held = { ...held, team: team.members.map(({ id }, i) => ({ member: id, works: i === 0 })) }
    await alerts.look()
    expect(page()).toContain('Who can be called')
    expect(page().match(/A call has arrived\./g)).toHaveLength(1)
    expect(page().match(/No call has arrived yet/g) ?? []).toHaveLength(team.members.length - 1)
  })
})
