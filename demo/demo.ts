import { appendFileSync } from 'node:fs'
import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toBase64 } from '../shared/bytes.ts'
import type { MemberCrypto } from '../shared/crypto/crypto.ts'
import { sumoSodium } from '../shared/crypto/sumo.ts'
import type { Desk, Roster } from '../shared/roster.ts'
import type { ReleaseFile } from '../shared/release.ts'
import type { SignedDocument } from '../shared/signed.ts'
import { utf8 } from '../shared/text.ts'
import { buildApp } from '../server/app.ts'
import { type Config, loadConfig } from '../server/config.ts'
import type { ServerEvent } from '../server/deps.ts'
import { readBuilt } from '../server/pages/built.ts'
import { deskSnippet } from '../server/pages/deskSnippet.ts'
import { openSqliteStore } from '../server/store/sqlite/store.ts'
import type { Store } from '../server/store/store.ts'
import { type DemoSecrets, readSecrets, refuseRealData, writeSecrets } from './keys.ts'
import { type Makers, makeNotices, makeRelease, makeRoot, makeRoster, makeSecrets, makeStaff } from './network.ts'
import { MEMBERS, NGOS } from './people.ts'
import { partnerSite } from './partnerSite.ts'
import { HOST, holdPort } from './ports.ts'

/** The compiled tree: this file runs as dist/demo/demo.js. */
const BUILT = fileURLToPath(new URL('..', import.meta.url))

export interface DemoMember {
  readonly ngo: string
  readonly name: string
  readonly passphrase: string
  readonly onDuty: boolean
}

export interface Demo {
  readonly server: string
  readonly partner: string
  readonly inbox: string
  readonly embed: string
  readonly members: readonly DemoMember[]
  stop(): Promise<void>
}

/**
 * A throw-away network with everything real: keeper, release, two NGOs, a roster, a server, and a partner's site on another
 * origin.
 * @param env MITOS_PORT, MITOS_PARTNER_PORT, MITOS_DATA, MITOS_LIMIT as for the server, with the demo's defaults;
 *   MITOS_ORIGIN and MITOS_TRUST_PROXY where a proxy stands in front; MITOS_DEMO_LOG, a file for the server's log, which is
 *   not printed
 * @throws MitosError `config-invalid`
 */
