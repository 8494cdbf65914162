import { beforeEach, describe, expect, it } from 'vitest'
import { speak } from '../../../inbox/i18n.ts'
import type { Join } from '../../../inbox/join/join.ts'
import { JoinStep } from '../../../inbox/join/JoinPage.tsx'
import { IDLE } from '../../../inbox/lock/lock.ts'
import { fromBase64 } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import { readJoinLink } from '../../../shared/invitation.ts'
import { draw } from './draw.ts'
import { type Office, PASSPHRASE, apiOf, deskOf, named, openOffice, setUp } from './office.ts'

let office: Office
let link: string
beforeEach(async () => {
  office = await openOffice()
  const { inbox } = deskOf(office)
  await inbox.enter('maria', PASSPHRASE)
  await inbox.members.invite()
  const page = inbox.members.page.value
  link = page.kind === 'link' ? page.link : ''
})

const secretOf = (address: string): Uint8Array => readJoinLink(address.slice(address.indexOf('#')))!
const text = (join: Join, lang: 'en' | 'el' = 'en'): string =>
  draw(<JoinStep say={speak(lang)} join={join} unlock={() => undefined} />)
/** A newcomer's browser that has opened the link. */
function newcomer(...args: Parameters<typeof deskOf> extends [unknown, ...infer Rest] ? Rest : never) {
  const desk = deskOf(office, ...args)
  desk.inbox.join(secretOf(link))
  return { ...desk, join: desk.inbox.joining.value as Join }
}
const kind = (join: Join): string => join.state.value.kind

