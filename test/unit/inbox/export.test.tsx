import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join as pathOf } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ExportView } from '../../../inbox/export/ExportView.tsx'
import type { GrowingFile } from '../../../inbox/export/file.ts'
import { openCopy } from '../../../inbox/export/offline/open.ts'
import { saveCopy } from '../../../inbox/export/save.ts'
import { type SavedCopy, createExport, mayExport } from '../../../inbox/export/state.ts'
import { speak } from '../../../inbox/i18n.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { createMemory } from '../../../inbox/trust/memory.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { run } from '../../../server/cli/cli.ts'
import { open } from '../../../server/cli/open/openVerb.ts'
import { type SecretKey, fromBase64, join, toHex } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import { kitKeys, writeKit } from '../../../shared/kit.ts'
import { writeEntries } from '../../../shared/member.ts'
import { NOW, seed } from '../../integration/network.ts'
import { temporaryFolder } from '../../integration/folder.ts'
import { NETWORK, inboxKey, place, team } from '../../integration/team.ts'
import { textOf, unfold } from '../unfold.ts'
import { caseStage, opened } from './caseStage.ts'

const say = speak('en')
const folder = temporaryFolder()
const { crypto } = await sodium()
const NUMBER = '+306940007777'
const NOTE = 'she rings on Friday \u001b[31m from a friend’s\u009b1m\u202e'

let stage: Awaited<ReturnType<typeof caseStage>>
let maria: Inbox
let lena: Inbox
const kept: Uint8Array[] = []
const told: SavedCopy[] = []
let refuses = false
/** ids of the request that maria has, and of the one that nobody has */
let [hers, new_] = ['', '']

/** A file of the test's own: its bytes are in `kept` once it was given. */
const file = (): GrowingFile => {
  const parts: Uint8Array[] = []
  return {
    add: (bytes) => void parts.push(bytes),
    size: () => parts.reduce((n, part) => n + part.length, 0),
    save: () => void kept.push(join(...parts)),
  }
}
const copies = {
  file,
  told: async (copy: SavedCopy) => {
    if (refuses) throw new MitosError('server-unreachable')
    told.push(copy)
  },
}
const memories = { maria: createMemory(), lena: createMemory() }

beforeAll(async () => {
  stage = await caseStage()
  maria = await stage.enter('maria', {}, () => false, undefined, { copies, memory: memories.maria })
  lena = await stage.enter('lena', {}, () => false, undefined, { copies, memory: memories.lena })
  const first = await stage.person({ address: NUMBER })
  await stage.person({ address: '+306940008888' })
  const item = await opened(maria, first)
  await maria.claim(item.id)
  await maria.cases.write(maria.own.value!, { acts: [{ kind: 'note', text: NOTE }] })
  await lena.lift()
  hers = toHex(fromBase64(item.id))
  new_ = toHex(fromBase64(lena.all.value.find(({ id }) => id !== item.id)!.id))
})
afterAll(async () => {
  await stage.stop()
  folder.remove()
})

async function saved(inbox: Inbox): Promise<Uint8Array> {
  const { copy } = inbox
  copy.clear()
  copy.choose('backup')
  copy.type('not asked here')
  await copy.next()
  expect(copy.state.value).toMatchObject({ said: null, saved: {} })
  return kept.at(-1)!
}

/** At a terminal where the given answers are typed; the passphrase of a member is their name here. */
async function mitos(line: string, bytes: Uint8Array | null, answers: readonly string[] = ['maria', 'maria']) {
  const path = pathOf(folder.path, 'list.sealed')
  rmSync(path, { force: true })
  if (bytes) writeFileSync(path, bytes)
  const before = readdirSync(folder.path)
  const left = [...answers]
  const [said, asked]: [string[], string[]] = [[], []]
  const ask = async (question: string) => (asked.push(question), left.shift() ?? '')
  const argon2id = async (typed: Uint8Array) => {
    const who = new TextDecoder().decode(typed)
    return join(seed(`${who} wrap`), seed(`${who} login`))
  }
  const tools = { terminal: { ask, askSecret: ask }, sodium: async () => ({ crypto, argon2id }) }
  const say = (one: string): void => void said.push(one)
  const code = await run([open(tools, async () => openCopy)], ['open', path, ...line.split(' ').filter(Boolean)], {
    say,
    complain: say,
    environment: {},
    clock: () => NOW + 1000 * 86_400,
  })
  expect(readdirSync(folder.path)).toEqual(before)
  return { code, said: said.join('\n'), asked }
}

