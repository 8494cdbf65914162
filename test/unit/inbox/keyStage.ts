import { createCaseApi } from '../../../inbox/cases/api.ts'
import { createApi, type Api } from '../../../inbox/api.ts'
import { type Inbox, createInbox } from '../../../inbox/state.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { type Chain, readChain } from '../../../shared/chain.ts'
import { fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { invitationId } from '../../../shared/invitation.ts'
import type { KeySheet } from '../../../shared/keySheet.ts'
import type { Roster } from '../../../shared/roster.ts'
import type { TeamMember } from '../../../shared/team.ts'
import { needFit } from '../../../server/cli/keeper/sheet/refuse.ts'
import { sheetOf } from '../../../inbox/generations/sheet.ts'
import { crypto, hashOf, ngo, root, roster, seed, signKey } from '../../integration/network.ts'
import type { TestServer } from '../../integration/server.ts'
import {
  inboxKey,
  invite,
  joining,
  logIn,
  ngos,
  place,
  putTeam,
  team,
  teamServer,
  visitor,
} from '../../integration/team.ts'
import { undated } from './undated.ts'

/**
 * A real server with the NGO `a21`, whose spare key its coordinators hold, and a keeper who publishes what a key sheet asks for.
 * @param leads who coordinates, of lena, maria and nikos
 */
export async function keyStage(leads: readonly string[] = ['lena'], spare = true) {
  const server: TestServer = await teamServer()
  const { spare: _, ...bare } = ngos()[0] as ReturnType<typeof ngo> & { spare: object }
  const own = { ...(spare ? ngos()[0]! : bare), leads: leads.map((name) => signKey(`${name} sign`)) }
  let last = roster(2, roster(1, null, { ngos: ngos() }), { ngos: [own, ngos()[1]] })
  const put = async (document: typeof last): Promise<void> => {
    const response = await server.put('roster', document)
    if (response.status !== 204) throw new Error(await response.text())
    last = document
  }
  await put(last)
  const first = ['lena', 'maria', 'nikos'].map((name) => place(name, leads.includes(name) ? 'lead' : 'member'))
  await putTeam(server, 'a21', 1, team(1, first))
  for (const name of spare ? leads : []) {
    const { member, generation, sealed } = inboxKey(place(name), 2)
    await server.store.putInboxKey({ member: fromBase64(member), generation, sealed: fromBase64(sealed) })
  }
  const open: Inbox[] = []

  /** A browser in which this member has unlocked. */
  async function enter(name: string, bend: (api: Api) => Partial<Api> = () => ({})): Promise<Inbox> {
    const { fetch } = visitor(server)
    const api = createApi(undated(fetch))
    const derive = async () => ({ wrap: seed(`${name} wrap`), login: seed(`${name} login`) })
    const deps = {
      api: { ...api, ...bend(api) },
      cases: createCaseApi(undated(fetch)),
      sodium,
      derive,
      now: () => server.now * 1000,
      origin: server.origin,
    }
    const inbox = createInbox(deps, 'en')
    await inbox.enter(name, 'not asked here')
    if (!inbox.session.value) throw new Error(JSON.stringify(inbox.screen.value))
    inbox.visit('members')
    open.push(inbox)
    return inbox
  }

  return {
    server,
    enter,
    roster: () => last,
    /** What a panel believes now. */
    chain: async (): Promise<Chain> =>
      readChain(crypto, await (await server.get('/trust/chain.json')).text(), hashOf(root())),
    /** The keeper publishes what a sheet asks for. */
    async publish(asked: KeySheet): Promise<void> {
      const { box, spare: next, signKeys, leads: named, teamMin, revoked } = asked
      const before = JSON.parse(last.signed) as Roster
      // As the keeper's tools ask it.
      needFit(before, asked, server.now)
      const mine = ngo('a21', 1, { box, spare: next, signKeys, leads: named, teamMin })
      const rest = { ngos: [mine, ngos()[1]], revoked: [...before.revoked, ...revoked] }
      await put(roster(before.version + 1, last, rest))
    },
    /** Somebody comes by a link of this coordinator, and is taken in. */
    async takeIn(inbox: Inbox, by: string, name: string): Promise<void> {
      const secret = await invite(await logIn(server, by))
      const response = await visitor(server).send('POST', 'join', joining(name, secret).request)
      if (response.status !== 204) throw new Error(await response.text())
      await inbox.members.look()
      await inbox.members.accept(toBase64(invitationId(crypto, secret)))
      if (inbox.members.done.value?.key !== 'members.accepted')
        throw new Error(JSON.stringify(inbox.members.said.value))
    },
    /** Everything that lies sealed for somebody, as a server that keeps copies would have it. */
    copies: async (name: string): Promise<readonly string[]> =>
      (await server.store.inboxKeys(seed(`${name} id`).slice(0, 16))).map(({ sealed }) => toBase64(sealed)),
    async stop(): Promise<void> {
      open.forEach((inbox) => inbox.drop())
      await server.stop()
    },
  }
}
export type KeyStage = Awaited<ReturnType<typeof keyStage>>

export const idOf = (name: string): string => place(name).id
export const names = (inbox: Inbox): readonly string[] =>
  inbox.session.value!.team.members.map(({ login }: TeamMember) => login)
export const sheet = (inbox: Inbox): KeySheet => sheetOf(inbox.session.value!)!
/** Public keys of the boxes that a member can open. */
export const opens = (inbox: Inbox): readonly string[] =>
  inbox.session.value!.boxes.map(({ publicKey }) => toBase64(publicKey))
