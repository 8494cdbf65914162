import { type Fetch, createApi } from '../../../inbox/api.ts'
import { type AuditApi, createAuditApi } from '../../../inbox/audit/api.ts'
import { type CaseApi, createCaseApi } from '../../../inbox/cases/api.ts'
import type { InboxDeps } from '../../../inbox/deps.ts'
import type { Item, Request } from '../../../inbox/list/items.ts'
import { type Inbox, createInbox } from '../../../inbox/state.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { type SecretKey, fromBase64, join, toBase64 } from '../../../shared/bytes.ts'
import { sealInboxKey } from '../../../shared/inboxKey.ts'
import { keyIdOf } from '../../../shared/keys.ts'
import { sealSigned } from '../../../shared/sealed.ts'
import { utf8 } from '../../../shared/text.ts'
import { HEADER_SIZE, PADDED_SIZE, writeBody, writeHeader } from '../../../shared/wire.ts'
import { crypto, seed } from '../../integration/network.ts'
import type { TestServer } from '../../integration/server.ts'
import { NETWORK, logIn, place, teamServer, visitor } from '../../integration/team.ts'
import { call } from './facts.ts'
import { undated } from './undated.ts'

const BOX = { secret: seed('a21 1') as SecretKey, publicKey: crypto.boxPublicKey(seed('a21 1')) }
const ANY = { when: { parts: ['morning', 'afternoon', 'evening', 'night'], weekend: true } }

/** With what an author reads answers, and what their request names of it. */
export function answerOf(author: number) {
  const replySecret = seed(`reply ${author}`)
  const replyKey = crypto.boxPublicKey(replySecret)
  const proof = seed(`proof ${author}`).slice(0, 16)
  const keys = { replySecret, replyKey, proof, address: new Uint8Array(8).fill(author) }
  return { keys, named: { replyKey: toBase64(replyKey), proof: toBase64(proof) } }
}

/**
 * What a panel, or whoever forges one, may put beside: a follow-up's `kind` and `text`, its `hour`. `signs`: somebody else signs it;
 * `also`: more answers.
 */
export interface Sent {
  readonly kind?: 'request' | 'follow-up' | 'withdraw'
  readonly text?: string
  readonly contact?: object
  readonly hour?: number
  readonly signs?: number
  readonly also?: object
}

/** A request of this author with a phone number, or what they sent after it, as a panel seals it. */
function sealed(author: number, rest: object, { signs = author, kind = 'request', also = {}, ...sent }: Sent = {}) {
  const header = writeHeader({
    id: crypto.random(16),
    keyId: keyIdOf(crypto, BOX.publicKey),
    address: new Uint8Array(8).fill(author),
    tag: new Uint8Array(8),
  } as Parameters<typeof writeHeader>[0])
  const authorSeed = seed(`author ${author}`)
  const fields = {
    type: 'request',
    v: 1,
    network: NETWORK,
    ngo: 'a21',
    key: toBase64(BOX.publicKey),
    desk: 'GR',
    kind,
    ...sent,
    author: toBase64(crypto.signPublicKey(authorSeed)),
    ...answerOf(author).named,
    ...(kind === 'request' && { answers: { ...call({ ...ANY, voicemail: false, ...rest }), ...also } }),
  }
  const context = join(utf8('mitos/request/v1\n'), header.slice(0, HEADER_SIZE))
  return writeBody(header, sealSigned(crypto, fields, context, seed(`author ${signs}`), PADDED_SIZE, BOX.publicKey))
}

/** The keys of `gcr`'s inbox, for gina. */
function keyOfGina() {
  const gina = place('gina', 'lead')
  const keys = { network: NETWORK, ngo: 'gcr', generation: 1, boxSecret: seed('gcr 1'), signSeed: seed('gcr sign 1') }
  const team = { version: 1, hash: toBase64(seed('any')) }
  const sealed = sealInboxKey(crypto, keys, gina, team, 1, seed('gina sign'))
  return { member: fromBase64(gina.id), generation: 1, sealed }
}

