import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { speak } from '../../../inbox/i18n.ts'
import { createSeveral } from '../../../inbox/several/several.ts'
import { ChooseSeveral, SeveralList } from '../../../inbox/several/SeveralList.tsx'
import type { Request } from '../../../inbox/list/items.ts'
import type { Rows } from '../../../inbox/list/rows.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { toBase64 } from '../../../shared/bytes.ts'
import { keyIdOf } from '../../../shared/keys.ts'
import { crypto, seed } from '../../integration/network.ts'
import { elements, textOf, unfold } from '../unfold.ts'
import { caseStage, itemOf } from './caseStage.ts'

const say = speak('en')
let stage: Awaited<ReturnType<typeof caseStage>>
let maria: Inbox, nikos: Inbox
let down = false
let ids: string[]
beforeAll(async () => {
  stage = await caseStage()
  maria = await stage.enter('maria', {}, () => down)
  nikos = await stage.enter('nikos')
  const people: number[] = []
  for (const more of [{}, {}, {}, { danger: 'now' }, { age: 'under18' }]) people.push(await stage.person({}, { more }))
  ids = []
  for (const person of people) ids.push((await itemOf(maria, person))!.id)
  await nikos.lift()
})
afterAll(() => stage.stop())

const parts = (inbox: Inbox) => ({ inbox, say, session: inbox.session.value! })
const page = () => unfold(<SeveralList {...parts(maria)} />)
const offered = () => elements(page()).flatMap(({ props }) => (props['data-choose-one'] as string | undefined) ?? [])
const listed = async (inbox: Inbox, filter: 'all' | 'aside'): Promise<string[]> => {
  await inbox.lift()
  inbox.showArrived()
  inbox.cases.filter.value = filter
  return inbox.listed.value.map(({ id }) => id).sort()
}
const choose = (...which: string[]): void => {
  maria.several.begin()
  for (const id of which) maria.several.choose(id, true)
}

/** For which requests somebody is called. */
const calling = async (): Promise<string[]> => {
  const keyId = keyIdOf(crypto, crypto.boxPublicKey(seed('a21 1')))
  return (await stage.server.store.unopened(keyId, null, 100)).map(({ id }) => toBase64(id))
}

describe('several at once', () => {
  it('are set aside with one press by one person, but for those of danger or under 18', async () => {
    expect(textOf(unfold(<ChooseSeveral {...parts(maria)} />))).toContain('Set several aside')
    choose(...ids)
    expect(offered().sort()).toEqual(ids.slice(0, 3).sort())
    await maria.several.go()
    expect([maria.several.chosen.value, maria.cases.done.value]).toEqual([
      null,
      { key: 'several.aside', values: { n: 3 } },
    ])
    expect(await listed(nikos, 'all')).toEqual(ids.slice(3).sort())
    expect(await listed(nikos, 'aside')).toEqual(ids.slice(0, 3).sort())
    expect((await calling()).sort()).toEqual(ids.slice(3).sort())
  })

  it('are put back as they were', async () => {
    await listed(maria, 'aside')
    choose(ids[0]!, ids[1]!)
    expect(textOf(page())).toContain('Put back (2)')
    await maria.several.go()
    expect(maria.cases.done.value).toEqual({ key: 'several.restored', values: { n: 2 } })
    expect(await listed(nikos, 'aside')).toEqual([ids[2]])
    expect((await calling()).sort()).toEqual(ids.filter((id) => id !== ids[2]).sort())
  })

  it('that could not be written stay chosen, and are said', async () => {
    await listed(maria, 'all')
    choose(ids[0]!, ids[1]!)
    maria.several.choose(ids[1]!, false)
    down = true
    await maria.several.go()
    expect([...maria.several.chosen.value!]).toEqual([ids[0]])
    expect(textOf(page())).toMatch(/Not written: 1\. They are still chosen/)
    down = false
    await maria.several.go()
    expect(maria.several.chosen.value).toBeNull()
    expect(await listed(nikos, 'aside')).toEqual([ids[0], ids[2]].sort())
  })

  it('call nobody from when they are set aside on, and call before they are put back', async () => {
    const person = await stage.person()
    await stage.adds(person, { kind: 'follow-up', text: 'Hello?' })
    const item = (await itemOf(maria, person))!
    let knows = false
    const told: string[] = []
    const aside = () => maria.cases.caseIn(maria.all.value.find(({ id }) => id === item.id)!)?.standing?.aside ?? false
    const several = createSeveral({
      session: maria.session,
      rows: { shown: { listed: maria.listed } } as unknown as Rows,
      cases: maria.cases,
      t: maria.t,
      holds: () => true,
      setCalls: async (id, calls) => (told.push(`${id} ${calls} ${aside()}`), knows),
    })
    const go = async (filter: 'all' | 'aside') => {
      await listed(maria, filter)
      several.begin()
      several.choose(item.id, true)
      await several.go()
      return [told.splice(0), several.chosen.value?.size ?? 0]
    }
    // All that lies there, once it is written; that the server does not know yet takes nothing back.
    expect(await go('all')).toEqual([item.ids.map((id) => `${id} false true`), 0])
    // Where it cannot call, it is not put back.
    expect(await go('aside')).toEqual([[`${item.id} true true`], 1])
    expect(aside()).toBe(true)
    knows = true
    expect(await go('aside')).toEqual([[`${item.id} true true`], 0])
    expect(aside()).toBe(false)
    await maria.cases.write(item, { acts: [{ kind: 'set-aside' }] })
  })

  it('come back before all once the person writes again, and are set aside with what lay there', async () => {
    const person = await stage.person()
    const item = (await itemOf(maria, person))!
    await stage.adds(person, { kind: 'follow-up', text: 'Hello?' })
    await listed(maria, 'all')
    choose(item.id)
    await maria.several.go()
    expect(await listed(nikos, 'all')).not.toContain(item.id)
    const mine = async () => {
      const all = (await calling()).filter((id) =>
        (nikos.all.value.find((one) => one.id === item.id) as Request).ids.includes(id),
      )
      return all.length
    }
    expect(await mine()).toBe(0)
    const id = await stage.adds(person, { kind: 'follow-up', text: 'He is at the door' })
    expect(await listed(nikos, 'all')).toContain(item.id)
    expect([await mine(), (await calling()).includes(id)]).toEqual([1, true])
    expect(await listed(maria, 'all')).toContain(item.id)
    choose(item.id)
    await maria.several.go()
    expect(await listed(nikos, 'all')).not.toContain(item.id)
    expect(await listed(nikos, 'aside')).toContain(item.id)
  })

  it('are nobody’s: what somebody has taken is not offered, and choosing ends with the lock', async () => {
    await nikos.claim(ids[1]!)
    await listed(maria, 'all')
    maria.several.begin()
    expect(offered()).toEqual([])
    expect(unfold(<ChooseSeveral {...parts(maria)} />)).toEqual(unfold(null))
    maria.drop()
    expect(maria.several.chosen.value).toBeNull()
  })
})
