import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outcomeOf } from '../../../../inbox/overview/outcomes.ts'
import type { Inbox } from '../../../../inbox/state.ts'
import type { Case } from '../../../../shared/caseFold.ts'
import { caseStage, itemOf, opened } from '../caseStage.ts'

const close = (reason: string, refused?: string) => ({ kind: 'opened', act: { kind: 'close', reason }, refused })
const caseOf = (state: string, ...events: object[]) => ({ standing: { state }, events }) as unknown as Case

describe('how a case ended', () => {
  it('is the last reason that counts, while it is closed', () => {
    expect(outcomeOf(caseOf('closed', close('helped')))).toBe('helped')
    expect(outcomeOf(caseOf('closed', close('helped'), close('not-safe'), close('twice', 'case-actor')))).toBe(
      'not-safe',
    )
    expect(outcomeOf(caseOf('contact', close('helped')))).toBeNull()
    expect(outcomeOf(caseOf('closed', close('test')))).toBeNull()
    expect(outcomeOf(caseOf('closed', { kind: 'shut', code: 'open-damaged', refused: 'open-damaged' }))).toBeNull()
    expect([outcomeOf(null), outcomeOf({ standing: null, events: [] } as unknown as Case)]).toEqual([null, null])
  })
})

describe('the overview', () => {
  let stage: Awaited<ReturnType<typeof caseStage>>
  let maria: Inbox, lena: Inbox
  beforeAll(async () => {
    stage = await caseStage()
    maria = await stage.enter('maria')
    lena = await stage.enter('lena')
  })
  afterAll(() => stage.stop())

  it('reads the closed cases of all, for the coordinator alone', async () => {
    const person = await stage.person()
    await maria.claim((await opened(maria, person)).id)
    await maria.cases.write(await opened(maria, person), { acts: [{ kind: 'close', reason: 'helped' }] })
    const nikos = await stage.enter('nikos')
    for (const inbox of [lena, nikos]) {
      await itemOf(inbox, person)
      inbox.visit('overview')
      await inbox.cases.follow(inbox.session.value!, true)
    }
    const outcome = async (inbox: Inbox) => outcomeOf(inbox.cases.caseIn((await itemOf(inbox, person))!))
    expect([await outcome(lena), await outcome(nikos)]).toEqual(['helped', null])
    const table = lena.numbers.tables.value.find(({ name }) => name === 'outcome')
    expect(table?.rows.map(({ code, least }) => [code, least])).toContainEqual(['helped', null])
  })
})
