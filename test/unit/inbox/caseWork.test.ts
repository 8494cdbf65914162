import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CaseApi, createCaseApi } from '../../../inbox/cases/api.ts'
import { type Desk, beginCase, openCase, writeAct } from '../../../inbox/cases/work.ts'
import type { Session } from '../../../inbox/session.ts'
import { type SecretKey, fromBase64 } from '../../../shared/bytes.ts'
import { MitosError, codeOf } from '../../../shared/errors.ts'
import { actorsIn } from '../../../shared/pastTeam.ts'
import type { Roster } from '../../../shared/roster.ts'
import { type Worker, rowsOf } from '../../integration/caseOf.ts'
import { requestFields, sealedRequest } from '../../integration/caseRequest.ts'
import { crypto, seed } from '../../integration/network.ts'
import type { TestServer } from '../../integration/server.ts'
import { firstRoster, logIn, place, teamServer } from '../../integration/team.ts'

const TEAM = { issued: 1, members: [place('lena', 'lead'), place('maria'), place('nikos')] }
const box = {
  ngo: 'a21',
  generation: 1,
  publicKey: crypto.boxPublicKey(seed('a21 1')),
  secret: seed('a21 1') as SecretKey,
  signSeed: seed('a21 sign 1'),
}
const note = (text: string) => ({ kind: 'note', text }) as const
let server: TestServer
let people = 0
let desks: Readonly<Record<'lena' | 'maria' | 'nikos', Desk>>

function deskOf(who: Worker): Desk {
  const roster = JSON.parse(firstRoster.signed) as Roster
  const keys = { boxSecret: seed(`${who.name} box`) as SecretKey, signSeed: seed(`${who.name} sign`) }
  const member = TEAM.members.find(({ login }) => login === who.name)!
  const session = {
    crypto,
    chain: { roster },
    ngo: roster.ngos[0]!,
    member,
    keys,
    boxes: [box],
    clock: () => server.now,
  }
  const fetch = ((path: string, init: RequestInit) => who.fetch(path, init)) as typeof globalThis.fetch
  return { api: createCaseApi(fetch), session: session as unknown as Session, teams: [TEAM], onShift: true }
}
beforeAll(async () => {
  server = await teamServer()
  const made = await Promise.all(
    (['lena', 'maria', 'nikos'] as const).map(
      async (name) => [name, deskOf({ ...(await logIn(server, name)), name })] as const,
    ),
  )
  desks = Object.fromEntries(made) as typeof desks
})
afterAll(() => server.stop())

/** Maria's case of somebody new. */
async function begun(): Promise<string> {
  const body = sealedRequest(++people)
  await server.post(body)
  const worker = { ...(await logIn(server, 'maria')), name: 'maria' }
  const row = (await rowsOf(worker)).find(({ sealed }) => fromBase64(sealed).every((byte, i) => byte === body[i]))!
  return beginCase(desks.maria, row.id, await requestFields(body))
}
const outcome = async (work: Promise<unknown>): Promise<string> => work.then(() => 'ok', codeOf)
const notesOf = async (id: string) => (await openCase(desks.nikos, id)).case.notes.map(({ text }) => text)
const bent = (desk: Desk, bend: Partial<CaseApi>): Desk => ({ ...desk, api: { ...desk.api, ...bend } })

