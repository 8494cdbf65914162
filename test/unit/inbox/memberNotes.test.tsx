import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { speak } from '../../../inbox/i18n.ts'
import { TONGUES } from '../../../inbox/members/languages.ts'
import { MembersView } from '../../../inbox/members/MembersView.tsx'
import { OPENED_DAYS, openedBy } from '../../../inbox/members/opened.ts'
import { SettingsView } from '../../../inbox/settings/SettingsView.tsx'
import type { Inbox } from '../../../inbox/state.ts'
import { fromBase64, toBase64 } from '../../../shared/bytes.ts'
import type { AuditDid } from '../../../shared/auditDid.ts'
import type { BoxPair } from '../../../shared/envelope.ts'
import { MitosError } from '../../../shared/errors.ts'
import { SPOKEN_MOST, type Spoken, openSpoken, sealSpoken } from '../../../shared/spoken.ts'
import { crypto, seed } from '../../integration/network.ts'
import { NETWORK, place } from '../../integration/team.ts'
import { draw } from './draw.ts'
import { type KeyStage, idOf, keyStage } from './keyStage.ts'

let stage: KeyStage
let lena: Inbox, maria: Inbox
let down = false
beforeAll(async () => {
  stage = await keyStage()
  lena = await stage.enter('lena')
  maria = await stage.enter('maria', (api) => ({
    memberNotes: () => (down ? Promise.reject(new MitosError('server-unreachable')) : api.memberNotes()),
  }))
})
afterAll(() => stage.stop())

const members = (inbox: Inbox, lang: 'en' | 'el' = 'en') =>
  draw(<MembersView inbox={inbox} say={speak(lang)} session={inbox.session.value!} />)
const settings = (inbox: Inbox) => draw(<SettingsView inbox={inbox} say={speak('en')} session={inbox.session.value!} />)
const look = async (...all: readonly Inbox[]) => Promise.all(all.map((inbox) => inbox.notes.look()))

describe('who belongs to the NGO', () => {
  it('tells which languages they speak, as each told it themselves, in the reader’s words', async () => {
    await look(maria)
    for (const tag of ['ur', 'el', 'ur']) await maria.notes.add(tag)
    await look(lena)
    expect(members(lena)).toContain('Speaks Urdu and Greek')
    expect(members(lena, 'el')).toContain('Μιλάει: Ούρντου και Ελληνικά')
    expect(members(lena)).toContain('Languages not told')
    expect(settings(maria)).toMatch(/Languages you speak[^]*Urdu\n[^]*Greek\n/)
    await maria.notes.remove('ur')
    await look(lena)
    expect(members(lena)).toContain('Speaks Greek')
  })

  it('tells a coordinator, and nobody else, of passkeys and of the last day', async () => {
    await look(lena, maria)
    const day = speak('en').date(stage.server.now, 'UTC').replace(/ /g, '\u00a0')
    expect(members(lena)).toContain(`No passkey · Last here ${day}`)
    expect(members(lena)).toContain('Last here: not known')
    for (const word of ['asskey', 'Last here']) expect(members(maria)).not.toContain(word)
    expect(members(maria)).toContain('Speaks Greek')
  })

  it('is told as far as it is known where the rest does not come', async () => {
    down = true
    await look(maria)
    expect(members(maria)).toMatch(/Speaks Greek[^]*could not be read just now/)
    expect(settings(maria)).toContain('Greek')
    down = false
    await look(maria)
    expect(members(maria)).not.toContain('could not be read')
  })

  it('has no language that another put in a member’s place, and says that it cannot be read', async () => {
    const { generation, key } = lena.session.value!.ngo.box
    const of = { network: NETWORK, ngo: 'a21', by: idOf('maria'), issued: 1, languages: ['fr'] }
    const forged = sealSpoken(crypto, of, seed('nikos sign'), fromBase64(key, 32))
    await stage.server.store.putSpoken(fromBase64(idOf('maria')), generation, forged)
    await look(lena, maria)
    expect(members(lena)).toContain('Languages cannot be read here')
    expect(members(lena)).not.toContain('French')
    expect(settings(maria)).toContain('cannot be read any more')
    await maria.notes.add('it')
    await look(lena)
    expect(members(lena)).toContain('Speaks Italian')
  })

  it('is sealed by the member’s own browser for keys that came in force, before the old ones are gone', async () => {
    const nikos = await stage.enter('nikos')
    lena.members.go({ kind: 'remove', id: idOf('nikos') })
    await lena.members.remove(idOf('nikos'))
    nikos.drop()
    const before = maria.session.value!.ngo.box.generation
    maria.drop()
    maria = await stage.enter('maria')
    expect(maria.session.value!.ngo.box.generation).toBeGreaterThan(before)
    maria.notes.clear()
    await maria.notes.glance()
    await look(lena)
    expect(lena.notes.notes.value!.get(idOf('maria'))).toMatchObject({
      languages: ['it'],
      generation: maria.session.value!.ngo.box.generation,
    })
  })

  it('leaves nothing of it behind the lock', async () => {
    const notes = maria.notes
    maria.drop()
    expect([notes.notes.value, notes.chosen.value, notes.said.value]).toEqual([null, '', null])
  })
})

