import { beforeAll, describe, expect, it } from 'vitest'
import { createInbox } from '../../../inbox/state.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import type { RequestPage, RequestRow } from '../../../shared/staffApi.ts'
import { toBase64 } from '../../../shared/bytes.ts'
import { NOW } from '../shared/network.ts'
import { call } from './facts.ts'
import { fakeCases } from './fakeCases.ts'
import { ORIGIN, PASSPHRASE, pageOf, prepare, server, world } from './member.ts'
import { fieldsOf, sealAny } from './world.ts'

beforeAll(prepare)

const any = { when: { parts: ['morning', 'afternoon', 'evening', 'night'], weekend: true } }
const idAt = (n: number): string => toBase64(new Uint8Array(16).fill(n))

/** An unlocked inbox, and what its server answers next. */
async function opened() {
  const answers: Partial<RequestPage>[] = []
  const asked: object[] = []
  const page = async (ask: object): Promise<RequestPage> => {
    asked.push(ask)
    return pageOf([], { whole: false, ...answers.shift() })
  }
  const derive = async () => ({ wrap: world.derived.wrap.slice(), login: world.derived.login.slice() })
  const cases = fakeCases(world.member.id)
  const clock = { now: NOW * 1000 }
  const inbox = createInbox(
    { api: server({ page }), cases, sodium, derive, now: () => clock.now, origin: ORIGIN },
    'en',
  )
  const settled = () => new Promise((resolve) => setTimeout(resolve, 20))
  const poll = async (answer: Partial<RequestPage>): Promise<void> => {
    answers.push(answer)
    inbox.lift()
    await settled()
  }
  answers.push({ whole: true, mark: 'm1', total: 0 })
  await inbox.enter('maria', PASSPHRASE)
  await settled()
  const session = inbox.session.value!
  const row = (id: number, address: string, rest: Partial<RequestRow> = {}, when: object = any, author = 60) =>
    sealAny(session, author, fieldsOf(session, author, { answers: call({ ...when, address }) }), {
      id: idAt(id),
      ...rest,
    })
  return { inbox, poll, row, asked, clock }
}

describe('an unlocked inbox', () => {
  it('asks for what changed since the last answer, and shows how many are not there', async () => {
    const { inbox, poll, row, asked } = await opened()
    await poll({ requests: [row(5, '+306900000001')], mark: 'm2', total: 8 })
    await poll({ mark: 'm3', total: null })
    expect(asked).toEqual([{}, { since: 'm1' }, { since: 'm2' }])
    expect(inbox.hidden.value).toBe(7)
    expect(inbox.arrived.value).toHaveLength(1)
    inbox.drop()
    expect(inbox.hidden.value).toBe(0)
  })

  it('R24, R43 shows a number only to who took the request, in a safe time; outside it only with a reason, and asks for one; for 60 s', async () => {
    const { inbox, poll, row, clock } = await opened()
    // It is Tuesday, 20:00 in Athens.
    const safe = (...parts: string[]) => ({ when: { parts, weekend: true } })
    const open = (id: number): void => {
      inbox.showArrived()
      inbox.open(idAt(id))
    }
    const state = () => [inbox.revealed.value?.item.id, inbox.asking.value]
    await poll({
      requests: [
        row(5, '+306900000001', {}, safe('morning'), 61),
        row(6, '+306900000002', {}, safe('evening'), 62),
        row(7, '+306900000003', {}, {}, 63),
      ],
      mark: 'm2',
      total: 3,
    })
    open(5)
    inbox.reveal(0, 'danger')
    expect(state()).toEqual([undefined, null])
    await inbox.claim(idAt(5))
    inbox.reveal()
    expect(state()).toEqual([undefined, 0])
    inbox.reveal(0, 'danger')
    expect(state()).toEqual([idAt(5), null])
    open(6)
    expect(state()).toEqual([undefined, null])
    await inbox.claim(idAt(6))
    inbox.reveal()
    expect(state()).toEqual([idAt(6), null])
    clock.now += 59_999
    inbox.beat()
    expect(state()).toEqual([idAt(6), null])
    clock.now += 1
    inbox.beat()
    expect(state()).toEqual([undefined, null])
    // Who did not say when is reached by the house rule: nine to five.
    open(7)
    await inbox.claim(idAt(7))
    inbox.reveal()
    expect(state()).toEqual([undefined, 0])
    inbox.drop()
  })

  it('asks nobody when it locks: a draft of the rota is gone, and how much it was is told', async () => {
    const { inbox } = await opened()
    inbox.visit('rota')
    inbox.rota.edit({ shifts: { GR: [] }, swaps: [] })
    expect(inbox.rota.unsaved.value).toBe(true)
    inbox.drop()
    expect([inbox.rota.draft.value, inbox.rota.history.value, inbox.where.value]).toEqual([null, null, 'list'])
    expect(inbox.rota.lost.value).toBe(2)
  })

  it('keeps the card and the number that are open when a second message sorts before the first', async () => {
    const { inbox, poll, row } = await opened()
    await poll({ requests: [row(5, '+306900000001')], mark: 'm2', total: 1 })
    inbox.showArrived()
    inbox.open(idAt(5))
    await inbox.claim(idAt(5))
    inbox.reveal()
    const shown = inbox.revealed.value!
    await poll({ requests: [row(3, '+306900000002')], mark: 'm3', total: 2 })
    expect(inbox.arrived.value).toEqual([])
    expect(inbox.items.value).toHaveLength(1)
    expect(inbox.own.value?.id).toBe(idAt(5))
    expect(inbox.own.value?.ways).toHaveLength(2)
    expect(inbox.revealed.value).toBe(shown)
    expect(shown.item.ways[shown.way]?.told.contact?.address).toBe('+306900000001')
    inbox.drop()
  })

  it('finds an unclaimed card again under the id that was opened', async () => {
    const { inbox, poll, row } = await opened()
    await poll({ requests: [row(5, '+306900000001')], mark: 'm2', total: 1 })
    inbox.showArrived()
    inbox.open(idAt(5))
    await poll({ requests: [row(3, '+306900000002')], mark: 'm3', total: 2 })
    expect(inbox.opened.value).toMatchObject({ kind: 'request', id: idAt(3), ids: [idAt(3), idAt(5)] })
    inbox.drop()
  })
})
