import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Me } from '../../shared/staffApi.ts'
import type { TestServer } from './server.ts'
import { type Visitor, logIn, teamServer } from './team.ts'

const KEPT = { unread: 5, closed: 6, open: 70 }
let server: TestServer
let lena: Visitor
beforeAll(async () => {
  server = await teamServer({ keep: KEPT })
  lena = await logIn(server, 'lena')
})
afterAll(() => server.stop())

describe('What the server tells its members', () => {
  it('has the days for which it keeps, as its operator set them', async () => {
    expect(((await (await lena.send('GET', 'me')).json()) as Me).keep).toEqual(KEPT)
  })
})
