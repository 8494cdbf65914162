import { beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../../../inbox/api.ts'
import { speak } from '../../../inbox/i18n.ts'
import { MyKeys } from '../../../inbox/more/MyKeys.tsx'
import { ByPasskey } from '../../../inbox/passkey/ByPasskey.tsx'
import type { PasskeyPort } from '../../../inbox/passkey/browser.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { join } from '../../../shared/bytes.ts'
import { type ErrorCode, MitosError } from '../../../shared/errors.ts'
import { writeKit } from '../../../shared/kit.ts'
import { draw } from './draw.ts'
import { KIT, type Office, PASSPHRASE, deskOf, openOffice } from './office.ts'

let office: Office
let kit: string
beforeEach(async () => {
  office = await openOffice()
  kit = writeKit(office.crypto, KIT)
})

/** A device with at most one passkey, and an owner who says yes unless `fails`. */
function deviceOf(office: Office) {
  const device = {
    holds: null as { readonly member: Uint8Array; readonly secret: Uint8Array } | null,
    fails: null as ErrorCode | null,
    can: true,
    inputs: new Set<string>(),
    discarded: 0,
  }
  const answer = (input: Uint8Array): Uint8Array => {
    if (device.fails || !device.holds) throw new MitosError(device.fails ?? 'passkey-cancelled')
    device.inputs.add(input.join())
    return office.crypto.blake2b(join(device.holds.secret, input), 32)
  }
  const port: PasskeyPort = {
    possible: async () => device.can,
    async make(member, input) {
      if (!device.fails) device.holds = { member: member.slice(), secret: office.crypto.random(32) }
      return { output: answer(input), discard: () => void device.discarded++ }
    },
    ask: async (input) => ({ output: answer(input), member: device.holds!.member }),
    forget: () => void (device.holds = null),
  }
  return { ...device, device, port }
}
type Device = ReturnType<typeof deviceOf>

const desk = (at: Device, bend: Partial<Api> = {}, derive = office.derive) =>
  deskOf(office, bend, derive, { passkeys: at.port })
const saidAt = (inbox: Inbox) =>
  inbox.screen.value.kind === 'unlock' ? inbox.screen.value.said?.key : inbox.screen.value.kind
async function open(at: Device, bend: Partial<Api> = {}, derive = office.derive): Promise<Inbox> {
  const { inbox } = desk(at, bend, derive)
  await inbox.enter('maria', PASSPHRASE)
  inbox.visit('keys')
  return inbox
}
async function add(inbox: Inbox): Promise<void> {
  inbox.keys.addPasskey()
  inbox.keys.adding.value!.type(PASSPHRASE)
  await inbox.keys.adding.value!.next()
}
async function byPasskey(at: Device): Promise<string | undefined> {
  const { inbox } = desk(at)
  await inbox.enterByPasskey()
  return saidAt(inbox)
}
const by = async (way: 'enter' | 'recover', secret: string): Promise<boolean> => {
  const { inbox } = deskOf(office)
  await inbox[way]('maria', secret)
  return inbox.session.value !== null
}
const page = (inbox: Inbox, lang: 'en' | 'el' = 'en'): string =>
  draw(<MyKeys inbox={inbox} say={speak(lang)} session={inbox.session.value!} />)

describe('a passkey', () => {
  it('is made by who types the passphrase, and leaves kit, passphrase and other passkeys as they were', async () => {
    const [phone, laptop] = [deviceOf(office), deviceOf(office)]
    const inbox = await open(phone)
    await add(inbox)
    expect([inbox.keys.adding.value, inbox.keys.kept.value]).toEqual([null, { key: 'mykeys.passkey.done' }])
    await add(await open(laptop))
    expect([await byPasskey(phone), await byPasskey(laptop)]).toEqual(['open', 'open'])
    expect([await by('enter', PASSPHRASE), await by('recover', kit)]).toEqual([true, true])
    expect([...phone.device.inputs]).toEqual([...laptop.device.inputs])
  })

  it('is one of three at most', async () => {
    const phone = deviceOf(office)
    const inbox = await open(phone)
    for (const passkeys of [1, 2, 3]) {
      expect(page(inbox)).toContain('Passkey on this device')
      await add(inbox)
      expect(inbox.session.value!.passkeys).toBe(passkeys)
    }
    for (const lang of ['en', 'el'] as const) {
      expect(page(inbox, lang)).toContain(speak(lang)('mykeys.passkey.most'))
      expect(page(inbox, lang).split('\n')).not.toContain(speak(lang)('mykeys.passkey'))
    }
  })

  it('is not made where the passphrase is another, the member says no, or the device cannot', async () => {
    const phone = deviceOf(office)
    const sent: object[] = []
    const inbox = await open(phone, { putOwnKeys: async (ask) => void sent.push(ask) })
    inbox.keys.addPasskey()
    const adding = inbox.keys.adding.value!
    adding.type('something else')
    await adding.next()
    expect([adding.state.value.said, phone.device.holds]).toEqual([{ key: 'current.wrong' }, null])
    adding.type(PASSPHRASE)
    for (const [fails, key] of [
      ['passkey-cancelled', 'passkey.cancelled'],
      ['passkey-unsupported', 'passkey.unsupported'],
    ] as const) {
      phone.device.fails = fails
      await adding.next()
      expect(adding.state.value).toMatchObject({ step: 'current', typed: PASSPHRASE, busy: false, said: { key } })
      expect(draw(<MyKeys inbox={inbox} say={speak('en')} session={inbox.session.value!} />)).toContain(
        speak('en')(key),
      )
    }
    expect(sent).toEqual([])
  })

  it('that was cancelled is asked for again at once: browsers open their dialog only soon after a touch', async () => {
    const phone = deviceOf(office)
    let derived = 0
    const inbox = await open(phone, {}, async (job) => (derived++, office.derive(job)))
    inbox.keys.addPasskey()
    const adding = inbox.keys.adding.value!
    phone.device.fails = 'passkey-cancelled'
    adding.type(PASSPHRASE)
    for (let i = 0; i < 3; i++) await adding.next()
    expect(derived).toBe(2)
    adding.type('another')
    await adding.next()
    expect([derived, adding.state.value.said]).toEqual([3, { key: 'current.wrong' }])
    phone.device.fails = null
    adding.type(PASSPHRASE)
    await adding.next()
    expect([derived, await byPasskey(phone)]).toEqual([4, 'open'])
  })

  it('is not asked for by who has locked while the passphrase was looked at', async () => {
    const phone = deviceOf(office)
    let lock = (): void => undefined
    const inbox = await open(phone, {}, async (job) => (lock(), office.derive(job)))
    lock = inbox.drop
    await add(inbox)
    expect([phone.device.holds, inbox.session.value]).toEqual([null, null])
  })

  it('that could not be kept is kept at the next try, and is not made twice; who leaves it takes it off the device', async () => {
    let away = true
    const phone = deviceOf(office)
    const sent: string[] = []
    const inbox = await open(phone, {
      putOwnKeys: async ({ blob }) =>
        away ? Promise.reject(new MitosError('server-unreachable')) : void sent.push(blob),
    })
    await add(inbox)
    const made = phone.device.holds
    expect([inbox.keys.adding.value!.state.value.step, page(inbox)]).toEqual([
      'save',
      expect.stringContaining('It is not kept yet'),
    ])
    away = false
    await inbox.keys.adding.value!.next()
    expect([sent.length, phone.device.holds, phone.device.discarded]).toEqual([1, made, 0])
    away = true
    await add(inbox)
    inbox.visit('more')
    expect([inbox.keys.adding.value, phone.device.discarded]).toEqual([null, 1])
  })

  it('is not kept by who has locked meanwhile', async () => {
    let goOn = (): void => undefined
    const waits = new Promise<void>((resolve) => (goOn = resolve))
    const phone = deviceOf(office)
    let asked: (signal: AbortSignal) => void = () => undefined
    const left = new Promise<AbortSignal>((resolve) => (asked = resolve))
    const port: PasskeyPort = {
      ...phone.port,
      make: async (member, input, signal) => (asked(signal!), await waits, phone.port.make(member, input)),
    }
    const sent: object[] = []
    const { inbox } = deskOf(office, { putOwnKeys: async (ask) => void sent.push(ask) }, office.derive, {
      passkeys: port,
    })
    await inbox.enter('maria', PASSPHRASE)
    const added = add(inbox)
    const { aborted } = await left.then((signal) => (inbox.drop(), signal))
    expect(aborted).toBe(true)
    goOn()
    await added
    expect([sent, phone.device.discarded]).toEqual([[], 1])
  })
})

describe('unlocking', () => {
  const button = (inbox: Inbox): boolean => draw(<ByPasskey inbox={inbox} say={speak('en')} busy={false} />) !== ''

  it('offers a passkey where the browser can, and tells nobody whether there is one', async () => {
    const [can, cannot] = [deviceOf(office), deviceOf(office)]
    cannot.device.can = false
    const [one, other, none] = [desk(can).inbox, desk(cannot).inbox, deskOf(office).inbox]
    await Promise.resolve()
    expect([one, other, none].map(button)).toEqual([true, false, false])
    await other.enter('maria', PASSPHRASE)
    expect(page(other)).not.toContain('Passkey')
  })

  it('says in plain words that it was cancelled, cannot be done here, or was removed', async () => {
    const phone = deviceOf(office)
    expect(await byPasskey(phone)).toBe('error.passkey.cancelled')
    phone.device.fails = 'passkey-unsupported'
    expect(await byPasskey(phone)).toBe('error.passkey.unsupported')
    phone.device.fails = null
    const inbox = await open(phone)
    await add(inbox)
    const held = phone.device.holds
    inbox.keys.change('forget')
    const setup = inbox.keys.setup.value!
    for (const typed of [PASSPHRASE, kit]) {
      setup.type(typed)
      await setup.next()
    }
    expect([inbox.keys.kept.value, inbox.session.value!.passkeys, phone.device.holds]).toEqual([
      { key: 'mykeys.forget.done' },
      0,
      null,
    ])
    // A device that did not listen.
    phone.device.holds = held
    expect(await byPasskey(phone)).toBe('error.passkey')
    expect([await by('enter', PASSPHRASE), await by('recover', kit)]).toEqual([true, true])
  })

  it('by a passkey of somebody else’s blob fails as a removed one does', async () => {
    const phone = deviceOf(office)
    await add(await open(phone))
    phone.device.holds = { ...phone.device.holds!, member: office.crypto.random(16) }
    expect(await byPasskey(phone)).toBe('error.passkey')
    // As it does where the server gives what another member's passkey opens.
    office.ids.set([...office.ids.keys()][0]!, 'maria')
    const { inbox } = desk(phone, {
      login: async () => ({ blob: office.kept.get('maria')!.blob, challenge: '', serverTime: null }),
    })
    await inbox.enterByPasskey()
    expect(saidAt(inbox)).toBe('error.passkey')
  })

  it('by the wrong passphrase waits after three tries; a passkey does not, since it cannot be guessed', async () => {
    const phone = deviceOf(office)
    await add(await open(phone))
    const { inbox } = desk(phone)
    for (let i = 0; i < 4; i++) await inbox.enter('maria', 'wrong')
    expect(saidAt(inbox)).toBe('error.pause')
    await inbox.enterByPasskey()
    expect(saidAt(inbox)).toBe('open')
    phone.device.holds = { ...phone.device.holds!, secret: office.crypto.random(32) }
    const { inbox: other } = desk(phone)
    for (let i = 0; i < 4; i++) await other.enterByPasskey()
    await other.enter('maria', PASSPHRASE)
    expect(saidAt(other)).toBe('open')
  })
})

describe('a new passphrase', () => {
  it('stops every passkey, says so, and takes the one of this device off it', async () => {
    const phone = deviceOf(office)
    const inbox = await open(phone)
    await add(inbox)
    const held = phone.device.holds
    inbox.keys.change('passphrase')
    const setup = inbox.keys.setup.value!
    const passphrase = setup.words()
    await setup.next()
    for (const typed of [passphrase, kit]) {
      setup.type(typed)
      await setup.next()
    }
    for (const lang of ['en', 'el'] as const) expect(page(inbox, lang)).toContain(speak(lang)('mykeys.passkey.stopped'))
    expect([phone.device.holds, inbox.session.value!.passkeys]).toEqual([null, 0])
    phone.device.holds = held
    expect([await byPasskey(phone), await by('enter', passphrase)]).toEqual(['error.passkey', true])
  })
})
