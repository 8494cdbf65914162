import { writeFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Found } from '../../../inbox/found/found.ts'
import { sheetFile } from '../../../inbox/generations/sheet.ts'
import { fileOf as rotaFile } from '../../../inbox/rota/actions.ts'
import { sealRequest } from '../../../shared/envelope.ts'
import { composeRequest } from '../../../shared/request.ts'
import { deriveCode, makeCode } from '../../../shared/returnCode.ts'
import { draftOf } from '../../../shared/rota/draft.ts'
import type { RequestId } from '../../../shared/wire.ts'
import { crypto, roster as sampleRoster } from '../../integration/network.ts'
import { type Network, until } from './network.ts'

/** What people do between two blocks of commands: in browsers, with an editor, on a page. */
export function story(network: Network) {
  const founders: Found[] = []

  const edit = (name: string, change: (draft: any) => object): void =>
    writeFileSync(
      network.desk.path(`keeper/${name}.json`),
      JSON.stringify(change(JSON.parse(network.desk.text(`keeper/${name}.json`))), null, 2),
    )

  /** What a keeper fills in with an editor. */
  function fillIn(): void {
    const [sample] = JSON.parse(sampleRoster().signed).desks
    edit('draft', (draft) => ({
      ...draft,
      ngos: draft.ngos.map((one: object) => ({ ...one, quietName: 'the Help Team' })),
      desks: [
        {
          ...sample,
          shifts: [],
          lines: [...sample.lines, { ...sample.lines[0], number: '1056', serves: ['children'] }],
        },
      ],
    }))
  }

  /** Founders, who had closed nothing, go on by themselves; then they let the others in. */
  async function begin(): Promise<void> {
    expect((await network.chain()).roster.desks[0]!.shifts).toEqual([])
    network.wait(60)
    for (const login of ['zoe.zoi', 'ira.iris']) network.inboxOf(login).beat()
    for (const { state } of founders) await until(() => state.value.kind === 'done')
    for (const login of ['zoe.zoi', 'ira.iris']) expect(await network.unlock(login)).toBe(undefined)
    await network.join('zoe.zoi', 'Lena', 'lena.zoi')
    await network.join('zoe.zoi', 'Nikos', 'nikos.zoi')
    await network.join('zoe.zoi', 'Anna', 'anna.zoi')
    await network.join('ira.iris', 'Ilia', 'ilia.iris')
    for (const login of network.people.keys()) expect([login, await network.unlock(login)]).toEqual([login, undefined])
  }

  const idOf = (login: string, at: string): string =>
    network.inboxOf(at).session.value!.team.members.find((one) => one.login === login)!.id

  /** The sheets that ask for a second coordinator of each NGO, and a rota. */
  async function secondCoordinators(): Promise<void> {
    for (const [first, second] of [
      ['zoe.zoi', 'lena.zoi'],
      ['ira.iris', 'ilia.iris'],
    ] as const) {
      const { members } = network.inboxOf(first)
      await members.sheetWith(idOf(second, first))
      const page = members.page.value
      if (page.kind !== 'sheet') throw new Error(JSON.stringify(members.said.value))
      network.save({ name: page.sheet.file, text: page.sheet.text })
    }
    await writeNotices()
    const start = network.desk.now / 60
    await drawRota('zoe.zoi', 'rota-2', () => [
      [start, 7 * 1440, 'zoi'],
      [start + 7 * 1440, 7 * 1440, 'iris'],
    ])
  }

  /** What each NGO tells about data, in the one language that it speaks. */
  async function writeNotices(): Promise<void> {
    for (const login of ['zoe.zoi', 'ira.iris']) {
      const { notices } = network.inboxOf(login)
      await notices.open('en')
      notices.type(`# Who is responsible\n${login}`)
      await notices.publish()
      const page = notices.page.value
      if (page.kind !== 'sheet') throw new Error(JSON.stringify(notices.said.value))
      network.save({ name: page.sheet.file, text: page.sheet.text })
    }
  }

  /** What a coordinator draws, and the keeper keeps under a name of its own. */
  async function drawRota(by: string, name: string, shifts: () => readonly [number, number, string][]): Promise<void> {
    expect(await network.unlock(by)).toBe(undefined)
    const inbox = network.inboxOf(by)
    const session = inbox.session.value!
    inbox.rota.edit({ ...draftOf(session.chain.roster), shifts: { GR: shifts() } }, { key: 'draft.drawn' })
    const { name: file, text } = rotaFile(inbox, session)
    expect(file).toBe(`${name.replace('rota', 'draft')}.json`)
    network.save({ name: `${name}.json`, text })
  }

  async function setRole(by: string, login: string): Promise<void> {
    expect(await network.unlock(by)).toBe(undefined)
    const { members } = network.inboxOf(by)
    await members.setRole(idOf(login, by), 'lead')
    expect([members.said.value, members.done.value?.key]).toEqual([null, 'role.lead.made'])
  }

  /** A person asks through a panel that believes the chain of now. @returns the raw bytes */
  async function ask(ngo: string, rest: object = {}) {
    const { roster, rosterHash } = await network.chain()
    const code = await deriveCode(crypto, async () => crypto.random(32), makeCode(crypto.random), roster.network)
    const answers = { for: 'self', contact: { to: 'person', how: 'call', address: '+306940001234', word: 0 } } as const
    const t = network.desk.now
    const setting = {
      roster,
      rosterHash,
      ngo,
      desk: 'GR',
      site: null,
      t,
      skew: null,
      tz: null,
      lang: 'en',
      shown: null,
    }
    const request = composeRequest(crypto, answers, { ...setting, ...rest }, code)
    const body = await sealRequest(crypto, request, code, crypto.random(16) as RequestId)
    expect((await network.server().post(body)).status).toBe(204)
  }

  /** What somebody sees who unlocks now: a test, a request, or the code of one that does not open. */
  async function list(login: string): Promise<readonly string[]> {
    expect(await network.unlock(login)).toBe(undefined)
    const inbox = network.inboxOf(login)
    await until(() => inbox.loaded.value)
    return inbox.all.value.map((item) => (item.kind === 'shut' ? item.code : item.facts.test ? 'test' : item.kind))
  }

  /** Zoe removes Nikos, whose browser is open. */
  async function removeMember(): Promise<void> {
    expect(await network.unlock('nikos.zoi')).toBe(undefined)
    const before = (await network.chain()).roster.ngos[0]!
    await remove('nikos.zoi', 'mitos-keys-zoi-2.json')
    // At once: nothing more from the server, and what is asked now is sealed to other keys.
    const nikos = network.inboxOf('nikos.zoi')
    await nikos.members.look()
    expect([nikos.session.value, await network.unlock('nikos.zoi')]).toEqual([null, 'error.login'])
    expect((await network.chain()).roster.ngos[0]!.box).toEqual(before.spare)
    await ask('zoi')
    expect(await list('anna.zoi')).toEqual(['test', 'request'])
  }

  /** By the roster too: the old keys count nowhere, nor does the list of members in which he stood. */
  async function memberIsGone(): Promise<void> {
    const { roster } = await network.chain()
    const zoi = roster.ngos[0]!
    const { team } = network.inboxOf('zoe.zoi').session.value!
    expect([zoi.box.generation, zoi.spare?.generation, zoi.teamMin]).toEqual([2, 3, team.version])
    expect(roster.revoked).toHaveLength(2)
    expect(await list('zoe.zoi')).toEqual(['test', 'request'])
    expect(network.inboxOf('zoe.zoi').session.value!.waiting).toEqual([])
  }

  /** Another coordinator removes Lena: there is no switch, since she had the spare keys. */
  async function removeCoordinator(): Promise<void> {
    const before = (await network.chain()).roster.ngos[0]!
    await remove('lena.zoi', 'mitos-keys-zoi-4.json')
    expect((await network.chain()).roster.ngos[0]!.box).toEqual(before.box)
  }

  async function remove(login: string, name: string): Promise<void> {
    expect(await network.unlock('zoe.zoi')).toBe(undefined)
    const { members, generations, session } = network.inboxOf('zoe.zoi')
    await members.remove(idOf(login, 'zoe.zoi'))
    expect([members.said.value, generations.said.value]).toEqual([null, null])
    const file = sheetFile(session.value!)!
    expect(file.name).toBe(name)
    network.save(file)
  }

  return {
    founders,
    edit,
    fillIn,
    begin,
    secondCoordinators,
    drawRota,
    setRole,
    ask,
    list,
    removeMember,
    memberIsGone,
    removeCoordinator,
  }
}