describe('A sealed copy', () => {
  it('of a coordinator has all, says so before and after, and nothing in it can be read', async () => {
    const page = () => textOf(unfold(<ExportView inbox={lena} say={say} session={lena.session.value!} />))
    expect(page()).toContain(say('export.body.lead'))
    const bytes = await saved(lena)
    expect(page()).toContain('2 messages, 1 cases')
    const text = Buffer.from(bytes).toString('latin1')
    for (const canary of ['a21', 'Maria', 'maria', 'lena', NUMBER.slice(3), 'rings', 'requests', 'chain'])
      expect(text).not.toContain(canary)
    expect(told.at(-1)).toEqual({
      reason: 'backup',
      own: false,
      requests: 2,
      cases: 1,
      events: 2,
      hash: expect.stringMatching(/^[\w-]{43}$/),
    })
  })

  it('opens without a server, years later: a list, a case in the words of the inbox, and data', async () => {
    const bytes = await saved(lena)
    const list = await mitos('', bytes, ['Lena ', 'lena'])
    expect([list.code, list.asked.length]).toEqual([0, 2])
    expect(list.said).toContain('A sealed copy of “a21” (a21), saved by Lena (lena).')
    expect(list.said).toContain('2 messages, 1 case, 2 entries: all there')
    expect(list.said).toMatch(new RegExp(`${hers.slice(0, 8)}  .*taken \\(Maria\\)`))
    expect(list.said).toMatch(new RegExp(`${new_.slice(0, 8)}  .*new`))
    expect(list.said).not.toContain('7777')

    const one = await mitos(`--case ${hers.slice(0, 8)}`, bytes, ['lena', 'lena'])
    expect(one.said).toContain(`Number: ${NUMBER}`)
    expect(one.said).toContain('How: Phone call.')
    expect(one.said).toMatch(/^Now, .*2029, .*: (Good time now|Not now)/m)
    // What a person or a member wrote moves no terminal.
    expect(one.said).not.toContain('\u001b')
    expect(one.said).toMatch(/Notes \(1\)\n {2}Maria, .*\n {6}she rings on Friday \[31m from a friend’s1m$/m)
    expect(one.said).toContain('All entries (2)')

    const json = await mitos(`--case ${hers} --json`, bytes, ['lena', 'lena'])
    expect(json.said).not.toMatch(/[\u001b\u009b\u202e]/)
    const data = JSON.parse(json.said)
    expect(data).toMatchObject({ id: hers, state: 'claimed', ways: [{ contact: { address: NUMBER } }] })
    expect(data.case.notes).toMatchObject([{ text: NOTE }])
    const all = await mitos('--json', bytes, ['lena', 'lena'])
    expect(JSON.parse(all.said)).toMatchObject({ ngo: 'a21', counts: { requests: 2 }, own: false })
    expect(all.said).not.toContain('7777')
  })

  it('of a member has what is their own', async () => {
    const bytes = await saved(maria)
    const { said } = await mitos('--list', bytes)
    expect(said).toContain('It holds the requests that this member had taken.')
    expect(said).toContain(hers.slice(0, 8))
    expect(said).not.toContain(new_.slice(0, 8))
    expect(told.at(-1)).toMatchObject({ own: true, requests: 1, cases: 1 })
    expect(mayExport({ member: { role: 'privacy' } } as never)).toBe(false)
  })

  it('opens with the kit, however it is typed', async () => {
    const kit = new Uint8Array(15).fill(7)
    const session = maria.session.value!
    const blob = writeEntries(crypto, NETWORK, seed('maria id').slice(0, 16), session.keys, [
      { kind: 'kit', wrap: kitKeys(crypto, NETWORK, kit).wrap },
    ])
    const parts: Uint8Array[] = []
    const bend = { api: pages([]), cases: noCases, memory: memories.maria, pause: async () => undefined }
    await saveCopy(bend, { ...taskOf(maria, parts), blob })
    const typed = writeKit(crypto, kit).toLowerCase().replaceAll('-', ' ')
    expect(await mitos('--kit', join(...parts), [typed])).toMatchObject({
      code: 0,
      asked: [expect.stringContaining('kit')],
    })
    const wrong = writeKit(crypto, new Uint8Array(15).fill(8))
    expect((await mitos('--kit', join(...parts), [wrong])).said).toMatch(/^mitos: kit-wrong: /)
    expect((await mitos('--kit', join(...parts), [typed.slice(3)])).said).toMatch(/^mitos: kit-length: /)
    expect((await mitos('--kit', join(...parts), [`2${typed.slice(1)}`])).said).toMatch(/^mitos: kit-typo: /)
  })

  it('opens for nobody else: not another member, not another NGO, not who was removed', async () => {
    const bytes = await saved(lena)
    for (const who of ['maria', 'nikos', 'gina', 'elif']) {
      const { code, said } = await mitos('', bytes, [who, who])
      expect([code, said.slice(0, 24)]).toEqual([1, 'mitos: passphrase-wrong:'])
    }
  })

  it('is not shown where a line of it is missing, changed, or made by somebody else', async () => {
    const bytes = await saved(lena)
    const said = async (bent: Uint8Array) => {
      const { code, said } = await mitos('', bent, ['lena', 'lena'])
      return [code, said.split(':')[1]?.trim()]
    }
    expect(await said(bytes.slice(0, -1))).toEqual([1, 'export-cut'])
    expect(await said(bytes.map((byte, i) => (i === bytes.length - 3000 ? byte ^ 1 : byte)))).toEqual([
      1,
      'export-damaged',
    ])
    expect(await said(Buffer.from('{"type":"key-sheet"}'))).toEqual([1, 'export-shape'])
    expect((await mitos('', Buffer.from('{}'))).asked).toEqual([])
    const secret = pathOf(folder.path, 'open')
    writeFileSync(secret, 'lena\n', { mode: 0o644 })
    const readable = await mitos(`--name lena --passphrase-file ${secret}`, bytes)
    expect(readable).toMatchObject({ code: 1, said: expect.stringMatching(/^mitos: data-readable: /), asked: [] })
    expect((await mitos('', null)).said).toMatch(/^mitos: not-found: /)
    expect(await mitos('--case 00ff00ff', bytes, ['lena', 'lena'])).toMatchObject({ code: 1 })
    expect((await mitos('--case zz', bytes, ['lena', 'lena'])).said).toMatch(/^mitos: not-found: /)

    // By a server that knows the blob and everybody's public keys.
    const session = lena.session.value!
    const bent = { ...session, keys: { ...session.keys, signSeed: seed('a server') } }
    const parts: Uint8Array[] = []
    const deps = { api: pages([]), cases: noCases, memory: memories.lena, pause: async () => undefined }
    const blob = writeEntries(crypto, NETWORK, seed('lena id').slice(0, 16), ownKeys('lena'), [
      { kind: 'passphrase', wrap: seed('lena wrap') },
    ])
    await saveCopy(deps, { ...taskOf(lena, parts), session: bent, blob })
    expect(await said(join(...parts))).toEqual([1, 'export-signature'])
  })

  it('tells what the lists in it do not bear out', async () => {
    const blob = writeEntries(crypto, NETWORK, seed('elif id').slice(0, 16), ownKeys('elif'), [
      { kind: 'passphrase', wrap: seed('elif wrap') },
    ])
    const session = { ...lena.session.value!, member: place('elif'), keys: ownKeys('elif') }
    const parts: Uint8Array[] = []
    const deps = { api: pages([]), cases: noCases, memory: memories.lena, pause: async () => undefined }
    await saveCopy(deps, { ...taskOf(lena, parts), session, blob })
    // Elif was never in the team.
    expect((await mitos('', join(...parts), ['elif', 'elif'])).said).toMatch(/^mitos: team-refused: /)
    const other: Uint8Array[] = []
    const bent = { text: memories.lena.text.replace('the Help Team', 'The Help Team') }
    await saveCopy({ ...deps, memory: bent }, { ...taskOf(lena, other), blob: blobOf('lena') })
    expect((await mitos('', join(...other), ['lena', 'lena'])).said).toMatch(/^mitos: (roster|chain)-refused: /)
  })
})

describe('Saving it', () => {
  it('asks for a reason and for the present passphrase', async () => {
    const { copy } = maria
    copy.clear()
    await copy.next()
    expect(copy.state.value.said).toEqual({ key: 'export.noreason' })
    const files: string[] = []
    const wrong = createExport({
      deps: { api: NO_LOGIN, derive: async () => ({ wrap: seed('no'), login: seed('no') }) },
      save: { api: pages([]), cases: noCases, memory: memories.maria, pause: async () => undefined },
      session: maria.session,
      items: maria.all,
      holds: () => true,
      loggedOut: () => undefined,
      file: () => ({ ...file(), save: (name) => void files.push(name) }),
    })
    wrong.choose('law')
    wrong.type('wrong')
    await wrong.next()
    expect([wrong.state.value.said, files]).toEqual([{ key: 'current.wrong' }, []])
  })

  it('gives no file where the audit could not be written, or where the list was locked meanwhile', async () => {
    refuses = true
    const before = kept.length
    lena.copy.clear()
    lena.copy.choose('leaving')
    await lena.copy.next()
    refuses = false
    expect([lena.copy.state.value.said, kept.length]).toEqual([{ key: 'error.away' }, before])
    const nikos = await stage.enter('nikos', {}, () => false, undefined, { copies })
    nikos.copy.choose('backup')
    const saving = nikos.copy.next()
    nikos.drop()
    await saving
    expect([nikos.copy.state.value.saved, kept.length]).toEqual([null, before])
    // In the very moment in which the audit is written.
    const late = async (): Promise<void> => petra.drop()
    const petra = await stage.enter('nikos', {}, () => false, undefined, { copies: { file, told: late } })
    petra.copy.choose('backup')
    await petra.copy.next()
    expect(kept.length).toBe(before)
    // While a page is written into the file, which tells nobody afterwards how far it came.
    const add = ({ length }: Uint8Array): void => void (length > 10_000 && other.drop())
    const growing = (): GrowingFile => ({ ...file(), add })
    const other = await stage.enter('lena', {}, () => false, undefined, { copies: { ...copies, file: growing } })
    other.copy.choose('backup')
    await other.copy.next()
    expect([other.session.value, other.copy.state.value.progress]).toEqual([null, null])
  })

  it('reads thousands of requests page by page, waits for a busy server, and holds one page at a time', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({
      id: Buffer.from(`${i}`.padStart(16, '0')).toString('base64url'),
      hour: NOW,
      check: false,
      sealed: Buffer.alloc(8281, i).toString('base64url'),
      claim: null,
    }))
    const api = pages(rows, 7)
    const waited: number[] = []
    const seen: [number, number][] = []
    const parts: number[] = []
    const deps = { api, cases: noCases, memory: memories.lena, pause: async (time: number) => void waited.push(time) }
    const put = (bytes: Uint8Array): void => void parts.push(bytes.length)
    const onProgress = (done: number, total: number): void => void seen.push([done, total])
    const { counts } = await saveCopy(deps, { ...taskOf(lena, []), blob: blobOf('lena'), put, onProgress })
    expect(counts.requests).toBe(3000)
    expect(seen.at(-1)).toEqual([3000, 3000])
    expect(seen).toHaveLength(60)
    expect(waited).toEqual([5000])
    // 50 rows of 8,281 bytes in base64url, and what stands around them.
    expect(Math.max(...parts)).toBeLessThan(50 * 11_300)
  })
})

