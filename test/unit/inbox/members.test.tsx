import { beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../../inbox/api.ts'
import type { Join } from '../../../inbox/join/join.ts'
import { speak } from '../../../inbox/i18n.ts'
import { MembersView } from '../../../inbox/members/MembersView.tsx'
import type { Inbox } from '../../../inbox/state.ts'
import { toBase64 } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import { readJoinLink } from '../../../shared/invitation.ts'
import { signDocument } from '../../../shared/signed.ts'
import type { Team } from '../../../shared/team.ts'
import { SEEDS } from '../shared/network.ts'
import { draw } from './draw.ts'
import { type Office, PASSPHRASE, apiOf, deskOf, named, openOffice, setUp } from './office.ts'

let office: Office
let lead: Inbox
const open = async (bend: Partial<Api> = {}): Promise<Inbox> => {
  const { inbox } = deskOf(office, bend)
  await inbox.enter('maria', PASSPHRASE)
  inbox.visit('members')
  return inbox
}
beforeEach(async () => {
  office = await openOffice()
  lead = await open()
})

const text = (inbox: Inbox, lang: 'en' | 'el' = 'en'): string =>
  draw(<MembersView inbox={inbox} say={speak(lang)} session={inbox.session.value!} />)
const team = (): Team => JSON.parse(office.team.signed) as Team
const logins = (): readonly string[] => team().members.map(({ login }) => login)
const link = (inbox: Inbox): string => {
  const page = inbox.members.page.value
  return page.kind === 'link' ? page.link : ''
}

/** Invites, and comes by the link; what the newcomer knows, and the six words on their screen. */
async function come(inbox = lead, login = 'eleni') {
  const address = link(inbox) || (await inbox.members.invite(), link(inbox))
  const { inbox: theirs } = deskOf(office)
  theirs.join(readJoinLink(address.slice(address.indexOf('#')))!)
  const join = theirs.joining.value as Join
  const made = await setUp(await named(join, login))
  const state = join.state.value
  await inbox.members.look()
  const id = inbox.members.invitations.value.find((one) => one.joined?.name === login)!.id
  inbox.members.go({ kind: 'compare', id })
  return { ...made, id, words: state.kind === 'joined' ? state.words : [] }
}
async function unlocked(name: string, passphrase: string): Promise<Inbox> {
  const { inbox } = deskOf(office)
  await inbox.enter(name, passphrase)
  return inbox
}

describe('a coordinator', () => {
  it('invites by a link that is shown once, with an id that tells nothing of it', async () => {
    await lead.members.invite()
    expect(link(lead)).toMatch(/^https:\/\/mitos\.example\/inbox\/#join=[\w-]{22}$/)
    const [id] = [...office.invitations.keys()]
    expect(link(lead)).not.toContain(id)
    for (const lang of ['en', 'el'] as const) expect(text(lead, lang)).toContain(speak(lang)('link.title'))
    lead.members.go({ kind: 'list' })
    expect(text(lead)).toContain('An invitation is out')
    await lead.members.withdraw(id!)
    expect([office.invitations.size, lead.members.done.value]).toEqual([0, { key: 'members.withdrawn' }])
  })

  it('sees the same six words as who came, takes in, and they open the list with passphrase or kit', async () => {
    const { id, words, passphrase } = await come()
    for (const lang of ['en', 'el'] as const) for (const word of words) expect(text(lead, lang)).toContain(word)
    expect(text(lead)).toContain('They came by the link that you made here')
    await lead.members.accept(id)
    expect([logins(), team().version]).toEqual([['maria', 'eleni'], 2])
    expect(lead.members.done.value).toEqual({ key: 'members.accepted', values: { name: 'Eleni K.' } })
    expect(text(lead)).toContain('Eleni K.')
    const theirs = (await unlocked('eleni', passphrase)).session.value!
    expect([theirs.boxes.map(({ generation }) => generation), theirs.refused]).toEqual([[3], []])
  })

  it('is told where this page has forgotten the link, so that only the words count', async () => {
    const { id, words } = await come()
    lead.drop()
    await lead.enter('maria', PASSPHRASE)
    await lead.members.look()
    lead.members.go({ kind: 'compare', id })
    expect(text(lead)).toContain('only the six words')
    for (const word of words) expect(text(lead)).toContain(word)
    await lead.members.accept(id)
    expect(logins()).toEqual(['maria', 'eleni'])
  })

  it('cannot take in whose keys the server has changed', async () => {
    const { id } = await come()
    const one = office.invitations.get(id)!
    const sign = toBase64(office.crypto.signPublicKey(new Uint8Array(32).fill(99)))
    office.invitations.set(id, { ...one, joined: { ...one.joined!, sign } })
    await lead.members.look()
    for (const lang of ['en', 'el'] as const) {
      expect(text(lead, lang)).toContain(speak(lang)('compare.false'))
      expect(text(lead, lang)).not.toContain(speak(lang)('compare.yes'))
    }
    await lead.members.accept(id)
    expect([lead.members.said.value, logins()]).toEqual([{ key: 'compare.false' }, ['maria']])
    await lead.members.withdraw(id)
    expect(office.invitations.size).toBe(0)
  })

  it('reads the team again where another was faster, says so, and may press once more', async () => {
    const { id } = await come()
    const next = { ...team(), version: 2 }
    office.team = signDocument(office.crypto, next, [SEEDS.lead]) as Office['team']
    await lead.members.accept(id)
    expect([lead.members.said.value, lead.session.value!.team.version]).toEqual([{ key: 'members.changed' }, 2])
    expect(text(lead)).toContain('The team changed just now')
    await lead.members.accept(id)
    expect([logins(), team().version]).toEqual([['maria', 'eleni'], 3])
  })

  it('goes on with what was done, when an answer of before it comes late', async () => {
    const { id } = await come()
    const held: (() => void)[] = []
    let holds = false
    const api = apiOf(office)
    const slow = await open({
      ...api,
      async me() {
        const answer = await api.me()
        if (holds) await new Promise<void>((resolve) => held.push(resolve))
        return answer
      },
    })
    await slow.members.look()
    holds = true
    const looked = slow.members.look()
    await expect.poll(() => held.length).toBe(1)
    holds = false
    await slow.members.accept(id)
    held[0]!()
    await looked
    expect([slow.session.value!.team.version, slow.members.said.value]).toEqual([2, null])
  })

  it('keeps the team that was signed, when a round of before it comes late', async () => {
    const { id } = await come()
    let hold: (() => void) | null = null
    let holds = false
    const api = apiOf(office)
    const slow = await open({
      ...api,
      async me() {
        const answer = await api.me()
        if (holds) await new Promise<void>((resolve) => (hold = resolve))
        return answer
      },
    })
    await slow.members.look()
    await slow.generations.refresh()
    // Something is new, so that the round makes another session.
    for (const [to, keys] of office.sealed) office.sealed.set(to, [...keys, ...keys])
    holds = true
    const round = slow.generations.refresh()
    await expect.poll(() => hold).not.toBeNull()
    holds = false
    await slow.members.accept(id)
    hold!()
    await round
    expect(slow.session.value!.team.version).toBe(2)
  })

  it('removes somebody after it was said what that means; their next request is refused', async () => {
    const { id, passphrase } = await come()
    await lead.members.accept(id)
    const theirs = await unlocked('eleni', passphrase)
    const eleni = team().members[1]!
    lead.members.go({ kind: 'remove', id: eleni.id })
    for (const lang of ['en', 'el'] as const)
      for (const key of ['remove.read', 'remove.now', 'remove.keys'] as const)
        expect(text(lead, lang)).toContain(speak(lang)(key, { name: 'Eleni K.' }))
    await lead.members.remove(eleni.id)
    expect([logins(), lead.members.page.value]).toEqual([['maria'], { kind: 'waiting', removed: 'Eleni K.' }])
    theirs.lift()
    await expect.poll(() => theirs.session.value).toBe(null)
    expect(theirs.screen.value).toMatchObject({ kind: 'unlock', said: { key: 'unlock.loggedout' } })
  })

  it('cannot remove themselves, and is warned while nobody else coordinates', async () => {
    const id = lead.session.value!.member.id
    await lead.members.remove(id)
    expect([lead.members.said.value, logins()]).toEqual([{ key: 'members.gone' }, ['maria']])
    for (const lang of ['en', 'el'] as const) expect(text(lead, lang)).toContain(speak(lang)('members.onelead'))
  })

  it('gives a member who lost all a new link, under the old name, and the old keys stop', async () => {
    const first = await come()
    await lead.members.accept(first.id)
    const eleni = team().members[1]!
    lead.members.go({ kind: 'renew', id: eleni.id })
    expect(text(lead)).toContain('Invite Eleni K. again?')
    await lead.members.invite(eleni.id)
    const { inbox: theirs } = deskOf(office)
    theirs.join(readJoinLink(link(lead).slice(link(lead).indexOf('#')))!)
    const join = theirs.joining.value as Join
    await expect.poll(() => join.state.value.kind).toBe('setup')
    const state = join.state.value
    const made = await setUp(state.kind === 'setup' ? state.setup : (undefined as never))
    await lead.members.look()
    const { id } = lead.members.invitations.value[0]!
    lead.members.go({ kind: 'compare', id })
    expect(text(lead)).toContain('has made new keys')
    await lead.members.accept(id)
    expect(team().members[1]).toMatchObject({ id: eleni.id, name: 'Eleni K.', login: 'eleni' })
    expect(team().members[1]!.sign).not.toBe(eleni.sign)
    expect((await unlocked('eleni', first.passphrase)).session.value).toBe(null)
    expect((await unlocked('eleni', made.passphrase)).session.value?.boxes).toHaveLength(1)
  })

  it('renews nobody but the member who was invited, under the name and id that they had', async () => {
    const eleni = await come()
    await lead.members.accept(eleni.id)
    const [, before] = team().members
    // The server says of a newcomer that they are Eleni.
    const other = await (lead.members.go({ kind: 'list' }), come(lead, 'other'))
    const one = office.invitations.get(other.id)!
    for (const bent of [
      { member: before!.id },
      { member: before!.id, joined: { ...one.joined!, member: before!.id } },
      { member: toBase64(new Uint8Array(16)) },
    ]) {
      office.invitations.set(other.id, { ...one, ...bent })
      await lead.members.look()
      await lead.members.accept(other.id)
      expect([lead.members.said.value?.key, team().members.length]).toEqual(['members.gone', 2])
    }
  })

  it('is asked to unlock again where the session has ended, and hears of a server that is away', async () => {
    const away = await open({ invite: () => Promise.reject(new MitosError('server-unreachable')) })
    await away.members.invite()
    expect(away.members.said.value).toEqual({ key: 'error.away' })
    const ended = await open({ invite: () => Promise.reject(new MitosError('not-logged-in')) })
    await ended.members.invite()
    expect([ended.session.value, ended.screen.value.kind]).toEqual([null, 'unlock'])
  })

  it('who locks while a team is sent leaves nobody’s name on the page, and whoever unlocks next is not locked for it', async () => {
    const { id } = await come()
    await lead.members.accept(id)
    let end: { readonly yes: () => void; readonly no: (error: MitosError) => void } | undefined
    const inbox = await open({ putTeam: () => new Promise<void>((yes, no) => void (end = { yes, no })) })
    const removing = inbox.members.remove(team().members.find(({ login }) => login === 'eleni')!.id)
    await expect.poll(() => end).toBeDefined()
    inbox.drop()
    end!.yes()
    await removing
    expect(inbox.members.page.value).toEqual({ kind: 'list' })
    end = undefined
    await inbox.enter('maria', PASSPHRASE)
    const putting = inbox.members.put({ do: 'duty', duty: [] })
    await expect.poll(() => end).toBeDefined()
    inbox.drop()
    await inbox.enter('maria', PASSPHRASE)
    end!.no(new MitosError('not-logged-in'))
    await putting
    expect(inbox.session.value).not.toBeNull()
  })

  it('leaves nothing of links and invitations behind after the lock', async () => {
    await lead.members.invite()
    lead.drop()
    expect([lead.members.page.value, lead.members.invitations.value]).toEqual([{ kind: 'list' }, []])
  })
})

describe('a member who does not coordinate', () => {
  it('sees who belongs to the team and what they are, and nothing to press', async () => {
    const { id, passphrase } = await come()
    await lead.members.accept(id)
    const theirs = await unlocked('eleni', passphrase)
    theirs.visit('members')
    for (const lang of ['en', 'el'] as const) {
      const say = speak(lang)
      const shown = text(theirs, lang)
      for (const words of ['Maria', 'Eleni K.', say('members.lead'), say('members.member')])
        expect(shown).toContain(words)
      for (const key of ['members.invite', 'members.remove', 'members.renew'] as const)
        expect(shown.split('\n')).not.toContain(say(key))
    }
    expect(
      (await apiOf(office)
        .invitations()
        .catch(() => null)) === null,
    ).toBe(true)
  })

  it('believes no older team than the one seen since log-in', async () => {
    const old = office.team
    const { id } = await come()
    await lead.members.accept(id)
    office.team = old
    await lead.members.look()
    expect([lead.members.said.value, lead.session.value!.team.version]).toEqual([
      { key: 'error.team', code: 'team-refused' },
      2,
    ])
  })
})