describe('A member at work', () => {
  it('begins a case, writes into it, and another reads it', async () => {
    const id = await begun()
    const opened = await writeAct(desks.maria, await openCase(desks.maria, id), { kind: 'try', result: 'no-answer' })
    await writeAct(desks.maria, opened, { kind: 'wake-at', hour: 7200 }, 7200)
    const read = await openCase(desks.nikos, id)
    expect(read.case).toMatchObject({ standing: { state: 'tried', owner: place('maria').id }, wakeAt: 7200, marks: [] })
    expect([read.claim?.by, read.case.messages.map(({ kind }) => kind)]).toEqual([place('maria').id, ['request']])
  })

  it('loses a race, merges what came, and writes behind it; nothing is lost, nothing twice', async () => {
    const id = await begun()
    const opened = await Promise.all([openCase(desks.maria, id), openCase(desks.lena, id)])
    const texts = Array.from({ length: 10 }, (_, i) => `${i}`)
    await Promise.all(texts.map((text, i) => writeAct(i % 2 ? desks.lena : desks.maria, opened[i % 2]!, note(text))))
    expect((await notesOf(id)).sort()).toEqual(texts)
  })

  it('whose answer was lost on the way writes once', async () => {
    const id = await begun()
    let calls = 0
    const append: CaseApi['append'] = async (...ask) => {
      await desks.maria.api.append(...ask)
      if (++calls === 1) throw new MitosError('server-unreachable')
    }
    await writeAct(bent(desks.maria, { append }), await openCase(desks.maria, id), note('once'))
    expect([await notesOf(id), calls]).toEqual([['once'], 2])
    // Somebody else wrote behind it meanwhile.
    const before = await openCase(desks.maria, id)
    const behind: CaseApi['append'] = async (...ask) => {
      await desks.maria.api.append(...ask)
      await writeAct(desks.lena, await openCase(desks.lena, id), note('behind'))
      throw new MitosError('case-seq', { events: (await desks.maria.api.read(id, ask[1].seq)).events })
    }
    await writeAct(bent(desks.maria, { append: behind }), before, note('twice?'))
    expect(await notesOf(id)).toEqual(['once', 'twice?', 'behind'])
  })

  it('who saves a note again that arrived, though no answer ever came, has it there once', async () => {
    const id = await begun()
    const opened = await openCase(desks.maria, id)
    let calls = 0
    const deaf = bent(desks.maria, {
      append: async (of, request) => {
        if (++calls === 1) await desks.maria.api.append(of, request)
        throw new MitosError('server-unreachable')
      },
    })
    expect(await outcome(writeAct(deaf, opened, note('once')))).toBe('server-unreachable')
    const again = await writeAct(desks.maria, opened, note('once'))
    await writeAct(desks.maria, again, note('once'))
    expect(await notesOf(id)).toEqual(['once'])
    // Another's, or one that stands further up, is another note.
    await writeAct(desks.lena, again, note('once'))
    await writeAct(desks.maria, await openCase(desks.maria, id), note('once'))
    expect(await notesOf(id)).toEqual(['once', 'once', 'once'])
  })

  it('whose key went while it was read seals nothing under zeros, which the server could open', async () => {
    const id = await begun()
    const opened = await openCase(desks.maria, id)
    await writeAct(desks.lena, await openCase(desks.lena, id), note('behind'))
    let hashes = 0
    const sent: string[] = []
    const append: CaseApi['append'] = (of, request) => {
      sent.push(request.event)
      return desks.maria.api.append(of, request)
    }
    const session = {
      ...desks.maria.session,
      crypto: {
        ...crypto,
        // The race is lost, and while both events are read the server says that the case is gone.
        sha256: async (of: Uint8Array) => {
          if (++hashes === 2) opened.key.fill(0)
          return crypto.sha256(of)
        },
      },
    }
    const desk = { ...bent(desks.maria, { append }), session }
    expect(await outcome(writeAct(desk, opened, note('CANARY')))).toBe('not-found')
    expect([sent.length, hashes]).toEqual([1, 2])
  })

  it('whose answer was lost when the case was begun has begun it, and it is told', async () => {
    const body = sealedRequest(++people)
    await server.post(body)
    const worker = { ...(await logIn(server, 'maria')), name: 'maria' }
    const row = (await rowsOf(worker)).find(({ sealed }) => fromBase64(sealed).every((byte, i) => byte === body[i]))!
    let [calls, told] = [0, 0]
    const begin: CaseApi['begin'] = async (request) => {
      await desks.maria.api.begin(request)
      if (++calls === 1) throw new MitosError('server-unreachable')
    }
    const desk = { ...bent(desks.maria, { begin }), wrote: () => void told++ }
    const id = await beginCase(desk, row.id, await requestFields(body))
    expect([(await openCase(desks.maria, id)).bytes.length, calls, told]).toEqual([1, 2, 1])
  })

  it('does not write what may not be done any more', async () => {
    const id = await begun()
    const before = await openCase(desks.maria, id)
    await writeAct(desks.lena, await openCase(desks.lena, id), { kind: 'close', reason: 'helped' })
    expect(await outcome(writeAct(desks.maria, before, note('late')))).toBe('case-move')
    expect(await outcome(writeAct(desks.nikos, await openCase(desks.nikos, id), { kind: 'reopen' }))).toBe('case-actor')
    expect((await openCase(desks.maria, id)).bytes).toHaveLength(2)
  })

  it('takes over from whom had it, or learns that another was first', async () => {
    const id = await begun()
    const act = { kind: 'take-over', reason: 'lapsed' } as const
    const [his, hers] = await Promise.all([openCase(desks.nikos, id), openCase(desks.lena, id)])
    const outcomes = await Promise.all([
      outcome(writeAct(desks.nikos, his, act)),
      outcome(writeAct(desks.lena, hers, act)),
    ])
    const { claim, case: now } = await openCase(desks.maria, id)
    expect([claim?.by, now.marks]).toEqual([now.standing?.owner, []])
    // Both may: the second then takes it from the first.
    expect(outcomes).toEqual(['ok', 'ok'])
  })

  it('steps back, and cannot open it again', async () => {
    const id = await begun()
    await writeAct(desks.nikos, await openCase(desks.nikos, id), { kind: 'step-back' })
    expect(await outcome(openCase(desks.nikos, id))).toBe('not-found')
  })
})