describe('what a member tells of their languages', () => {
  const pair = { publicKey: crypto.boxPublicKey(seed('a21 1')), secret: seed('a21 1') } as unknown as BoxPair
  const spoken: Spoken = { network: NETWORK, ngo: 'a21', by: idOf('maria'), issued: 1, languages: ['el'] }
  const sealed = (changes: Partial<Spoken> = {}, by = 'maria') =>
    toBase64(sealSpoken(crypto, { ...spoken, ...changes }, seed(`${by} sign`), pair.publicKey))
  const signers = (id: string) => ['maria', 'nikos'].filter((name) => idOf(name) === id).map((name) => place(name).sign)
  const open = (text: string, of = spoken) => openSpoken(crypto, text, pair, of, signers)

  it('opens as it was told, and as nothing else', async () => {
    expect(await open(sealed())).toEqual(spoken)
    for (const [text, code] of [
      [sealed({}, 'nikos'), 'open-signature'],
      [sealed({ by: idOf('nikos') }, 'nikos'), 'open-author'],
      [sealed({ by: idOf('lena') }, 'lena'), 'open-author'],
      [sealed({ ngo: 'gcr' }), 'open-ngo'],
      [sealed({ network: toBase64(new Uint8Array(16)) }), 'open-network'],
      [sealed().slice(4), 'open-length'],
    ] as const)
      await expect(open(text)).rejects.toMatchObject({ code })
  })

  it('has room for twelve, each once, of any language that can be chosen', async () => {
    expect((await open(sealed({ languages: TONGUES.slice(-SPOKEN_MOST) }))).languages.length).toBe(SPOKEN_MOST)
    for (const languages of [TONGUES.slice(0, SPOKEN_MOST + 1), ['el', 'el'], ['Greek, I think'], ['']])
      expect(() => sealed({ languages })).toThrow(expect.objectContaining({ code: 'open-field' }))
    for (const tag of TONGUES) expect(() => sealed({ languages: [tag] })).not.toThrow()
    expect(new Set(TONGUES).size).toBe(TONGUES.length)
  })
})

describe('what a member opened before they are removed', () => {
  const T = 1_800_000_000
  const line = (by: string, did: AuditDid | null | undefined, ago = 1) => ({ seq: 0, by, at: T - ago * 86_400, did })

  it('is counted by message, of thirty days, whatever was done with it', () => {
    const lines = [
      line('a', { what: 'claim', case: 'one' }),
      line('a', { what: 'show', case: 'one' }),
      line('a', { what: 'try', case: 'two' }),
      line('a', { what: 'close', case: 'three' }, OPENED_DAYS),
      line('b', { what: 'claim', case: 'four' }),
      line('a', { what: 'set-aside', case: 'five' }),
      line('a', { what: 'audit-read' }),
    ]
    expect(openedBy({ lines, troubles: [] }, 'a', T)).toEqual({ n: 2, sure: true })
    expect(openedBy({ lines, troubles: [] }, 'c', T)).toEqual({ n: 0, sure: true })
  })

  it('may be more where the audit does not hold, or a line of theirs cannot be read', () => {
    const troubles = [{ code: 'audit-cut', seq: 3 }] as const
    expect(openedBy({ lines: [], troubles }, 'a', T)).toEqual({ n: 0, sure: false })
    for (const did of [null, undefined])
      expect(openedBy({ lines: [line('a', did), line('b', null)], troubles: [] }, 'a', T).sure).toBe(false)
    expect(openedBy({ lines: [line('b', null), line('a', null, 40)], troubles: [] }, 'a', T).sure).toBe(true)
  })

  it('is said to be unknown, and not none, where there is no audit to read', async () => {
    lena.members.go({ kind: 'remove', id: idOf('maria') })
    await lena.audit.look()
    expect(members(lena)).toMatch(/How many messages they opened is not known/)
    expect(members(lena)).not.toContain('days')
  })
})