/** Each test says itself when a browser asks what is new: one that asks in between does what the test is about to look at. */
const NEVER = 2 ** 31 - 1

/** A real server with lena, who coordinates, maria and nikos, gina of another NGO, and their browsers. */
export async function caseStage() {
  const server: TestServer = await teamServer()
  await server.store.putInboxKey(keyOfGina())
  const open: Inbox[] = []
  let people = 0
  return {
    server,
    /** for which its requests are sealed */
    keyId: keyIdOf(crypto, BOX.publicKey),
    /** A browser in which this member has unlocked. @param down whether the server answers it no more */
    async enter(
      name: string,
      bend: Partial<CaseApi> = {},
      down: () => boolean = () => false,
      bendAudit: (real: AuditApi) => AuditApi = (real) => real,
      more: Partial<InboxDeps> = {},
    ): Promise<Inbox> {
      const { fetch } = visitor(server)
      const known = undated(fetch)
      const dated: Fetch = (path, init) => (down() ? Promise.reject(new TypeError('no network')) : known(path, init))
      const derive: InboxDeps['derive'] = async ({ name: typed }) => ({
        wrap: seed(`${typed} wrap`),
        login: seed(`${typed} login`),
      })
      const now = (): number => server.now * 1000
      const cases = { ...createCaseApi(dated), ...bend }
      const audit = bendAudit(createAuditApi(dated))
      const deps = { api: createApi(dated), cases, audit, sodium, derive, now, origin: server.origin, poll: NEVER }
      const inbox = createInbox({ ...deps, ...more }, 'en')
      await inbox.enter(name, 'not asked here')
      if (!inbox.session.value) throw new Error(JSON.stringify(inbox.screen.value))
      await inbox.lift()
      open.push(inbox)
      return inbox
    },
    /** Somebody new writes; the number of it, by which `itemOf` finds it. @param rest of the contact */
    async person(rest: object = {}, answers: object = {}): Promise<number> {
      await server.post(sealed(++people, rest, { also: answers }))
      return people
    },
    /** Something more comes into this author's mailbox; the id of its row. */
    async adds(author: number, sent: Sent): Promise<string> {
      const body = sealed(author, {}, sent)
      await server.post(body)
      return toBase64(body.slice(1, 17))
    },
    /** As nikos would put an answer there. */
    async reply(request: string, sealed: string): Promise<void> {
      await createCaseApi((await logIn(server, 'nikos')).fetch as unknown as Fetch).reply(request, sealed)
    },
    /** As a browser of this member would ask. */
    async remove(name: string, ...asked: Parameters<CaseApi['remove']>): Promise<void> {
      await createCaseApi((await logIn(server, name)).fetch as unknown as Fetch).remove(...asked)
    },
    /** @returns the status */
    async putTeam(team: object): Promise<number> {
      return (await (await logIn(server, 'lena')).send('PUT', 'team', { team, keys: [] })).status
    },
    keyIds: async () => [keyIdOf(crypto, BOX.publicKey)],
    async stop(): Promise<void> {
      open.forEach((inbox) => inbox.drop())
      await server.stop()
    },
  }
}

export const authorOf = (author: number): string => toBase64(crypto.signPublicKey(seed(`author ${author}`)))

/** The item of an author, after a fetch of the list. */
export async function itemOf(inbox: Inbox, author: number): Promise<Request | undefined> {
  await inbox.lift()
  inbox.showArrived()
  const key = authorOf(author)
  return inbox.all.value.find((one: Item): one is Request => one.kind === 'request' && one.facts.author === key)
}

/** Opens it on the screen, with its case. */
export async function opened(inbox: Inbox, author: number): Promise<Request> {
  const item = (await itemOf(inbox, author))!
  if (inbox.openId.value !== item.id) inbox.open(item.id)
  await inbox.lift()
  return inbox.opened.value as Request
}
