import { beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../../inbox/api.ts'
import { speak } from '../../../inbox/i18n.ts'
import { MembersView } from '../../../inbox/members/MembersView.tsx'
import { isLead } from '../../../inbox/members/members.ts'
import { MyKeys } from '../../../inbox/more/MyKeys.tsx'
import type { Inbox } from '../../../inbox/state.ts'
import { toBase64 } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import { sealInboxKey } from '../../../shared/inboxKey.ts'
import type { Join } from '../../../inbox/join/join.ts'
import { readJoinLink } from '../../../shared/invitation.ts'
import { readKeySheet } from '../../../shared/keySheet.ts'
import type { Ngo, Roster } from '../../../shared/roster.ts'
import type { Team } from '../../../shared/team.ts'
import { utf8 } from '../../../shared/text.ts'
import { NOW, SEEDS, makeChain } from '../shared/network.ts'
import { draw } from './draw.ts'
import { type Office, PASSPHRASE, deskOf, named, openOffice, setUp } from './office.ts'

let office: Office
let lead: Inbox
const filled = (n: number): Uint8Array => new Uint8Array(32).fill(n)
const unlocked = async (name = 'maria', passphrase = PASSPHRASE, bend: Partial<Api> = {}): Promise<Inbox> => {
  const { inbox } = deskOf(office, bend)
  await inbox.enter(name, passphrase)
  inbox.visit('members')
  await inbox.members.look()
  return inbox
}
beforeEach(async () => {
  office = await openOffice()
  // Maria has the key that comes next, too.
  const { crypto, network } = office
  const [maria] = team().members
  const spare = { network, ngo: 'a21', generation: 4, boxSecret: filled(30), signSeed: filled(31) }
  const at = { version: 1, hash: toBase64(filled(0)) }
  office.sealed.get(maria!.id)!.push(toBase64(sealInboxKey(crypto, spare, maria!, at, NOW, SEEDS.lead)))
  lead = await unlocked()
})

const text = (inbox: Inbox, lang: 'en' | 'el' = 'en'): string =>
  draw(<MembersView inbox={inbox} say={speak(lang)} session={inbox.session.value!} />)
const team = (): Team => JSON.parse(office.team.signed) as Team
const memberOf = (login: string) => team().members.find((one) => one.login === login)!
const rolesOf = () => team().members.map(({ login, role }) => `${login} ${role}`)
const generations = (inbox: Inbox) => inbox.session.value?.boxes.map(({ generation }) => generation)

/** Takes somebody in, who then unlocks; their passphrase. */
async function come(login: string, by = lead): Promise<string> {
  await by.members.invite()
  const page = by.members.page.value
  const link = page.kind === 'link' ? page.link : ''
  const { inbox: theirs } = deskOf(office)
  theirs.join(readJoinLink(link.slice(link.indexOf('#')))!)
  const { passphrase } = await setUp(await named(theirs.joining.value as Join, login))
  await by.members.look()
  await by.members.accept(by.members.invitations.value.find((one) => one.joined?.name === login)!.id)
  return passphrase
}

/** The keeper publishes a roster in which the NGO is another. */
async function publish(change: (ngo: Ngo) => Ngo, revoked: readonly string[] = []): Promise<void> {
  const roster = (before: Roster): Roster => ({
    ...before,
    revoked: [...before.revoked, ...revoked],
    version: before.version + 1,
    ngos: before.ngos.map((ngo) => (ngo.id === 'a21' ? change(ngo) : ngo)),
  })
  office.chain = (await makeChain(office.crypto, { roster })).text
}
const lists = (inbox: Inbox, id: string, kind: 'role' | 'renew' = 'role'): string => {
  inbox.members.go({ kind, id })
  return text(inbox)
}
const sheetOf = async (inbox: Inbox) => {
  const page = inbox.members.page.value
  if (page.kind !== 'sheet') throw new Error(page.kind)
  return { ...(await readKeySheet(office.crypto, utf8(page.sheet.text))), made: page.sheet }
}

describe('a privacy person', () => {
  it('is made and unmade by a coordinator, after it was said what they may do, and is on no shift', async () => {
    const passphrase = await come('eleni')
    const { id } = memberOf('eleni')
    for (const lang of ['en', 'el'] as const) {
      lists(lead, id)
      expect(text(lead, lang)).toContain(speak(lang)('role.privacy.body'))
    }
    await lead.members.setRole(id, 'privacy')
    expect([rolesOf(), lead.members.done.value?.key]).toEqual([['maria lead', 'eleni privacy'], 'role.privacy.given'])
    const shown = text(lead).split('\n')
    expect(shown.filter((one) => one.startsWith('On shift until'))).toHaveLength(1)
    expect(shown).toContain(speak('en')('members.oneopens'))
    const theirs = await unlocked('eleni', passphrase)
    const role = (): string => theirs.session.value!.member.role
    expect([generations(theirs), role()]).toEqual([[3], 'privacy'])
    expect(lists(lead, id)).toContain('No longer privacy person')
    await lead.members.setRole(id, 'member')
    // Whose inbox is open has the new role without a lock between.
    await theirs.members.look()
    expect(role()).toBe('member')
    expect([rolesOf()[1], lead.members.done.value?.key]).toEqual(['eleni member', 'role.privacy.taken'])
    expect(text(lead)).not.toContain(speak('en')('members.oneopens'))
  })

  it('is no coordinator: who is one has no mark to be given', () => {
    const shown = lists(lead, memberOf('maria').id)
    expect(shown).toContain(speak('en')('role.privacy.lead'))
    expect(shown).not.toContain('Make privacy person')
  })
})

describe('a second coordinator', () => {
  it('begins with a key sheet that changes nothing but the coordinators, and its six words', async () => {
    await come('eleni')
    const before = office.team
    const { id, sign } = memberOf('eleni')
    expect(lists(lead, id)).toContain('Make coordinator')
    await lead.members.sheetWith(id)
    const { sheet, signers, words, made } = await sheetOf(lead)
    const { roster } = lead.session.value!.chain
    const { name, box, spare, signKeys, leads, teamMin } = roster.ngos[0]!
    expect(sheet).toMatchObject({ network: roster.network, ngo: 'a21', name, box, spare, signKeys, teamMin })
    expect([sheet.leads, sheet.revoked]).toEqual([[...leads, sign], []])
    expect([signers, made.file, made.leads]).toEqual([leads, 'mitos-coordinators-a21.json', ['Maria', 'Eleni K.']])
    for (const lang of ['en', 'el'] as const) for (const word of words) expect(text(lead, lang)).toContain(word)
    expect(text(lead)).toContain('It names as coordinators: Maria and Eleni K.')
    expect(text(lead)).not.toContain('I have sent it')
    lead.members.sheetSaved()
    expect(text(lead)).toContain('I have sent it')
    expect(office.team).toBe(before)
  })

  it('is in a sheet without keys that the roster revokes, which no keeper takes', async () => {
    await come('eleni')
    const [gone, old] = [77, 78].map((n) => toBase64(office.crypto.signPublicKey(filled(n))))
    const signKeys = [{ key: old!, until: NOW }]
    await publish((ngo) => ({ ...ngo, leads: [...ngo.leads, gone!], signKeys }), [gone!, old!])
    lead = await unlocked()
    await lead.members.sheetWith(memberOf('eleni').id)
    const { sheet } = await sheetOf(lead)
    expect([sheet.leads, sheet.signKeys]).toEqual([[memberOf('maria').sign, memberOf('eleni').sign], []])
  })

  it('cannot be made before the roster in force names the key', async () => {
    await come('eleni')
    await lead.members.setRole(memberOf('eleni').id, 'lead')
    expect([lead.members.said.value, rolesOf()[1]]).toEqual([{ key: 'members.keeper' }, 'eleni member'])
  })

  it('is offered once it does, and gets every key that the first one has, the next one too', async () => {
    const passphrase = await come('eleni')
    const { id, sign } = memberOf('eleni')
    expect(generations(await unlocked('eleni', passphrase))).toEqual([3])
    await publish((ngo) => ({ ...ngo, leads: [...ngo.leads, sign] }))
    lead = await unlocked()
    for (const lang of ['en', 'el'] as const)
      expect(text(lead, lang)).toContain(speak(lang)('members.canlead', { name: 'Eleni K.' }))
    expect(lists(lead, id)).toContain('Make coordinator now')
    await lead.members.setRole(id, 'lead')
    expect([rolesOf()[1], lead.members.done.value?.key]).toEqual(['eleni lead', 'role.lead.made'])
    for (const key of ['members.canlead', 'members.onelead'] as const)
      expect(text(lead)).not.toContain(speak('en')(key, { name: 'Eleni K.' }))
    const theirs = await unlocked('eleni', passphrase)
    expect(new Set(generations(theirs))).toEqual(new Set([3, 4]))
    expect(isLead(theirs.session.value!)).toBe(true)
    await theirs.members.invite()
    expect(theirs.members.page.value.kind).toBe('link')
  })

  it('has to wait where the NGO has no spare key: no sheet can be written', async () => {
    await come('eleni')
    await publish((ngo) => ({ ...ngo, spare: undefined as never }))
    lead = await unlocked()
    const { id } = memberOf('eleni')
    for (const lang of ['en', 'el'] as const) {
      lists(lead, id)
      expect(text(lead, lang)).toContain(speak(lang)('role.lead.spare'))
    }
    expect(text(lead).split('\n')).not.toContain('Make coordinator')
    await lead.members.sheetWith(id)
    expect([lead.members.page.value.kind, lead.members.said.value?.key]).toEqual(['role', 'members.keeper'])
  })
})

describe('a coordinator who stops', () => {
  /** Eleni coordinates too, and took Nikos in. */
  async function two() {
    const eleni = await come('eleni')
    const { id, sign } = memberOf('eleni')
    await publish((ngo) => ({ ...ngo, leads: [...ngo.leads, sign] }))
    lead = await unlocked()
    await lead.members.setRole(id, 'lead')
    const theirs = await unlocked('eleni', eleni)
    const nikos = await come('nikos', theirs)
    await lead.members.look()
    return { theirs, id, sign, nikos }
  }

  it('is a member at once, then the sheet goes out, and all keep what they can open', async () => {
    const { theirs, id, sign, nikos } = await two()
    expect(generations(await unlocked('nikos', nikos))).toEqual([3])
    expect(lists(lead, id)).toContain('No longer coordinator')
    await lead.members.setRole(id, 'member')
    expect(rolesOf()).toEqual(['maria lead', 'eleni member', 'nikos member'])
    const { sheet } = await sheetOf(lead)
    expect([sheet.leads, sheet.teamMin]).toEqual([[memberOf('maria').sign], team().version])
    expect(text(lead)).toContain('Eleni K. does not coordinate any more.')
    await theirs.members.look()
    expect(isLead(theirs.session.value!)).toBe(false)
    // What Eleni had sealed for Nikos counts no more, what Maria did does.
    await publish((ngo) => ({ ...ngo, leads: ngo.leads.filter((one) => one !== sign) }))
    expect(generations(await unlocked('nikos', nikos))).toEqual([3])
    expect(text(await unlocked())).not.toContain('can be a coordinator now')
  })

  it('does not do it alone: what they signed last would count no more', async () => {
    await two()
    const { id } = memberOf('maria')
    expect(lists(lead, id)).toContain(speak('en')('role.self'))
    await lead.members.setRole(id, 'member')
    expect([lead.members.said.value, rolesOf()[0]]).toEqual([{ key: 'members.keeper' }, 'maria lead'])
  })

  it('is not the only one', () => {
    expect(lists(lead, memberOf('maria').id)).toContain(speak('en')('role.self.only'))
  })

  it('and is gone: the roster still names the key, until a sheet without it went to the keeper', async () => {
    const stranger = toBase64(office.crypto.signPublicKey(filled(77)))
    await publish((ngo) => ({ ...ngo, leads: [...ngo.leads, stranger] }))
    lead = await unlocked()
    for (const lang of ['en', 'el'] as const) expect(text(lead, lang)).toContain(speak(lang)('members.former'))
    await lead.members.sheetWithoutFormer()
    const { sheet } = await sheetOf(lead)
    expect([sheet.leads, sheet.teamMin]).toEqual([[memberOf('maria').sign], team().version])
  })

  it('and comes with new keys is a member, until a roster names the new one', async () => {
    const { id } = await two()
    await lead.members.invite(id)
    const page = lead.members.page.value
    const link = page.kind === 'link' ? page.link : ''
    const { inbox: theirs } = deskOf(office)
    theirs.join(readJoinLink(link.slice(link.indexOf('#')))!)
    const join = theirs.joining.value as Join
    await expect.poll(() => join.state.value.kind).toBe('setup')
    const state = join.state.value
    await setUp(state.kind === 'setup' ? state.setup : (undefined as never))
    await lead.members.look()
    await lead.members.accept(lead.members.invitations.value[0]!.id)
    expect([lead.members.said.value, rolesOf()[1]]).toEqual([null, 'eleni member'])
  })
})

describe('a member who leaves', () => {
  const keysOf = (inbox: Inbox, lang: 'en' | 'el' = 'en') =>
    draw(<MyKeys inbox={inbox} say={speak(lang)} session={inbox.session.value!} />)

  it('types their log-in name, cannot log in any more, and a coordinator takes the name out', async () => {
    const passphrase = await come('eleni')
    const again = () =>
      text(lead)
        .split('\n')
        .filter((one) => one === 'Invite again').length
    const before = again()
    const theirs = await unlocked('eleni', passphrase)
    theirs.visit('keys')
    theirs.keys.ask()
    for (const lang of ['en', 'el'] as const)
      for (const key of ['leave.body', 'leave.then', 'leave.keys'] as const)
        expect(keysOf(theirs, lang)).toContain(speak(lang)(key))
    theirs.keys.typeName('Eleni K.')
    await theirs.keys.leave()
    expect([keysOf(theirs).includes('This is not your log-in name'), office.left.size]).toEqual([true, 0])
    theirs.keys.typeName(' eleni ')
    await theirs.keys.leave()
    expect([theirs.session.value, theirs.screen.value]).toMatchObject([null, { said: { key: 'leave.done' } }])
    expect((await unlocked('eleni', passphrase)).session.value).toBe(null)

    await lead.members.look()
    for (const lang of ['en', 'el'] as const)
      expect(text(lead, lang)).toContain(speak(lang)('members.left', { name: 'Eleni K.' }))
    expect(again()).toBe(before - 1)
    await lead.members.remove(memberOf('eleni').id)
    expect(rolesOf()).toEqual(['maria lead'])
  })

  it('is not the only coordinator, whom the page and the server stop', async () => {
    lead.visit('keys')
    lead.keys.ask()
    expect(keysOf(lead)).toContain('You are the only coordinator')
    expect(keysOf(lead)).not.toContain('type your log-in name')

    const raced = await unlocked('maria', PASSPHRASE, { leave: () => Promise.reject(new MitosError('team-last-lead')) })
    raced.keys.ask()
    raced.keys.typeName('maria')
    await raced.keys.leave()
    expect([raced.keys.leaving.value?.said, raced.session.value === null]).toEqual([{ key: 'leave.only' }, false])
  })

  it('is told why not also where a newer list came meanwhile, and may press again', async () => {
    const raced: Inbox = await unlocked('maria', PASSPHRASE, {
      leave: () => {
        raced.session.value = { ...raced.session.value! }
        return Promise.reject(new MitosError('server-unreachable'))
      },
    })
    raced.keys.ask()
    raced.keys.typeName('maria')
    await raced.keys.leave()
    expect(raced.keys.leaving.value).toMatchObject({ busy: false, said: { key: 'error.away' } })
    raced.drop()
  })

  it('stays where they think better of it, or go elsewhere', () => {
    lead.visit('keys')
    lead.keys.ask()
    lead.keys.stay()
    expect(keysOf(lead)).toContain('Leave this team')
    lead.keys.ask()
    lead.keys.typeName('maria')
    lead.visit('keys')
    expect(lead.keys.leaving.value).toBe(null)
  })
})