describe('A sealed copy of what the person took back', () => {
  it('shows that alone: no number, and nothing of what was written about them', async () => {
    const author = await stage.person({ address: NUMBER })
    const item = await opened(maria, author)
    await maria.claim(item.id)
    await maria.cases.write(maria.own.value!, { acts: [{ kind: 'note', text: 'CANARY note' }] })
    const bend = { remove: () => Promise.reject(new MitosError('server-unreachable')) }
    const kept = await stage.enter('lena', bend, () => false, undefined, { copies, memory: memories.lena })
    await stage.adds(author, { kind: 'withdraw', hour: stage.server.now - (stage.server.now % 3600) })
    const bytes = await saved(kept)
    for (const how of ['', ' --json']) {
      const { code, said } = await mitos(`--case ${toHex(fromBase64(item.id))}${how}`, bytes, ['lena', 'lena'])
      expect(code).toBe(0)
      if (!how) expect(said).toContain(say('staff.deleted.note'))
      for (const none of ['7777', 'CANARY']) expect(said).not.toContain(none)
    }
  })
})

const ownKeys = (name: string) => ({ boxSecret: seed(`${name} box`) as SecretKey, signSeed: seed(`${name} sign`) })
const blobOf = (name: string) =>
  writeEntries(crypto, NETWORK, seed(`${name} id`).slice(0, 16), ownKeys(name), [
    { kind: 'passphrase', wrap: seed(`${name} wrap`) },
  ])
