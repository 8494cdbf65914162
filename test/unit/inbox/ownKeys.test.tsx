import { beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../../inbox/api.ts'
import { speak } from '../../../inbox/i18n.ts'
import { MyKeys } from '../../../inbox/more/MyKeys.tsx'
import type { Inbox } from '../../../inbox/state.ts'
import { MitosError } from '../../../shared/errors.ts'
import { writeKit } from '../../../shared/kit.ts'
import { draw } from './draw.ts'
import { KIT, type Office, PASSPHRASE, deskOf, openOffice } from './office.ts'

let office: Office
let kit: string
beforeEach(async () => {
  office = await openOffice()
  kit = writeKit(office.crypto, KIT)
})
const text = (inbox: Inbox, lang: 'en' | 'el' = 'en'): string =>
  draw(<MyKeys inbox={inbox} say={speak(lang)} session={inbox.session.value!} />)
const said = (inbox: Inbox) =>
  inbox.screen.value.kind === 'unlock' ? inbox.screen.value.said : inbox.screen.value.kind
const opens = async (way: 'enter' | 'recover', secret: string): Promise<boolean> => {
  const { inbox } = deskOf(office)
  await inbox[way]('maria', secret)
  return inbox.session.value !== null
}
async function open(bend: Partial<Api> = {}): Promise<Inbox> {
  const { inbox } = deskOf(office, bend)
  await inbox.enter('maria', PASSPHRASE)
  inbox.visit('keys')
  return inbox
}

describe('a lost passphrase', () => {
  it('is replaced at once by who has the kit, which stays good; the old passphrase opens nothing', async () => {
    const { inbox } = deskOf(office)
    await inbox.recover('Maria', kit.toLowerCase())
    const setup = inbox.keys.setup.value!
    expect(setup.kind).toBe('lost')
    const passphrase = setup.words()
    await setup.next()
    setup.type(passphrase)
    await setup.next()
    expect([inbox.keys.setup.value, inbox.where.value]).toEqual([null, 'keys'])
    expect(text(inbox)).toContain('The new passphrase counts from now on')
    expect([await opens('enter', passphrase), await opens('recover', kit), await opens('enter', PASSPHRASE)]).toEqual([
      true,
      true,
      false,
    ])
  })

  it('tells a typing error before the server is asked, and a kit of somebody else apart from it', async () => {
    let asked = 0
    const { inbox } = deskOf(office, { chain: async () => (asked++, office.chain) })
    await inbox.recover('maria', kit.slice(1))
    expect(said(inbox)).toEqual({ key: 'kit.length', values: { n: 25 } })
    await inbox.recover('maria', kit.replace(/^../, kit.startsWith('11') ? '22' : '11'))
    expect([said(inbox), asked]).toEqual([{ key: 'kit.typo' }, 0])
    await inbox.recover('maria', writeKit(office.crypto, new Uint8Array(15).fill(9)))
    expect([said(inbox), asked]).toEqual([{ key: 'error.kit' }, 1])
    await inbox.recover('nobody', kit)
    expect(said(inbox)).toEqual({ key: 'error.kit' })
  })

  it('leaves no way to the list before there is a new one', async () => {
    const { inbox } = deskOf(office)
    await inbox.recover('maria', kit)
    inbox.open('somebody')
    inbox.close()
    expect(inbox.keys.setup.value?.kind).toBe('lost')
    const setup = inbox.keys.setup.value!
    inbox.drop()
    expect([inbox.keys.setup.value, setup.words(), inbox.screen.value.kind]).toEqual([null, '', 'cover'])
  })
})

describe('a new passphrase', () => {
  it('keeps the kit that is typed, or makes a new one', async () => {
    const inbox = await open()
    inbox.keys.change('passphrase')
    const setup = inbox.keys.setup.value!
    const passphrase = setup.words()
    await setup.next()
    setup.type(passphrase)
    await setup.next()
    expect(text(inbox)).toContain('Type the kit that you have on paper')
    setup.type('123')
    await setup.next()
    expect(setup.state.value.said).toEqual({ key: 'kit.length', values: { n: 3 } })
    setup.type(kit)
    await setup.next()
    expect(inbox.keys.kept.value).toEqual({ key: 'mykeys.passphrase.done' })
    expect([await opens('enter', passphrase), await opens('recover', kit)]).toEqual([true, true])

    inbox.keys.change('passphrase')
    const again = inbox.keys.setup.value!
    const second = again.words()
    await again.next()
    again.type(second)
    await again.next()
    again.newKit()
    const other = again.kit()
    await again.next()
    again.type(other)
    await again.next()
    expect([await opens('recover', kit), await opens('recover', other), await opens('enter', second)]).toEqual([
      false,
      true,
      true,
    ])
  })

  it('that could not be kept is not lost: one tries again', async () => {
    let away = true
    const keep: string[] = []
    const inbox = await open({
      putOwnKeys: async ({ blob }) =>
        away ? Promise.reject(new MitosError('server-unreachable')) : void keep.push(blob),
    })
    inbox.keys.change('passphrase')
    const setup = inbox.keys.setup.value!
    const words = setup.words()
    await setup.next()
    setup.type(words)
    await setup.next()
    setup.type(kit)
    await setup.next()
    expect(text(inbox)).toContain('It is not kept yet')
    away = false
    await setup.next()
    expect([keep.length, inbox.keys.setup.value]).toEqual([1, null])
  })
})

describe('a new kit', () => {
  it('asks for the present passphrase and takes no other', async () => {
    const inbox = await open()
    inbox.keys.change('kit')
    const setup = inbox.keys.setup.value!
    setup.type('something else')
    await setup.next()
    expect(setup.state.value).toMatchObject({ step: 'current', said: { key: 'current.wrong' } })
    setup.type(PASSPHRASE)
    await setup.next()
    const made = setup.kit()
    await setup.next()
    setup.type(made)
    await setup.next()
    expect(inbox.keys.kept.value).toEqual({ key: 'mykeys.kit.done' })
    expect([await opens('recover', made), await opens('recover', kit), await opens('enter', PASSPHRASE)]).toEqual([
      true,
      false,
      true,
    ])
  })
})

describe('the lock', () => {
  it('while it is kept writes no zeros in the place of the keys', async () => {
    let goOn = (): void => undefined
    const waits = new Promise<void>((resolve) => (goOn = resolve))
    let slow = false
    const sent: object[] = []
    const putOwnKeys = async (ask: object) => void sent.push(ask)
    const { inbox } = deskOf(office, { putOwnKeys }, async (job) => {
      if (slow) await waits
      return office.derive(job)
    })
    await inbox.enter('maria', PASSPHRASE)
    inbox.keys.change('passphrase')
    const setup = inbox.keys.setup.value!
    setup.newKit()
    slow = true
    const made = setup.kit()
    await setup.next()
    setup.type(made)
    const saved = setup.next()
    inbox.drop()
    goOn()
    await saved
    expect(sent).toEqual([])
  })
})

describe('the end of all sessions', () => {
  it('locks here too; where the server is away it says so, and stays', async () => {
    const inbox = await open()
    await inbox.keys.logoutEverywhere()
    expect([inbox.session.value, said(inbox)]).toEqual([null, { key: 'mykeys.everywhere.done' }])
    const away = await open({ logoutEverywhere: () => Promise.reject(new MitosError('server-unreachable')) })
    await away.keys.logoutEverywhere()
    expect([away.session.value !== null, away.keys.kept.value]).toEqual([true, { key: 'error.away' }])
    for (const lang of ['en', 'el'] as const) expect(text(away, lang)).toContain(speak(lang)('mykeys.everywhere.means'))
  })
})