export async function startDemo(env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<Demo> {
  process.umask(0o077)
  refuseRealData(env['MITOS_DATA'])
  const { crypto, argon2id } = await sumoSodium()
  const clock = (): number => Math.floor(Date.now() / 1000)
  const timed = stopwatch(say)
  const serverPort = await holdPort(env['MITOS_PORT'], 8080)
  const partnerPort = await holdPort(env['MITOS_PARTNER_PORT'], 8081)
  const awayPort = await holdPort('0', 0)
  await awayPort.release()
  const nowhere = `http://${HOST}:${awayPort.port}`
  const [own, partner] = [`http://${HOST}:${serverPort.port}`, `http://${HOST}:${partnerPort.port}`]
  const settings = readSettings(env, serverPort.port)
  const server = settings.origin
  const data = env['MITOS_DATA'] || (await mkdtemp(join(tmpdir(), 'mitos-demo-')))
  await mkdir(data, { recursive: true, mode: 0o700 })

  const kept = await readSecrets(data)
  const secrets = kept ?? (await makeSecrets(crypto))
  if (!kept) await writeSecrets(data, secrets)
  const store = await openSqliteStore(data, { clock })
  const makers: Makers = { crypto, argon2id, now: clock() }
  const root = await firstRoot(makers, secrets, store)
  const trust = await hashOf(crypto, root)
  await addStaff(makers, secrets, store)
  timed(`network: ${NGOS.length} NGOs, ${MEMBERS.length} members, keys ${kept ? 'taken up again' : 'made'}`)

  const config: Config = { ...settings, data, root: trust }
  const onEvent = (event: ServerEvent) => describe(event).forEach(say)
  const app = await buildApp({
    config,
    store,
    crypto,
    clock,
    builtDir: BUILT,
    log: logTo(env['MITOS_DEMO_LOG']),
    onEvent,
  })
  await serverPort.release()
  await app.listen({ port: serverPort.port, host: HOST })
  const desk = await publish(makers, secrets, store, own, partner, root)
  timed('server: release and roster signed and published')

  const built = await readBuilt(BUILT)
  const site = await partnerSite(({ lang, away }) => {
    const language = built.languages.find(({ tag }) => tag === lang)!
    const origin = away ? nowhere : server
    return deskSnippet(built, { origin, trust, desk, language, fixed: true, site: 'limani' })
  }, server)
  await partnerPort.release()
  await new Promise<void>((resolve) => site.listen(partnerPort.port, HOST, resolve))
  timed('partner: a health centre, on another origin')

  const members = MEMBERS.map(({ login, ngo }) => ({
    ngo,
    name: login,
    passphrase: secrets.members[login]!.passphrase,
    onDuty: ngo === NGOS[0]!.id,
  }))
  const demo: Demo = {
    server,
    partner: `${partner}/`,
    inbox: `${server}/inbox/`,
    embed: `${server}/embed`,
    members,
    async stop() {
      site.closeAllConnections()
      await new Promise((resolve) => site.close(resolve))
      app.server.closeIdleConnections()
      setTimeout(() => app.server.closeAllConnections(), 2000).unref()
      await app.close()
      await store.close()
      if (!env['MITOS_DATA']) await rm(data, { recursive: true, force: true })
    },
  }
  announce(demo, say)
  return demo
}

/** What the environment says, before anything is made; data folder and root are the demo's own. */
function readSettings(env: NodeJS.ProcessEnv, port: number): Omit<Config, 'data' | 'root'> {
  return loadConfig({
    ...env,
    MITOS_PORT: String(port),
    MITOS_HOST: HOST,
    MITOS_DATA: '.',
    MITOS_LIMIT: env['MITOS_LIMIT'] || '100000',
    MITOS_ROOT: toBase64(new Uint8Array(32)),
  })
}
const logTo =
  (file: string | undefined) =>
  (line: object): void => {
    if (file) appendFileSync(file, `${JSON.stringify(line)}\n`)
  }

/** A store that is taken up again keeps its root; else a new one is made and stored as the first. */
async function firstRoot(makers: Makers, secrets: DemoSecrets, store: Store): Promise<SignedDocument> {
  const kept = await store.document('root', 1)
  if (kept) return JSON.parse(Buffer.from(kept.bytes).toString('utf8')) as SignedDocument
  return makeRoot(makers, secrets)
}

async function addStaff(makers: Makers, secrets: DemoSecrets, store: Store): Promise<void> {
  if (await store.memberByName(MEMBERS[0]!.login)) return
  const staff = await makeStaff(makers, secrets)
  for (const member of staff.members) await store.putMember(member)
  for (const team of staff.teams) await store.putTeam(team)
  for (const key of staff.inboxKeys) await store.putInboxKey(key)
}

/** What a keeper and the leads do: sign, and put to the server over HTTP, where the signatures are the permission. */
async function publish(
  makers: Makers,
  secrets: DemoSecrets,
  store: Store,
  server: string,
  partner: string,
  root: SignedDocument,
): Promise<Desk> {
  const { files }: { files: Readonly<Record<string, ReleaseFile>> } = JSON.parse(
    await readFile(join(BUILT, 'pins.json'), 'utf8'),
  )
  const before = await store.latestDocument('roster')
  const version = ((await store.latestDocument('release'))?.version ?? 0) + 1
  const release = makeRelease(makers, secrets, files, version)
  const roster = await makeRoster(makers, secrets, {
    version: (before?.version ?? 0) + 1,
    previous: before?.hash ?? null,
    release: await hashOf(makers.crypto, release),
    exits: [`${partner}/weather.html`],
  })
  if (!(await store.document('root', 1))) await put(server, 'root', root)
  await put(server, 'release', release)
  await put(server, 'roster', roster)
  for (const notice of makeNotices(makers, secrets)) await put(server, 'notices', notice)
  return (JSON.parse(roster.signed) as Roster).desks[0]!
}

async function put(server: string, kind: string, document: SignedDocument): Promise<void> {
  const answer = await fetch(`${server}/trust/${kind}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
  })
  if (!answer.ok) throw new Error(`the ${kind} was refused: ${await answer.text()}`)
}

const hashOf = async (crypto: MemberCrypto, { signed }: SignedDocument): Promise<string> =>
  toBase64(await crypto.sha256(utf8(signed)))

function stopwatch(say: (line: string) => void): (stage: string) => void {
  let last = performance.now()
  return (stage) => {
    const now = performance.now()
    say(`  ${((now - last) / 1000).toFixed(1).padStart(4)} s  ${stage}`)
    last = now
  }
}

function describe(event: ServerEvent): readonly string[] {
  switch (event.kind) {
    case 'request':
      return [`a request came in: ${event.bytes.toLocaleString('en')} bytes, sealed`]
    case 'log-in':
      return ['a member unlocked the inbox']
    case 'claim':
      return ['a member took a request']
    case 'switched':
      return [`${event.ngo} reads with its spare keys from now on`]
    case 'published':
      return []
  }
}

function announce(demo: Demo, say: (line: string) => void): void {
  const who = ({ name, passphrase }: DemoMember) => `    ${name.padEnd(8)} ${passphrase}`
  const of = (onDuty: boolean) => demo.members.filter((member) => member.onDuty === onDuty)
  say('')
  say(`  Ask for help      ${demo.partner}   (in English: ${demo.partner}en/)`)
  say('                    Press the button in the corner, answer, send.')
  say(`  Answer it         ${demo.inbox}`)
  say('                    Log in with a name and a passphrase from below.')
  say(`  Put it on a site  ${demo.embed}`)
  say('                    Copy the snippet into a page of yours.')
  say('')
  say(`  On duty now (${NGOS[0]!.name}): can read what is sent`)
  of(true).forEach((member) => say(who(member)))
  say(`  Not on duty (${NGOS[1]!.name}): can log in, and cannot read it`)
  of(false).forEach((member) => say(who(member)))
  say('')
  say('  The server cannot read it either. Ctrl-C ends all.')
  say('')
  const { server, partner, inbox, embed, members } = demo
  say(`MITOS_DEMO ${JSON.stringify({ server, partner, inbox, embed, members })}`)
}
