import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toBase64 } from '../../shared/bytes.ts'
import { GUIDE, GUIDE_SIZE } from '../../shared/guide.ts'
import { INTERPRETERS_PAPER, type Interpreter } from '../../shared/interpreters.ts'
import { sealPaper } from '../../shared/ngoPaper.ts'
import type { GuidePage, GuideRequest } from '../../shared/staffApi.ts'
import { filesWith } from '../support/canary.ts'
import { crypto, seed } from './network.ts'
import { type TestServer, codeOf } from './server.ts'
import { NETWORK, type Visitor, logIn, place, teamServer } from './team.ts'

let server: TestServer
let lena: Visitor, maria: Visitor, gina: Visitor
beforeAll(async () => {
  server = await teamServer()
  lena = await logIn(server, 'lena')
  maria = await logIn(server, 'maria')
  gina = await logIn(server, 'gina')
})
afterAll(() => server.stop())

const CANARY = 'Ring Eleni 6900112233'
const box = crypto.boxPublicKey(seed('a21 1'))
function guide(version: number, lines: readonly string[] = [CANARY], changes: Partial<GuideRequest> = {}) {
  const by = { id: place('lena').id, signSeed: seed('lena sign') }
  const sealed = sealPaper(crypto, GUIDE, { network: NETWORK, ngo: 'a21', version, issued: 1 }, { lines }, by, box)
  return { version, generation: 1, sealed: toBase64(sealed), ...changes }
}
const put = async (who: Visitor, body: object, what = 'guide'): Promise<string> => {
  const answer = await who.send('PUT', what, body)
  return answer.status === 204 ? '204' : codeOf(answer)
}
const get = async (who: Visitor, have = '', what = 'guide'): Promise<GuidePage> =>
  (await (await who.fetch(`/api/inbox/${what}${have}`)).json()) as GuidePage

describe('The list of interpreters on the server', () => {
  const who = (name: string): Interpreter => ({
    name,
    reach: CANARY,
    languages: ['ur'],
    gender: null,
    community: null,
    note: '',
    hours: '',
  })
  function list(
    version: number,
    people: readonly Interpreter[] = [who('Samira')],
    changes: Partial<GuideRequest> = {},
  ) {
    const by = { id: place('lena').id, signSeed: seed('lena sign') }
    const of = { network: NETWORK, ngo: 'a21', version, issued: 1 }
    const sealed = toBase64(sealPaper(crypto, INTERPRETERS_PAPER, of, { people }, by, box))
    return { version, generation: 1, sealed, ...changes }
  }

  it('is a paper of its own: for members of the NGO, put by a coordinator, the next version only, of one size', async () => {
    expect(await get(maria, '', 'interpreters')).toEqual({ version: 0, generation: 0, sealed: null })
    const [first, full] = [
      list(1),
      list(
        2,
        Array.from({ length: 60 }, (_, i) => who(`No ${i}`)),
      ),
    ]
    const answers: string[] = []
    for (const [visitor, body] of [
      [maria, first],
      [lena, { ...first, sealed: guide(1).sealed }],
      [lena, { ...first, generation: 3 }],
      [lena, first],
      [lena, first],
      [lena, list(1, [])],
      [lena, list(3)],
      [lena, full],
    ] as const)
      answers.push(await put(visitor, body, 'interpreters'))
    expect(answers).toEqual([
      '403 lead-only',
      '400 bad-input',
      '409 guide-version',
      '204',
      '204',
      '409 guide-version',
      '409 guide-version',
      '204',
    ])
    expect([first.sealed.length, full.sealed.length]).toEqual(Array(2).fill(toBase64(new Uint8Array(41_008)).length))
    expect(await get(maria, '?have=1', 'interpreters')).toEqual(full)
    expect(await get(gina, '', 'interpreters')).toEqual({ version: 0, generation: 0, sealed: null })
    expect((await get(maria)).sealed).toBe(null)
    expect(await filesWith(server.data, CANARY)).toEqual([])
  })
})

describe('The house guide on the server', () => {
  it('is none at first; a coordinator puts it and the next one, and only members of the NGO are given it', async () => {
    expect(await get(maria)).toEqual({ version: 0, generation: 0, sealed: null })
    const [first, second] = [guide(1), guide(2, ['Ring nobody'])]
    expect([await put(lena, first), await put(lena, first), await put(lena, guide(1))]).toEqual([
      '204',
      '204',
      '409 guide-version',
    ])
    expect(await get(maria)).toEqual(first)
    expect(await get(maria, '?have=1')).toEqual({ ...first, sealed: null })
    expect(await put(lena, second)).toBe('204')
    expect(await get(maria, '?have=1')).toEqual(second)
    expect(await get(gina)).toEqual({ version: 0, generation: 0, sealed: null })
    expect(await codeOf(await server.get('/api/inbox/guide', { headers: { 'sec-fetch-site': 'same-origin' } }))).toBe(
      '401 not-logged-in',
    )
  })

  it.each([
    ['by a member', () => maria, () => guide(3), '403 lead-only'],
    ['that leaves out a version', () => lena, () => guide(4), '409 guide-version'],
    ['of an older version', () => lena, () => guide(1), '409 guide-version'],
    ['for keys that no roster names', () => lena, () => guide(3, [], { generation: 3 }), '409 guide-version'],
    [
      'of another length',
      () => lena,
      () => guide(3, [], { sealed: toBase64(new Uint8Array(GUIDE_SIZE - 1)) }),
      '400 bad-input',
    ],
    ['that is no base64url', () => lena, () => guide(3, [], { sealed: '=' }), '400 bad-input'],
    ['without a version', () => lena, () => ({ ...guide(3), version: 0 }), '400 bad-input'],
  ])('refuses one %s, and what is there stays', async (_, who, body, code) => {
    const before = await get(maria)
    expect(await put(who(), body())).toBe(code)
    expect(await get(maria)).toEqual(before)
  })

  it('refuses a question for no version', async () => {
    for (const have of ['x', '-1', '1.5', '99999999999'])
      expect(await codeOf(await maria.fetch(`/api/inbox/guide?have=${have}`))).toBe('400 bad-input')
  })

  it('R37 has one size whatever it says, and lies in no file as it was written', async () => {
    const sizes = [[], ['a'], Array.from({ length: 12 }, () => '𝄞'.repeat(160))].map(
      (lines) => guide(1, lines).sealed.length,
    )
    expect(new Set(sizes).size).toBe(1)
    const now = (await get(maria)).version
    expect(await put(lena, guide(now + 1))).toBe('204')
    expect(await filesWith(server.data, CANARY)).toEqual([])
  })
})
