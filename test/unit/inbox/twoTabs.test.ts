import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fetch, asMember, createApi } from '../../../inbox/api.ts'
import { createAuditApi } from '../../../inbox/audit/api.ts'
import { createCaseApi } from '../../../inbox/cases/api.ts'
import { visitor } from '../../integration/team.ts'
import { caseStage, itemOf, opened } from './caseStage.ts'
import { undated } from './undated.ts'

let stage: Awaited<ReturnType<typeof caseStage>>
beforeAll(async () => void (stage = await caseStage()))
afterAll(() => stage.stop())

/** One jar of cookies, and pages of which each has its own unlockings. */
function browser() {
  const jar = undated(visitor(stage.server).fetch)
  const outs: Promise<unknown>[] = []
  const tab = (name: string) => {
    const named = asMember(jar)
    const fetch: Fetch = (path, init) => {
      const response = named(path, init)
      if (String(path).endsWith('/logout')) outs.push(response)
      return response
    }
    const more = { api: createApi(fetch), cases: createCaseApi(fetch), audit: createAuditApi(fetch) }
    return stage.enter(name, {}, undefined, undefined, more)
  }
  /** Once the server knows of all that were locked. */
  return { tab, out: () => Promise.all(outs) }
}

const LOGGED_OUT = { kind: 'unlock', said: { key: 'unlock.loggedout' } }

it('two tabs of one browser share its cookie: nothing is done in the name of who unlocked the other one, nor ended for them', async () => {
  const { tab } = browser()
  const maria = await tab('maria')
  const person = await stage.person()
  const item = await opened(maria, person)
  const nikos = await tab('nikos')
  await maria.claim(item.id)
  expect((await itemOf(nikos, person))!.claim).toBeNull()
  // Hers is locked with a word, and his goes on.
  expect(maria.screen.value).toMatchObject(LOGGED_OUT)
  await nikos.claim((await opened(nikos, person)).id)
  expect(nikos.own.value?.claim?.by).toBe(nikos.session.value!.member.id)
})

it('a tab that locks by itself, or is closed, leaves another one of the same member unlocked with what is typed there; who locks by hand locks both', async () => {
  const { tab, out } = browser()
  const [here, there, third] = [await tab('maria'), await tab('maria'), await tab('maria')]
  const item = await opened(here, await stage.person())
  here.cases.type(item, 'rings at ten')
  // Two minutes away.
  there.goAway()
  stage.server.now += 125
  there.beat()
  third.leave()
  expect([there.session.value, third.session.value, (await out()).length]).toEqual([null, null, 2])
  await here.lift()
  expect([here.screen.value.kind, here.cases.typed.value.get(item.id)]).toEqual(['open', 'rings at ten'])
  await there.enter('maria', 'not asked here')
  await there.lift()
  expect(there.screen.value.kind).toBe('open')
  there.drop()
  await out()
  await here.lift()
  expect(here.screen.value).toMatchObject(LOGGED_OUT)
})
