import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Shell } from '../../../inbox/App.tsx'
import { actWords } from '../../../inbox/case/words.ts'
import { speak } from '../../../inbox/i18n.ts'
import { onKey } from '../../../inbox/keyboard.ts'
import { onShift } from '../../../inbox/list/duty.ts'
import type { Rows } from '../../../inbox/list/rows.ts'
import { Rest } from '../../../inbox/rest/RestPage.tsx'
import { createRest, othersOn } from '../../../inbox/rest/rest.ts'
import { ASK_AFTER } from '../../../inbox/referral/sent.ts'
import type { Session } from '../../../inbox/session.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { draw } from './draw.ts'
import { caseStage, itemOf, opened } from './caseStage.ts'

const say = speak('en')
let stage: Awaited<ReturnType<typeof caseStage>>
let maria: Inbox, nikos: Inbox
let down = false
beforeAll(async () => {
  stage = await caseStage()
  maria = await stage.enter('maria', {}, () => down)
  nikos = await stage.enter('nikos')
})
afterAll(() => {
  vi.unstubAllGlobals()
  return stage.stop()
})

const rest = (inbox: Inbox, session: Session = inbox.session.value!): string =>
  draw(
    <Rest
      inbox={inbox}
      say={say}
      session={session}
      resting={inbox.rest.resting.value!}
      shift={onShift(session, inbox.t.value)}
    />,
  )
/** What a break of this member is made of. */
const parts = (inbox: Inbox) => ({
  session: inbox.session,
  rows: { shown: { all: inbox.all } } as unknown as Rows,
  cases: inbox.cases,
  holds: () => true,
  close: inbox.close,
})
/** Maria has one that is claimed, one that is tried and one whom she reached. */
async function three(): Promise<readonly number[]> {
  const people: number[] = []
  for (const result of [null, 'no-answer', 'reached'] as const) {
    const person = await stage.person()
    people.push(person)
    await maria.claim((await opened(maria, person)).id)
    if (result)
      expect(await maria.cases.write(await opened(maria, person), { acts: [{ kind: 'try', result }] })).toBe(true)
  }
  return people
}

