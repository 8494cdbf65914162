import { beforeAll, describe, expect, it } from 'vitest'
import { toBase64 } from '../../../shared/bytes.ts'
import type { MemberCrypto } from '../../../shared/crypto/crypto.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { codeOf } from '../../../shared/errors.ts'
import type { Json } from '../../../shared/json.ts'
import type { Roster } from '../../../shared/roster.ts'
import { signDocument } from '../../../shared/signed.ts'
import { type Team, type TeamMember, readTeam } from '../../../shared/team.ts'
import { TEAM_CAP, type TeamChange, nextTeam } from '../../../shared/teamChange.ts'
import { NOW, SEEDS, smallNetwork } from './network.ts'

let crypto: MemberCrypto
let roster: Roster
let team: Team
const filled = (n: number, length = 32) => new Uint8Array(length).fill(n)
const member = (n: number, role: TeamMember['role'] = 'member', signSeed = filled(n + 1)): TeamMember => ({
  id: toBase64(filled(n, 16)),
  name: `Member ${n}`,
  login: `member-${n}`,
  role,
  box: toBase64(crypto.boxPublicKey(filled(n))),
  sign: toBase64(crypto.signPublicKey(signSeed)),
})
let [lead, maria, nikos]: readonly TeamMember[] = []

beforeAll(async () => {
  crypto = await standardSodium()
  roster = smallNetwork(crypto).roster
  ;[lead, maria, nikos] = [member(60, 'lead', SEEDS.lead), member(70), member(80)]
  const duty = [[1000, 60, maria!.id]] as const
  team = {
    type: 'team',
    v: 1,
    network: roster.network,
    ngo: 'a21',
    version: 4,
    issued: 1,
    members: [lead!, maria!],
    duty,
  }
})

const next = (change: TeamChange, actor = lead!, of = roster, before = team) =>
  nextTeam(before, change, actor, of, of.ngos[0]!, NOW)
const refusal = (change: TeamChange, actor = lead!, of = roster, before = team): string => {
  try {
    return (next(change, actor, of, before), 'ok')
  } catch (error) {
    return codeOf(error)
  }
}

