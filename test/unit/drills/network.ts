import { writeFileSync } from 'node:fs'
import { run } from '../../../server/cli/cli.ts'
import { member } from '../../../server/cli/member.ts'
import { open } from '../../../server/cli/open/openVerb.ts'
import { createApi } from '../../../inbox/api.ts'
import { createCaseApi } from '../../../inbox/cases/api.ts'
import { openCopy } from '../../../inbox/export/offline/open.ts'
import type { Found } from '../../../inbox/found/found.ts'
import type { Join } from '../../../inbox/join/join.ts'
import { type Inbox, createInbox } from '../../../inbox/state.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { type Chain, readChain } from '../../../shared/chain.ts'
import { fromBase64, join as joined, toHex } from '../../../shared/bytes.ts'
import { readJoinLink } from '../../../shared/invitation.ts'
import { crypto, hashOf } from '../../integration/network.ts'
import { type Desk, type Ran, openDesk } from '../../integration/keeper/desk.ts'
import { type TestServer, startServer } from '../../integration/server.ts'
import { visitor } from '../../integration/team.ts'
import { quickDerive } from '../inbox/founder.ts'
import { setUp } from '../inbox/office.ts'
import { undated } from '../inbox/undated.ts'
import { FILES, answersTo, firstDocuments, save, sha384, stick } from './laptop.ts'

/** Somebody of an NGO: what they have on paper, and the browser in which they are now. */
export interface Person {
  readonly login: string
  readonly passphrase: string
  readonly kit: string
  /** the inbox in which they unlocked last */
  readonly inbox: Inbox
}

