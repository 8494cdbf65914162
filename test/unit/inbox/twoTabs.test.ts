import { afterAll, beforeAll, expect, it } from 'vitest'
import { asMember, createApi } from '../../../inbox/api.ts'
import { createAuditApi } from '../../../inbox/audit/api.ts'
import { createCaseApi } from '../../../inbox/cases/api.ts'
import { visitor } from '../../integration/team.ts'
import { caseStage, itemOf, opened } from './caseStage.ts'
import { undated } from './undated.ts'

let stage: Awaited<ReturnType<typeof caseStage>>
beforeAll(async () => void (stage = await caseStage()))
afterAll(() => stage.stop())

it('two tabs of one browser share its cookie: nothing is done in the name of who unlocked the other one, nor ended for them', async () => {
  const jar = undated(visitor(stage.server).fetch)
  const tab = (name: string) => {
    const fetch = asMember(jar)
    const more = { api: createApi(fetch), cases: createCaseApi(fetch), audit: createAuditApi(fetch) }
    return stage.enter(name, {}, undefined, undefined, more)
  }
  const maria = await tab('maria')
  const person = await stage.person()
  const item = await opened(maria, person)
  const nikos = await tab('nikos')
  await maria.claim(item.id)
  expect((await itemOf(nikos, person))!.claim).toBeNull()
  // Hers is locked with a word, and his goes on.
  expect(maria.screen.value).toMatchObject({ kind: 'unlock', said: { key: 'unlock.loggedout' } })
  await nikos.claim((await opened(nikos, person)).id)
  expect(nikos.own.value?.claim?.by).toBe(nikos.session.value!.member.id)
})