describe('The next team', () => {
  it('is one version on, and every reader takes it', async () => {
    const before = { ...team, hash: 'of the one before', later: 1 }
    const made = next({ do: 'add', member: nikos! }, lead!, roster, before)
    expect(made).toEqual({ ...team, later: 1, version: 5, issued: NOW, members: [lead, maria, nikos] })
    const document = signDocument(crypto, made, [SEEDS.lead]) as unknown as Json
    expect((await readTeam(crypto, document, roster, roster.ngos[0]!, 5)).members).toHaveLength(3)
  })

  it('has no shift of who has left; without any, all are on shift', () => {
    expect(next({ do: 'remove', id: maria!.id })).not.toHaveProperty('duty')
    const before = { ...team, duty: [[0, 60, lead!.id] as const, ...team.duty!] }
    expect(next({ do: 'remove', id: maria!.id }, lead!, roster, before).duty).toEqual([[0, 60, lead!.id]])
  })

  it('has new keys of a member who lost theirs, at the same place', () => {
    const renewed = { ...maria!, box: nikos!.box, sign: nikos!.sign }
    expect(next({ do: 'renew', member: renewed }).members).toEqual([lead, renewed])
  })

  it('has another role of a member', () => {
    expect(next({ do: 'role', id: maria!.id, role: 'privacy' }).members[1]).toEqual({ ...maria, role: 'privacy' })
  })

  it('is made by a coordinator only, whom team and roster name so', () => {
    const add = { do: 'add', member: nikos! } as const
    expect(refusal(add, maria!)).toBe('lead-only')
    expect(refusal(add, nikos!)).toBe('lead-only')
    expect(refusal(add, lead!, { ...roster, revoked: [lead!.sign] })).toBe('lead-only')
    expect(refusal(add, lead!, roster, { ...team, members: [{ ...lead!, role: 'member' }, maria!] })).toBe('lead-only')
  })

  it("has a new coordinator only after the keeper's roster names one", () => {
    const promote = { do: 'role', id: maria!.id, role: 'lead' } as const
    expect(refusal(promote)).toBe('team-lead-roster')
    expect(refusal({ do: 'add', member: { ...nikos!, role: 'lead' } })).toBe('team-lead-roster')
    const ngos = [{ ...roster.ngos[0]!, leads: [lead!.sign, maria!.sign] }]
    expect(refusal(promote, lead!, { ...roster, ngos })).toBe('ok')
  })

  it('always has somebody who can sign the one after', () => {
    expect(refusal({ do: 'remove', id: lead!.id })).toBe('team-last-lead')
    expect(refusal({ do: 'role', id: lead!.id, role: 'member' })).toBe('team-last-lead')
  })

  it('is signed by who stays a coordinator, since what a key signed goes with it', () => {
    const ngos = [{ ...roster.ngos[0]!, leads: [lead!.sign, maria!.sign] }]
    const before = { ...team, members: [lead!, { ...maria!, role: 'lead' as const }] }
    const down = (id: string): TeamChange => ({ do: 'role', id, role: 'member' })
    expect(refusal(down(lead!.id), lead!, { ...roster, ngos }, before)).toBe('lead-only')
    expect(refusal({ do: 'remove', id: lead!.id }, lead!, { ...roster, ngos }, before)).toBe('lead-only')
    expect(refusal(down(maria!.id), lead!, { ...roster, ngos }, before)).toBe('ok')
  })

  it('has another rota of its members, of nobody else and not of the privacy person; an empty one is none', () => {
    const stretch = (start: number, { id }: TeamMember) => [start, 60, id] as const
    const duty = [stretch(0, lead!), stretch(60, maria!), stretch(120, nikos!)]
    expect(next({ do: 'duty', duty })).toMatchObject({ members: team.members, duty: duty.slice(0, 2) })
    expect(next({ do: 'duty', duty: [] })).not.toHaveProperty('duty')
    const before = { ...team, duty: duty.slice(0, 2) }
    const change = { do: 'role', id: maria!.id, role: 'privacy' } as const
    expect(next(change, lead!, roster, before).duty).toEqual(duty.slice(0, 1))
  })

  it('is never longer than what a reader takes', async () => {
    const duty = (n: number, start = 29_000_000) =>
      Array.from({ length: n }, (_, i) => [start + i, 1, maria!.id] as const)
    const bytes = (n: number) => JSON.stringify(next({ do: 'duty', duty: duty(n) })).length
    const most = Math.floor((TEAM_CAP - bytes(1)) / (bytes(2) - bytes(1))) + 1
    expect(refusal({ do: 'duty', duty: duty(most + 1) })).toBe('too-large')
    const read = (made: Team) =>
      readTeam(crypto, signDocument(crypto, made, [SEEDS.lead]) as unknown as Json, roster, roster.ngos[0]!)
    const made = next({ do: 'duty', duty: duty(most) })
    expect((await read(made)).duty).toHaveLength(most)
    await expect(read({ ...made, duty: duty(most + 1) })).rejects.toMatchObject({ code: 'team-refused' })
  })

  it('names nobody twice', () => {
    const twice = (change: Partial<TeamMember>) => refusal({ do: 'add', member: { ...nikos!, ...change } })
    const { id, login, box, sign } = maria!
    expect([{ id }, { login }, { box }, { sign }].map(twice)).toEqual(Array(4).fill('team-clash'))
  })

  it('changes nobody who is not there, and does not grow without end', () => {
    expect(refusal({ do: 'remove', id: nikos!.id })).toBe('team-member-unknown')
    expect(refusal({ do: 'role', id: nikos!.id, role: 'privacy' })).toBe('team-member-unknown')
    expect(refusal({ do: 'renew', member: nikos! })).toBe('team-member-unknown')
    const many = Array.from({ length: 499 }, (_, i) => ({
      ...maria!,
      id: `${i}`,
      login: `m${i}`,
      box: `b${i}`,
      sign: `s${i}`,
    }))
    expect(refusal({ do: 'add', member: nikos! }, lead!, roster, { ...team, members: [lead!, ...many] })).toBe(
      'too-many',
    )
  })
})
