import { beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../../inbox/api.ts'
import { foundLink, readFoundLink } from '../../../inbox/found/link.ts'
import type { Found } from '../../../inbox/found/found.ts'
import { FoundStep } from '../../../inbox/found/FoundPage.tsx'
import { speak } from '../../../inbox/i18n.ts'
import { IDLE } from '../../../inbox/lock/lock.ts'
import { fromBase64 } from '../../../shared/bytes.ts'
import { type ErrorCode, MitosError } from '../../../shared/errors.ts'
import { kitKeys, readKit } from '../../../shared/kit.ts'
import { keySheetWords } from '../../../shared/keySheet.ts'
import { openBlob } from '../../../shared/member.ts'
import type { SignedDocument } from '../../../shared/signed.ts'
import { type OpenedStart, readStartFile } from '../../../shared/startFile.ts'
import { utf8 } from '../../../shared/text.ts'
import { NOW, makeChain } from '../shared/network.ts'
import { founded, ngoOfSheet } from './founder.ts'
import { draw } from './draw.ts'
import { type Office, deskOf, openOffice, setUp } from './office.ts'

let office: Office
/** start files that the server took */
let taken: SignedDocument[]
/** what the server answers to the next one */
let refuses: ErrorCode | null
beforeEach(async () => {
  office = await openOffice()
  ;[taken, refuses] = [[], null]
})

const text = (found: Found, lang: 'en' | 'el' = 'en'): string =>
  draw(<FoundStep say={speak(lang)} found={found} unlock={() => undefined} />)
const settled = async (found: Found): Promise<string> => {
  const isBusy = () => (found.state.value as { busy?: boolean }).busy === true
  for (let i = 0; isBusy() && i < 200; i++) await new Promise((resolve) => setTimeout(resolve))
  return found.state.value.kind
}
/** @param ngo of the address; `file`: by the button on the lock */
function founder(ngo: string | null = 'zoi', bend: Partial<Api> = {}) {
  const desk = deskOf(office, {
    found: async (start) => {
      if (refuses) throw new MitosError(refuses)
      taken.push(start)
    },
    ...bend,
  })
  desk.inbox.found(ngo === 'file' ? undefined : ngo)
  return { ...desk, found: desk.inbox.joining.value as Found }
}
/** To the two files. */
async function made(found: Found, login = 'zoe.zoi') {
  expect(await settled(found)).toBe('names')
  found.type({ title: 'Zoi', shown: 'Zoe Z.', login })
  found.named()
  const state = found.state.value
  if (state.kind !== 'setup') throw new Error(state.kind)
  const secrets = await setUp(state.setup)
  await expect.poll(() => found.state.value.kind).toBe('files')
  return { ...secrets, setup: state.setup }
}
const bytesOf = (found: Found, kind: 'sheet' | 'start' = 'start') => utf8(found.fileOf(kind).text)
const open = (found: Found): Promise<OpenedStart> => readStartFile(office.crypto, bytesOf(found))
/** The keeper's next roster names the NGO as the sheet says. */
async function publish(found: Found, changes: object = {}): Promise<void> {
  const before = JSON.parse(office.chain) as { roster: SignedDocument }
  const { parts } = await makeChain(office.crypto)
  const previous = await parts.pinOf(before.roster)
  const ngo = ngoOfSheet(await open(found), changes)
  const { text: next } = await makeChain(office.crypto, {
    roster: (one) => ({ ...one, version: 3, previous, ngos: [...one.ngos, ngo] }),
  })
  office.chain = next
}
const both = (found: Found): void => (['sheet', 'start'] as const).forEach((kind) => found.saved(kind))

describe('who founds an NGO', () => {
  it('goes from the address to two files, and nothing leaves the browser', async () => {
    const { inbox, found } = founder()
    const { passphrase, kit, setup } = await made(found)
    expect([taken, setup.words(), setup.kit(), inbox.hides()]).toEqual([[], '', '', false])
    const { start, sheet, words, founder: who } = await open(found)
    expect([start.network, start.ngo, start.issued]).toEqual([office.network, 'zoi', NOW])
    expect(sheet).toMatchObject({ name: 'Zoi', teamMin: 1, revoked: [], signKeys: [], leads: [who.sign] })
    expect([sheet.box.generation, sheet.spare.generation]).toEqual([1, 2])
    expect(who).toMatchObject({ name: 'Zoe Z.', login: 'zoe.zoi', role: 'lead' })
    expect(found.fileOf('sheet').name).toBe('mitos-keys-zoi-1.json')
    expect(words).toEqual(keySheetWords(office.crypto, start.sheet.signed))
    const keys = openBlob(
      office.crypto,
      office.network,
      fromBase64(start.blob),
      (await office.derive({ passphrase, network: office.network, name: 'zoe.zoi' })).wrap,
    )
    // What is sealed is not there in the open, and neither is what opens it.
    const whole = found.fileOf('start').text + found.fileOf('sheet').text
    for (const secret of [keys.boxSecret, keys.signSeed].map((one) => Buffer.from(one).toString('base64url')))
      expect(whole).not.toContain(secret)
    for (const secret of [passphrase, kit, kit.replaceAll('-', '')]) expect(whole).not.toContain(secret)
  })

  it('goes on only when both files are saved; until then the browser asks before it closes', async () => {
    const { found } = founder()
    await made(found)
    for (const lang of ['en', 'el'] as const) expect(text(found, lang)).toContain('mitos-start-zoi.json')
    found.begun()
    expect(found.state.value).toMatchObject({ kind: 'files', said: { key: 'found.savefirst' } })
    found.saved('sheet')
    expect(found.unsaved()).toBe(true)
    found.saved('start')
    expect(found.unsaved()).toBe(false)
    found.begun()
    expect(await settled(found)).toBe('waiting')
    for (const lang of ['en', 'el'] as const)
      for (const word of [...found.words(), speak(lang)('found.notyet')]) expect(text(found, lang)).toContain(word)
  })

  it('waits with the page open, which looks each minute and goes on by itself', async () => {
    const { inbox, found, wait } = founder()
    await made(found)
    both(found)
    found.begun()
    await settled(found)
    await publish(found)
    wait(59_000)
    inbox.beat()
    expect(await settled(found)).toBe('waiting')
    wait(1_000)
    inbox.beat()
    expect(await settled(found)).toBe('done')
    expect(taken).toHaveLength(1)
    expect(text(found)).toContain('zoe.zoi')
  })

  it('comes back with the file, from the address or from the lock, also twice', async () => {
    const first = founder()
    await made(first.found)
    await publish(first.found)
    for (const ngo of ['zoi', 'file']) {
      const { inbox, found } = founder(ngo)
      expect(await settled(found)).toBe('choose')
      expect(text(found).includes('Zoi')).toBe(ngo === 'zoi')
      await found.open(bytesOf(first.found))
      expect(await settled(found)).toBe('done')
      inbox.toUnlock('passphrase')
      expect(inbox.screen.value).toMatchObject({ kind: 'unlock', said: null })
    }
    expect(taken[1]).toEqual(taken[0])
  })

  it('is told what is wrong with what they typed, and keeps it', async () => {
    const { found } = founder()
    await settled(found)
    for (const [typed, key] of [
      [{ title: ' ' }, 'found.name.wrong'],
      [{ title: 'Zoi', shown: '' }, 'join.shown.wrong'],
      [{ shown: 'Zoe', login: 'Ζωή' }, 'join.login.wrong'],
    ] as const) {
      found.type(typed)
      found.named()
      expect(found.state.value).toMatchObject({
        kind: 'names',
        title: key === 'found.name.wrong' ? '' : 'Zoi',
        said: { key },
      })
    }
  })
})

describe('an address', () => {
  it('names an NGO, or is damaged, or is none of these', () => {
    expect(foundLink('https://a/inbox/', 'a21')).toBe('https://a/inbox/#found=a21')
    expect([readFoundLink('#found=a21'), readFoundLink('#join=x'), readFoundLink('')]).toEqual([
      'a21',
      undefined,
      undefined,
    ])
    for (const bad of ['#found=', '#found=A21', '#found=a 1'])
      expect(() => readFoundLink(bad)).toThrow('invitation-link')
    expect(text(founder(null).found)).toMatch(/cannot begin here[^]*part of the address is missing/)
  })

  it('of an NGO that has begun says so before anything is written down', async () => {
    const { found } = founder('a21', { begun: async () => ({ begun: true }) })
    expect(await settled(found)).toBe('dead')
    for (const lang of ['en', 'el'] as const) expect(text(found, lang)).toContain(speak(lang)('found.begun'))
  })

  it('of an NGO that is published asks for its file; who lost it begins anew', async () => {
    const { found } = founder('gcr')
    expect(await settled(found)).toBe('choose')
    found.anew()
    await made(found)
    const { start, sheet } = await open(found)
    // The roster names keys number 1 already.
    expect([start.ngo, sheet.box.generation, sheet.spare.generation]).toEqual(['gcr', 2, 3])
  })

  it('serves before the first roster is there: the network is that of the first root', async () => {
    const [root] = (JSON.parse(office.chain) as { roots: object[] }).roots
    const chain = () => Promise.reject(new MitosError('chain-unreachable'))
    const { found } = founder('zoi', { chain, firstRoot: async () => JSON.stringify(root) })
    await made(found)
    expect((await open(found)).start.network).toBe(office.network)
    both(found)
    found.begun()
    await settled(found)
    expect(found.state.value).toMatchObject({ kind: 'waiting', said: { key: 'found.notyet' } })
  })

  it('is not gone on with where the first root is none', async () => {
    const [root] = (JSON.parse(office.chain) as { roots: SignedDocument[] }).roots
    const chain = () => Promise.reject(new MitosError('chain-unreachable'))
    for (const answer of ['', '{}', JSON.stringify({ ...root, signed: root!.signed.replace('AQEB', 'A') })]) {
      const { found } = founder('zoi', { chain, firstRoot: async () => answer })
      await settled(found)
      expect(found.state.value).toMatchObject({ kind: 'opening', said: { key: 'found.trust' } })
    }
  })

  it('can be asked about again where no answer came', async () => {
    let away = true
    const begun = async () => (away ? Promise.reject(new MitosError('server-unreachable')) : { begun: false })
    const { found } = founder('zoi', { begun })
    await settled(found)
    expect(found.state.value).toMatchObject({ kind: 'opening', said: { key: 'error.away' } })
    away = false
    await found.look()
    expect(found.state.value.kind).toBe('names')
  })
})

describe('a file that is chosen', () => {
  it('may be another one, changed, or of another NGO: each with words, and another may be chosen', async () => {
    const first = founder()
    await made(first.found)
    const { name, text: whole } = first.found.fileOf('start')
    expect(name).toBe('mitos-start-zoi.json')
    const { found } = founder('file')
    const said = async (bytes: Uint8Array) => {
      await found.open(bytes)
      const state = found.state.value
      return state.kind === 'choose' ? state.said?.key : state.kind
    }
    expect(await said(bytesOf(first.found, 'sheet'))).toBe('found.issheet')
    expect(await said(utf8('{}'))).toBe('found.nofile')
    expect(await said(new Uint8Array())).toBe('found.nofile')
    expect(await said(new Uint8Array(30_000))).toBe('found.nofile')
    expect(await said(utf8(whole.replace('zoe.zoi', 'eve.zoi')))).toBe('found.changed')
    const { found: elsewhere } = founder('fresh')
    await settled(elsewhere)
    elsewhere.withFile()
    await elsewhere.open(utf8(whole))
    expect(elsewhere.state.value).toMatchObject({
      kind: 'choose',
      said: { key: 'found.otherngo', values: { ngo: 'zoi' } },
    })
    expect(text(elsewhere)).toContain('zoi')
    // A mail program has added a line's end.
    expect(await said(utf8(`${whole}\r\n`))).toBe('waiting')
  })

  it('is not let in: it stays here, and the words say whom to call', async () => {
    const { found } = founder()
    await made(found)
    both(found)
    const said = async () => {
      await found.wait()
      const state = found.state.value
      return state.kind === 'waiting' || state.kind === 'dead' ? [state.kind, state.said?.key] : [state.kind]
    }
    expect(await said()).toEqual(['waiting', 'found.notyet'])
    await publish(found)
    for (const [code, kind, key] of [
      ['start-founder', 'waiting', 'found.other'],
      ['start-keys', 'waiting', 'found.keys'],
      ['clock-ahead', 'waiting', 'found.clock'],
      ['too-many', 'waiting', 'error.toomany'],
      ['server-unreachable', 'waiting', 'error.away'],
      ['store-full', 'waiting', 'error.other'],
      ['start-network', 'dead', 'found.network'],
    ] as const) {
      refuses = code
      expect(await said()).toEqual([kind, key])
      for (const lang of ['en', 'el'] as const) expect(text(found, lang)).toContain(speak(lang)(key))
    }
    refuses = 'team-exists'
    expect(await said()).toEqual(['dead', 'found.begun'])
    expect(taken).toEqual([])
    refuses = null
    expect(await said()).toEqual(['done'])
  })

  it('is not even sent where the signed roster names somebody else', async () => {
    const { found } = founder()
    await made(found)
    both(found)
    const { founder: somebody } = await founded({ network: office.network })
    await publish(found, { leads: [somebody.sign] })
    await found.wait()
    expect([found.state.value, taken]).toMatchObject([{ kind: 'waiting', said: { key: 'found.other' } }, []])
  })

  it('gets another log-in name where theirs is somebody’s: passphrase, kit and sheet stay', async () => {
    const { inbox, found } = founder()
    const { passphrase, kit } = await made(found)
    both(found)
    await publish(found)
    const before = await open(found)
    refuses = 'name-taken'
    found.begun()
    await settled(found)
    expect(found.state.value).toMatchObject({ kind: 'taken', login: 'zoe.zoi', said: { key: 'join.login.taken' } })
    expect([text(found).includes('Somebody else logs in with this name'), inbox.hides()]).toEqual([true, true])
    const said = async (login: string, typed: string) => {
      found.type({ login })
      found.passphrase.type(typed)
      await found.rename()
      const state = found.state.value
      return state.kind === 'taken' ? state.said?.key : state.kind
    }
    expect(await said('zoe.zoi', passphrase)).toBe('join.login.taken')
    expect(await said('Z', passphrase)).toBe('join.login.wrong')
    expect(await said('zoe-2', 'not this')).toBe('found.passphrase')
    expect(await said('zoe-2', passphrase)).toBe('join.login.taken')
    refuses = null
    expect(await said('zoe-3', passphrase)).toBe('done')
    const after = await readStartFile(office.crypto, utf8(JSON.stringify(taken[0])))
    expect([after.founder, after.start.sheet]).toEqual([{ ...before.founder, login: 'zoe-3' }, before.start.sheet])
    const { network } = office
    const byPassphrase = await office.derive({ passphrase, network, name: 'zoe-3' })
    const byKit = kitKeys(office.crypto, network, readKit(office.crypto, kit))
    const blob = fromBase64(after.start.blob)
    const keys = openBlob(office.crypto, network, blob, byPassphrase.wrap)
    expect(openBlob(office.crypto, network, blob, byKit.wrap, undefined, 'kit')).toEqual(keys)
    const old = await office.derive({ passphrase, network, name: 'zoe.zoi' })
    expect(() => openBlob(office.crypto, network, blob, old.wrap)).toThrow('passphrase-wrong')
    expect(after.start.loginKeys[1]).toBe(before.start.loginKeys[1])
    expect(after.start.loginKeys[0]).not.toBe(before.start.loginKeys[0])
  })
})

describe('who leaves while they found', () => {
  it('finds everything wiped after the lock, and a word how to begin again', async () => {
    const { inbox, found, wait } = founder()
    await settled(found)
    found.type({ title: 'Zoi', shown: 'Zoe', login: 'zoe' })
    found.named()
    const state = found.state.value
    const setup = state.kind === 'setup' ? state.setup : null
    inbox.goAway()
    wait(IDLE)
    inbox.beat()
    expect([inbox.screen.value.kind, inbox.joining.value, setup?.words()]).toEqual(['cover', null, ''])
    inbox.lift()
    expect(inbox.screen.value).toMatchObject({ kind: 'unlock', said: { key: 'found.dropped' } })
  })

  it('makes nothing where they left while the passphrase was derived', async () => {
    let goOn = (): void => undefined
    const waits = new Promise<void>((resolve) => (goOn = resolve))
    const quick = office.derive
    office.derive = async (job) => (await waits, quick(job))
    const { inbox, found } = founder()
    await settled(found)
    found.type({ title: 'Zoi', shown: 'Zoe', login: 'zoe' })
    found.named()
    const state = found.state.value
    if (state.kind !== 'setup') throw new Error(state.kind)
    const saving = setUp(state.setup)
    await expect.poll(() => state.setup.state.value.busy).toBe(true)
    inbox.leave()
    goOn()
    await saving
    expect(found.state.value.kind).toBe('setup')
    expect(() => found.fileOf('start')).toThrow()
  })

  it('with both files made has nothing secret left that a lock would have to wipe', async () => {
    const { inbox, found, wait } = founder()
    await made(found)
    inbox.goAway()
    wait(IDLE)
    inbox.beat()
    expect([inbox.screen.value.kind, found.unsaved()]).toEqual(['join', true])
  })
})