describe('who joins', () => {
  it('goes from the link to the six words, and all that leaves the browser is public or sealed', async () => {
    const { inbox, join } = newcomer()
    const setup = await named(join)
    const { passphrase, kit } = await setUp(setup)
    expect(kind(join)).toBe('joined')
    const [sent] = office.asked
    for (const secret of [passphrase, passphrase.split(' ')[0]!, kit, kit.replaceAll('-', '')])
      expect(sent).not.toContain(secret)
    const state = join.state.value
    const words = state.kind === 'joined' ? state.words : []
    expect(words).toHaveLength(6)
    for (const lang of ['en', 'el'] as const) for (const word of words) expect(text(join, lang)).toContain(word)
    // Nothing secret is left, so nothing has to be covered.
    expect([inbox.hides(), setup.words(), setup.kit()]).toEqual([false, '', ''])
    join.compared()
    expect(text(join)).toContain('Wait until your coordinator says yes')
  })

  it('sees each step in both languages, with what was made', async () => {
    const { join } = newcomer()
    expect(text(join)).toContain('Looking at your invitation')
    const setup = await named(join)
    for (const lang of ['en', 'el'] as const) expect(text(join, lang)).toContain(setup.words())
    await setup.next()
    expect(text(join)).not.toContain(setup.words())
    setup.type(setup.words())
    await setup.next()
    for (const two of setup.kit().split('-')) expect(text(join)).toContain(two)
    await setup.next()
    expect(text(join)).toContain('Type the kit once')
  })

  it('cannot go on with what was typed wrong, and is told how', async () => {
    const setup = await named(newcomer().join)
    const said = () => setup.state.value.said
    await setup.next()
    setup.type(setup.words().toUpperCase())
    await setup.next()
    expect(said()).toEqual({ key: 'prove.other' })
    setup.back()
    expect(setup.state.value.step).toBe('words')
    await setup.next()
    setup.type(setup.words())
    await setup.next()
    const kit = setup.kit()
    await setup.next()
    setup.type(kit.slice(0, -3))
    await setup.next()
    expect(said()).toEqual({ key: 'kit.length', values: { n: 24 } })
    setup.type(kit.slice(0, -1) + (kit.endsWith('7') ? '8' : '7'))
    await setup.next()
    expect(said()).toEqual({ key: 'kit.typo' })
    const { setup: other } = { setup: await named(newcomer().join, 'other') }
    await other.next()
    other.type(other.words())
    await other.next()
    setup.type(other.kit())
    await setup.next()
    expect([said(), office.asked]).toEqual([{ key: 'kit.other' }, []])
    setup.type(kit.toLowerCase().replaceAll('-', ' '))
    await setup.next()
    expect(office.asked).toHaveLength(1)
  })

  it('may choose a passphrase, but not one that would be guessed', async () => {
    const setup = await named(newcomer().join)
    setup.own()
    for (const [typed, judged] of [
      ['Summer2026', 'short'],
      ['Summer2026!Athens', 'weak'],
      ['eleni eleni eleni', 'weak'],
      ['η γιαγιά μου έχει τρεις γάτες', 'good'],
    ] as const) {
      setup.type(typed)
      expect([typed, setup.judged()]).toEqual([typed, judged])
      await setup.next()
      expect(setup.state.value.step).toBe(judged === 'good' ? 'prove' : 'own')
    }
    // The same letters, written in another way.
    setup.type('η γιαγιά μου έχει τρεις γάτες'.normalize('NFD'))
    await setup.next()
    expect(setup.state.value.step).toBe('kit')
  })

  it('finds another name where theirs is taken, and keeps passphrase and kit', async () => {
    const { join } = newcomer()
    const setup = await named(join, 'maria')
    const { passphrase } = await setUp(setup)
    expect(join.state.value).toMatchObject({ kind: 'names', said: { key: 'join.login.taken' } })
    expect(text(join)).toContain('Somebody else logs in with this name')
    await named(join, 'eleni')
    await expect.poll(() => kind(join)).toBe('joined')
    const { login } = await office.derive({ passphrase, network: office.network, name: 'eleni' })
    const { blob } = await apiOf(office).login({
      name: 'eleni',
      login: btoa(String.fromCharCode(...login))
        .replace(/\+/g, '-')
        .replace(/\//g, '_')
        .replace(/=/g, ''),
    })
    expect(fromBase64(blob)).toHaveLength(122 + 2 * 73)
  })

  it('tells names that cannot be from those that can', async () => {
    const { join } = newcomer()
    await expect(named(join, 'Ελένη')).rejects.toThrow('names')
    expect(text(join)).toContain('a to z')
    join.type({ shown: '  ' })
    join.named()
    expect(join.state.value).toMatchObject({ said: { key: 'join.shown.wrong' } })
  })
})

describe('a link that does not work', () => {
  it('was cut short', () => {
    const { inbox } = deskOf(office)
    inbox.join(null)
    expect(text(inbox.joining.value as Join)).toMatch(/leads nowhere[^]*part of it is missing/)
  })

  it('was used, withdrawn or is too old: said before anything is written down', async () => {
    office.invitations.clear()
    const { join } = newcomer()
    await expect.poll(() => kind(join)).toBe('dead')
    for (const lang of ['en', 'el'] as const) expect(text(join, lang)).toContain(speak(lang)('join.used'))
  })

  it('was used by somebody else while one wrote down', async () => {
    const { join } = newcomer()
    const setup = await named(join)
    office.invitations.clear()
    await setUp(setup)
    expect([kind(join), setup.kit()]).toEqual(['dead', ''])
  })

  it('cannot be asked about yet: and can be asked again', async () => {
    let away = true
    const invited = async (ask: { invite: string }) =>
      away ? Promise.reject(new MitosError('server-unreachable')) : apiOf(office).invited(ask)
    const { join } = newcomer({ invited })
    await expect.poll(() => join.state.value).toMatchObject({ busy: false, said: { key: 'error.away' } })
    away = false
    await join.look()
    expect(kind(join)).toBe('names')
  })
})

describe('what is sent', () => {
  it('is sent once more, byte by byte, where no answer came; used by then, the words are shown with a warning', async () => {
    const asked: string[] = []
    const api = apiOf(office)
    const { join } = newcomer({
      async join(ask) {
        asked.push(JSON.stringify(ask))
        await api.join(ask)
        throw new MitosError('server-unreachable')
      },
    })
    const setup = await named(join)
    await setUp(setup)
    expect(setup.state.value).toMatchObject({ step: 'save', said: { key: 'error.away' } })
    await setup.next()
    expect(asked[1]).toBe(asked[0])
    expect(join.state.value).toMatchObject({ kind: 'joined', said: { key: 'join.perhaps' } })
  })
})

describe('who leaves while they join', () => {
  it('finds everything wiped after the lock, and a word how to begin again', async () => {
    const { inbox, join, wait } = newcomer()
    const setup = await named(join)
    await setup.next()
    expect(inbox.hides()).toBe(true)
    inbox.goAway()
    expect(inbox.screen.value.kind).toBe('cover')
    inbox.lift()
    expect(inbox.screen.value.kind).toBe('join')
    wait(IDLE)
    inbox.beat()
    expect([inbox.screen.value.kind, setup.words(), inbox.hides(), office.asked]).toEqual(['cover', '', false, []])
    inbox.lift()
    expect(inbox.screen.value).toMatchObject({ kind: 'unlock', said: { key: 'join.dropped' } })
  })

  it('by the lock at once, or for another page, likewise', async () => {
    for (const how of ['drop', 'leave'] as const) {
      const { inbox, join } = newcomer()
      const setup = await named(join)
      inbox[how]()
      expect([inbox.screen.value.kind, inbox.joining.value, setup.words()]).toEqual(['cover', null, ''])
    }
  })

  it('sends nothing where the keys went while the passphrase was derived', async () => {
    let goOn = (): void => undefined
    const waits = new Promise<void>((resolve) => (goOn = resolve))
    const { inbox, join } = newcomer({}, async (job) => (await waits, office.derive(job)))
    const setup = await named(join)
    const saved = setUp(setup)
    await expect.poll(() => setup.state.value.busy).toBe(true)
    inbox.leave()
    goOn()
    await saved
    expect(office.asked).toEqual([])
  })
})