/** A network from its first day on: keepers at a desk, a real server, and browsers. They share one clock. */
export async function beginNetwork() {
  const desk = openDesk()
  let server: TestServer | undefined
  const people = new Map<string, Person>()
  const browsers: Inbox[] = []
  /** a sealed copy on a stick: who saved it, and with what it opens */
  let copy: {
    readonly login: string
    readonly passphrase: string
    readonly kit: string
    readonly item: string
  } | null = null

  /** Root 1 and release 1, as docs/keeper.md makes them; the operator gets the root's hash. */
  async function ceremony(): Promise<void> {
    await firstDocuments(desk)
    server = await startServer(
      { root: pin(), limit: 10_000 },
      FILES,
      crypto,
      desk.now,
      `sha384-${sha384(FILES['loader.abc.js'])}`,
    )
  }

  const pin = (): string => hashOf(JSON.parse(desk.text('keeper/root-1.json')))
  const chain = async (): Promise<Chain> =>
    readChain(crypto, await (await server!.get('/trust/chain.json')).text(), pin())

  /** A browser that nobody has used yet. */
  function browser(): Inbox {
    const { fetch } = visitor(server!)
    const inbox = createInbox(
      {
        api: createApi(undated(fetch)),
        cases: createCaseApi(undated(fetch)),
        sodium,
        derive: quickDerive,
        now: () => server!.now * 1000,
        origin: server!.origin,
        copies: { file: () => onStick(desk) },
      },
      'en',
    )
    browsers.push(inbox)
    return inbox
  }

  /** Unlocks in a browser of its own. @returns what the screen says where it stays locked */
  async function unlock(login: string): Promise<string | undefined> {
    const inbox = browser()
    const { passphrase, kit } = people.get(login)!
    await inbox.enter(login, passphrase)
    const screen = inbox.screen.value
    if (screen.kind !== 'open') return screen.kind === 'unlock' ? screen.said?.key : screen.kind
    people.set(login, { login, passphrase, kit, inbox })
    await inbox.members.look()
    return undefined
  }

  /** A line of a block, as somebody types it who is asked for a yes first, then for the passphrase. */
  async function type(line: string): Promise<Ran> {
    if (line.startsWith('mitos member ')) return onServer(line)
    if (line.startsWith('mitos open ')) return openIt(line)
    // The stick goes from the laptop to the computer with a network.
    if (line.startsWith('mitos publish ')) stick(desk)
    const own = line
      .replace(/^mitos /, '')
      .replace('https://YOUR-SERVER', server!.url)
      .replace('ROOTHASH', pin())
    return desk.mitos(own, answersTo(line))
  }

  /** What an operator types on the server. */
  async function onServer(line: string): Promise<Ran> {
    const said: string[] = []
    const say = (one: string): void => void said.push(one)
    const environment = { MITOS_DATA: server!.data }
    const args = line.replace(/^mitos /, '').split(' ')
    const code = await run([member], args, { say, complain: say, environment, clock: () => desk.now })
    return { code, said: said.join('\n'), asked: [] }
  }

  /** What somebody types who has the copy, on a computer without a network. */
  async function openIt(line: string): Promise<Ran> {
    const { login, passphrase, kit, item } = copy!
    const said: string[] = []
    const asked: string[] = []
    const answer = async (question: string): Promise<string> => {
      asked.push(question)
      return question.startsWith('The kit') ? kit : question.startsWith('Log-in') ? login : passphrase
    }
    const { crypto } = await sodium()
    const argon2id = async (typed: Uint8Array): Promise<Uint8Array> => {
      const { wrap, login: key } = await quickDerive({
        passphrase: new TextDecoder().decode(typed),
        name: login,
        network: '',
      })
      return joined(wrap, key)
    }
    const tools = { terminal: { ask: answer, askSecret: answer }, sodium: async () => ({ crypto, argon2id }) }
    const args = line
      .replace(/^mitos /, '')
      .replace('stick/list-DATE.sealed', desk.path('stick/list.sealed'))
      .replace('NUMBER', item.slice(0, 8))
      .split(' ')
    const say = (one: string): void => void said.push(one)
    const io = { say, complain: say, environment: {}, clock: () => desk.now }
    const code = await run([open(tools, async () => openCopy)], args, io)
    return { code, said: said.join('\n'), asked }
  }

  return {
    desk,
    people,
    ceremony,
    chain,
    browser,
    unlock,
    type,
    server: (): TestServer => server!,
    inboxOf: (login: string): Inbox => people.get(login)!.inbox,
    /** Somebody saves a sealed copy; then the server is gone for good. */
    async saveCopy(login: string): Promise<void> {
      if (await unlock(login)) throw new Error(login)
      const { inbox, passphrase, kit } = people.get(login)!
      await inbox.lift()
      inbox.copy.choose('backup')
      inbox.copy.type(passphrase)
      await inbox.copy.next()
      if (!inbox.copy.state.value.saved) throw new Error(JSON.stringify(inbox.copy.state.value))
      const first = inbox.all.value.find((one) => one.kind === 'request' && !one.facts.test)!
      copy = { login, passphrase, kit, item: toHex(fromBase64(first.id)) }
      browsers.splice(0).forEach((one) => one.leave())
      await server!.stop()
      server = undefined
    },
    /** Time goes by, for all. */
    wait(seconds: number): void {
      desk.now += seconds
      if (server) server.now = desk.now
    },
    /** The founder's way to the two files. @returns their page, which then waits */
    async found(ngo: string, shown: string, login: string): Promise<Found> {
      const inbox = browser()
      inbox.found(ngo)
      const found = inbox.joining.value as Found
      await until(() => found.state.value.kind === 'names')
      found.type({ title: ngo.toUpperCase(), shown, login })
      found.named()
      const { passphrase, kit } = await setUp(setupOf(found))
      await until(() => found.state.value.kind === 'files')
      for (const kind of ['sheet', 'start'] as const) found.saved(kind)
      save(desk, found.fileOf('sheet'))
      found.begun()
      await until(() => isIdle(found.state.value))
      people.set(login, { login, passphrase, kit, inbox })
      return found
    },
    /** Somebody comes by a link of this coordinator, reads six words aloud, and is taken in. */
    async join(by: string, shown: string, login: string): Promise<void> {
      const { members, session } = people.get(by)!.inbox
      await members.invite()
      const page = members.page.value
      if (page.kind !== 'link') throw new Error(JSON.stringify(members.said.value))
      const inbox = browser()
      inbox.join(readJoinLink(new URL(page.link).hash)!)
      const join = inbox.joining.value as Join
      await until(() => join.state.value.kind === 'names')
      join.type({ shown, login })
      join.named()
      const { passphrase, kit } = await setUp(setupOf(join))
      await until(() => join.state.value.kind === 'joined')
      const { words } = join.state.value as { readonly words: readonly string[] }
      await members.look()
      const came = members.invitations.value.find(({ joined }) => joined?.name === login)!
      if (members.wordsOf(session.value!, came.joined!).join() !== words.join()) throw new Error('other words')
      await members.accept(came.id)
      people.set(login, { login, passphrase, kit, inbox })
    },
    /** The file lies on the laptop. */
    save: (file: { readonly name: string; readonly text: string }) => save(desk, file),
    async stop(): Promise<void> {
      browsers.forEach((inbox) => inbox.leave())
      await server?.stop()
      desk.keptSecrets()
      desk.close()
    },
  }
}
export type Network = Awaited<ReturnType<typeof beginNetwork>>

/** What a browser downloads, carried to the laptop. */
function onStick(desk: Desk) {
  const parts: Uint8Array[] = []
  return {
    add: (bytes: Uint8Array): void => void parts.push(bytes),
    size: (): number => joined(...parts).length,
    save: (): void => writeFileSync(desk.path('stick/list.sealed'), joined(...parts)),
  }
}

const isIdle = (state: object): boolean => !('busy' in state) || state.busy === false

function setupOf({ state }: Found | Join) {
  const { value } = state
  if (value.kind !== 'setup') throw new Error(JSON.stringify(value))
  return value.setup
}

/** Waits for what a browser does by itself. */
export async function until(what: () => boolean): Promise<void> {
  for (let i = 0; !what(); i++) {
    if (i === 2000) throw new Error('it did not come about')
    await new Promise((resolve) => setTimeout(resolve))
  }
}