describe('What a member cannot do', () => {
  it('is to begin a case off shift, or one that is begun', async () => {
    expect(await outcome(beginCase({ ...desks.maria, onShift: false }, '', { header: '', signed: '' }))).toBe(
      'case-actor',
    )
    const body = sealedRequest(250)
    await server.post(body)
    const kept = await requestFields(body)
    const row = (await rowsOf({ ...(await logIn(server, 'maria')), name: 'maria' })).find((one) => !one.case)!
    await beginCase(desks.maria, row.id, kept)
    expect(await outcome(beginCase(desks.nikos, row.id, kept))).toBe('case-taken')
  })

  it('is to seal anything once they have locked', async () => {
    const id = await begun()
    const opened = await openCase(desks.maria, id)
    const locked = { ...desks.maria, isOver: () => true }
    expect(await outcome(writeAct(locked, opened, note('late')))).toBe('not-logged-in')
    expect((await openCase(desks.maria, id)).bytes).toHaveLength(1)
  })

  it('is to open one without its key', async () => {
    const id = await begun()
    const without = { ...desks.maria, session: { ...desks.maria.session, boxes: [] } }
    expect(await outcome(openCase(without, id))).toBe('open-wrong-key')
    expect(await outcome(openCase({ ...desks.maria, teams: [] }, id))).toBe('open-author')
  })

  it('is to miss that the tail was cut', async () => {
    const id = await begun()
    const { case: seen } = await writeAct(desks.maria, await openCase(desks.maria, id), note('x'))
    const read: CaseApi['read'] = async (of, from) => {
      const page = await desks.maria.api.read(of, from)
      return { ...page, events: page.events.slice(0, 1) }
    }
    const how = { length: seen.next.seq, head: seen.next.prev }
    expect((await openCase(bent(desks.maria, { read }), id, how)).case.marks).toEqual(['cut'])
    expect((await openCase(desks.maria, id, how)).case.marks).toEqual([])
  })
})

it('a member has the role that they had then', () => {
  const of = (issued: number, role: 'lead' | 'member') => ({ issued, members: [{ ...place('lena'), role }] })
  const actor = actorsIn([of(9000, 'member'), of(1000, 'lead'), of(20_000, 'lead')])
  const role = (at: number) => actor(place('lena').id, at).role
  expect([0, 3600, 7200, 14_400, 18_000].map(role)).toEqual(['lead', 'lead', 'member', 'member', 'lead'])
  expect(actor('nobody', 0).role).toBe('member')
})