const taskOf = (inbox: Inbox, parts: Uint8Array[]) => ({
  session: inbox.session.value!,
  blob: new Uint8Array(),
  own: null,
  alive: () => true,
  put: (bytes: Uint8Array) => void parts.push(bytes),
  onProgress: () => undefined,
})
const noCases = {
  read: () => Promise.reject(new MitosError('not-found')),
  pastTeam: () => Promise.reject(new MitosError('not-found')),
}
/** A server with these rows. @param busy at which page it is too busy once */
function pages(rows: readonly object[], busy = -1) {
  let asked = 0
  return {
    roster: () => Promise.reject(new MitosError('not-found')),
    me: async () => ({
      member: place('lena').id,
      ngo: 'a21',
      team: team(1, [place('lena', 'lead'), place('maria'), place('nikos')]) as never,
      keys: [inboxKey(place('lena')).sealed],
    }),
    page: async ({ after }: { readonly after?: string }) => {
      if (asked++ === busy) throw new MitosError('too-many')
      const at = Number(after ?? 0)
      const next = at + 50 < rows.length ? `${at + 50}` : null
      const total = after === undefined ? rows.length : null
      return { whole: true, requests: rows.slice(at, at + 50) as never, next, mark: '', total }
    },
  }
}
const NO_LOGIN = { login: async () => ({ blob: '', challenge: '', serverTime: null }) } as unknown as Parameters<
  typeof createExport
>[0]['deps']['api']