describe('I need a break', () => {
  it('gives back all that one has with one press, hides it, and says who is there', async () => {
    const people = await three()
    expect(maria.rest.has(maria.session.value!)).toBe(true)
    maria.openId.value = (await itemOf(maria, people[2]!))!.id
    const giving = maria.rest.begin()
    // At once, before the server has answered.
    expect([maria.rest.resting.value, maria.openId.value]).toEqual([{ giving: true, given: 0, left: 3 }, null])
    expect(rest(maria)).toContain('What you have is being given back')
    await giving
    expect(maria.rest.resting.value).toEqual({ giving: false, given: 3, left: 0 })
    expect(rest(maria)).toMatch(/Given back: 3\. Nobody is told why\.[^]*On shift now: Lena and Nikos\./)
    const states = await Promise.all(
      people.map(async (person) => {
        const item = (await itemOf(nikos, person))!
        return [item.claim, item.case!.wakeAt, nikos.cases.stateOf(item)]
      }),
    )
    expect(states).toEqual([
      [null, null, 'new'],
      [null, null, 'new'],
      [null, null, 'contact'],
    ])
    // And nikos can go on with whom she had reached.
    await nikos.claim((await opened(nikos, people[2]!)).id)
    expect((await opened(nikos, people[2]!)).claim?.by).toBe(nikos.session.value!.member.id)
    maria.rest.end()
  })

  it('gives back also what a note is being written into just then', async () => {
    await maria.claim((await opened(maria, await stage.person())).id)
    const noting = maria.cases.write(maria.own.value!, { acts: [{ kind: 'note', text: 'she calls back' }] })
    await maria.rest.begin()
    expect([await noting, maria.rest.resting.value]).toEqual([true, { giving: false, given: 1, left: 0 }])
    maria.rest.end()
  })

  it('leaves what another organisation has its hour, in which it is asked whether they arrived, unless it came back', async () => {
    const person = await stage.person()
    await maria.claim((await opened(maria, person)).id)
    const item = await opened(maria, person)
    const hour = maria.t.value - (maria.t.value % 3600) + ASK_AFTER
    const yes = { kind: 'consent', how: 'phone', until: hour, what: ['area'] } as const
    const refer = { kind: 'refer', to: null, what: ['area'] } as const
    const acts = [{ kind: 'try', result: 'reached' } as const, yes, refer, { kind: 'wake-at', hour } as const]
    expect(await maria.cases.write(item, { acts, wakeAt: hour })).toBe(true)
    await maria.rest.begin()
    maria.rest.end()
    const resting = (await itemOf(nikos, person))!
    expect([resting.claim, resting.case!.wakeAt, nikos.cases.stateOf(resting)]).toEqual([null, hour, 'referred'])
    expect(nikos.arranged.value.later.map(({ item }) => item.id)).toContain(resting.id)
    // Who takes it is asked then, as it would have been asked of her.
    expect(await nikos.cases.take(await opened(nikos, person))).toBeNull()
    expect((await itemOf(nikos, person))!.case!.wakeAt).toBe(hour)
    const back = createRest({ ...parts(nikos), isBack: () => true })
    await back.begin()
    expect((await itemOf(maria, person))!.case!.wakeAt).toBeNull()
  })

  it('shows no reason to anybody', () => {
    const words = actWords(say, nikos.session.value!, { kind: 'give-back', reason: 'break' })
    expect(words).toBe(actWords(say, nikos.session.value!, { kind: 'give-back', reason: 'other' }))
    expect(words).not.toMatch(/break/i)
  })

  it('hides all the same without a network, says what is still there, and gives it back later', async () => {
    const person = await stage.person()
    await maria.claim((await opened(maria, person)).id)
    down = true
    await maria.rest.begin()
    expect(maria.rest.resting.value).toEqual({ giving: false, given: 0, left: 1 })
    expect(rest(maria)).toMatch(/Not given back yet: 1\. Nobody else can take them[^]*Try again/)
    expect(draw(<Shell inbox={maria} say={say} session={maria.session.value!} />)).not.toMatch(/Mine|Now|Rota/)
    down = false
    await maria.rest.begin()
    expect(maria.rest.resting.value).toEqual({ giving: false, given: 1, left: 0 })
    expect((await itemOf(nikos, person))!.claim).toBeNull()
    maria.rest.end()
  })

  it('is calm also where there is nothing, and where nobody else is there', async () => {
    await maria.rest.begin()
    expect(rest(maria)).toContain('You had nothing open.')
    const session = maria.session.value!
    const alone: Session = { ...session, team: { ...session.team, duty: [[0, 10, session.member.id]] } }
    expect(othersOn(alone, maria.t.value)).toEqual(['Lena', 'Nikos'])
    const minute = Math.floor(maria.t.value / 60)
    const only: Session = { ...session, team: { ...session.team, duty: [[minute - 10, 60, session.member.id]] } }
    expect(rest(maria, only)).toMatch(
      /Nobody else is on shift now\. If something cannot wait, call Lena\.[^]*names you until/,
    )
    const one: Session = { ...only, team: { ...only.team, members: [session.member] } }
    expect(rest(maria, one)).toContain('Nobody else is on shift now.')
    maria.rest.end()
  })

  it('is ended by the lock, and no key opens anything meanwhile', async () => {
    await maria.rest.begin()
    const cursor = maria.cursor.value
    const press = (key: string) =>
      onKey(maria, { key, code: '', target: null, timeStamp: 0, preventDefault: () => undefined } as KeyboardEvent, [])
    for (const name of ['HTMLInputElement', 'HTMLSelectElement', 'HTMLTextAreaElement']) vi.stubGlobal(name, Function)
    for (const key of ['w', '?', 'j', 'c', 't']) press(key)
    expect([maria.finding.value, maria.help.value, maria.cursor.value]).toEqual([null, false, cursor])
    press('l')
    expect([maria.rest.resting.value, maria.session.value]).toEqual([null, null])
  })
})
