import { afterEach, describe, expect, it } from 'vitest'
import { MembersView } from '../../../inbox/members/MembersView.tsx'
import { keysFor } from '../../../inbox/generations/handOver.ts'
import { sheetFile } from '../../../inbox/generations/sheet.ts'
import { speak } from '../../../inbox/i18n.ts'
import { openRow } from '../../../inbox/list/feed.ts'
import { List } from '../../../inbox/list/List.tsx'
import type { Inbox } from '../../../inbox/state.ts'
import { fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import { readKeySheet } from '../../../shared/keySheet.ts'
import type { RequestRow } from '../../../shared/staffApi.ts'
import { utf8 } from '../../../shared/text.ts'
import { boxKey, crypto, signKey } from '../../integration/network.ts'
import { inboxKey, place } from '../../integration/team.ts'
import { draw } from './draw.ts'
import { call } from './facts.ts'
import { type KeyStage, idOf, keyStage, names, opens, sheet } from './keyStage.ts'
import { fieldsOf, sealAny } from './world.ts'

let stage: KeyStage
afterEach(() => stage.stop())

const say = speak('en')
const text = (inbox: Inbox, lang: 'en' | 'el' = 'en'): string =>
  draw(<MembersView inbox={inbox} say={speak(lang)} session={inbox.session.value!} />)
const boxInForce = async (): Promise<string> => (await stage.chain()).roster.ngos[0]!.box.key
const generations = (inbox: Inbox) => ({
  open: inbox.session.value!.boxes.map(({ generation }) => generation).sort(),
  waiting: inbox.session.value!.waiting.map(({ generation }) => generation).sort(),
})

describe('who is removed', () => {
  it('is shut out at once by a switch; the file for the keeper asks for these keys, a new spare and the end of the old', async () => {
    stage = await keyStage()
    const lena = await stage.enter('lena')
    lena.members.go({ kind: 'remove', id: idOf('maria') })
    expect(text(lena)).toContain('New keys come in force at once')
    await lena.members.remove(idOf('maria'))
    expect([lena.members.said.value, lena.generations.said.value]).toEqual([null, null])
    expect(await boxInForce()).toBe(boxKey('a21 2'))
    expect([names(lena), generations(lena)]).toEqual([['lena', 'nikos'], { open: [1, 2], waiting: [3] }])
    const asked = sheet(lena)
    expect(asked).toMatchObject({
      ngo: 'a21',
      box: { generation: 2, key: boxKey('a21 2'), sign: signKey('a21 sign 2') },
      spare: { generation: 3 },
      signKeys: [],
      leads: [signKey('lena sign')],
      teamMin: 2,
      revoked: [boxKey('a21 1'), signKey('a21 sign 1')],
    })
    const file = sheetFile(lena.session.value!)!
    const read = await readKeySheet(crypto, utf8(file.text))
    expect([read.sheet, read.signers, read.words]).toEqual([asked, [signKey('lena sign')], file.words])
    expect(file.name).toBe('mitos-keys-a21-2.json')
    for (const lang of ['en', 'el'] as const) {
      expect(text(lena, lang)).toContain(speak(lang)('waiting.switched'))
      expect(text(lena, lang)).toContain(speak(lang)('waiting.download'))
      for (const word of file.words) expect(text(lena, lang)).toContain(word)
    }
    const nikos = await stage.enter('nikos')
    expect([generations(nikos), nikos.session.value!.refused]).toEqual([{ open: [1, 2], waiting: [] }, []])
    expect(text(nikos)).not.toContain('New keys')
    await stage.publish(asked)
    await lena.generations.refresh()
    expect(generations(lena)).toEqual({ open: [1, 2, 3], waiting: [] })
    expect(text(lena)).toContain('No new keys wait')
  })

  it('was a coordinator: box and spare are both new, their key is named no more, and it is said what they could do until then', async () => {
    stage = await keyStage(['lena', 'maria'])
    const lena = await stage.enter('lena')
    lena.members.go({ kind: 'remove', id: idOf('maria') })
    expect(text(lena)).toContain('could still open what comes in, together with the server')
    await lena.members.remove(idOf('maria'))
    expect(await boxInForce()).toBe(boxKey('a21 1'))
    expect(generations(lena)).toEqual({ open: [1, 2], waiting: [3, 4] })
    expect(sheet(lena)).toMatchObject({
      box: { generation: 3 },
      spare: { generation: 4 },
      leads: [signKey('lena sign')],
      teamMin: 2,
      revoked: [boxKey('a21 1'), signKey('a21 sign 1'), boxKey('a21 2'), signKey('a21 sign 2'), signKey('maria sign')],
    })
    expect(text(lena)).toContain('Send the file today')
    // The spare is known to who went: the next removal must not put it in force.
    await lena.members.remove(idOf('nikos'))
    expect(await boxInForce()).toBe(boxKey('a21 1'))
    expect(sheet(lena)).toMatchObject({ box: { generation: 5 }, spare: { generation: 6 }, teamMin: 3 })
    await stage.publish(sheet(lena))
    expect((await stage.enter('lena')).session.value!.refused).toEqual([])
  })

  it('without a spare in the roster: no switch, box and spare both new, said plainly', async () => {
    stage = await keyStage(['lena'], false)
    const lena = await stage.enter('lena')
    lena.members.go({ kind: 'remove', id: idOf('maria') })
    expect(text(lena)).toContain(say('remove.keys', { name: 'Maria' }))
    await lena.members.remove(idOf('maria'))
    expect(await boxInForce()).toBe(boxKey('a21 1'))
    expect(sheet(lena)).toMatchObject({ box: { generation: 2 }, spare: { generation: 3 } })
    expect(text(lena)).toContain(say('waiting.knows'))
  })

  it('a second time before the keeper has published: the spare that the first removal handed out is used up', async () => {
    stage = await keyStage()
    const lena = await stage.enter('lena')
    await lena.members.remove(idOf('maria'))
    await lena.members.remove(idOf('nikos'))
    // Nikos was there when the switch was made.
    expect(await boxInForce()).toBe(boxKey('a21 2'))
    const asked = sheet(lena)
    expect(asked).toMatchObject({ box: { generation: 4 }, spare: { generation: 5 }, teamMin: 3 })
    expect(asked.revoked).toEqual([boxKey('a21 1'), signKey('a21 sign 1'), boxKey('a21 2'), signKey('a21 sign 2')])
  })

  it('while new keys wait: these were sealed to them too, and others are made', async () => {
    stage = await keyStage()
    const lena = await stage.enter('lena')
    expect(await lena.generations.renew()).toBe(true)
    expect(sheet(lena)).toMatchObject({ box: { generation: 3 }, spare: { generation: 4 }, revoked: [] })
    const known = [sheet(lena).box.key, boxKey('a21 1')]
    await lena.members.remove(idOf('maria'))
    const asked = sheet(lena)
    expect(asked).toMatchObject({ box: { generation: 2 }, spare: { generation: 5 }, teamMin: 2 })
    expect(known).not.toContain(asked.box.key)
    expect(await boxInForce()).toBe(boxKey('a21 2'))
    // A server that keeps the newest back does not bring those on a sheet that who was removed knows.
    const shown = await stage.enter('lena', (api) => ({
      me: async () => api.me().then((me) => ({ ...me, keys: me.keys.slice(0, -1) })),
    }))
    expect([generations(shown).waiting, sheetFile(shown.session.value!)]).toEqual([[3, 4], null])
  })
})

describe('a removal that is cut off', () => {
  const away = () => Promise.reject(new MitosError('server-unreachable'))

  it('before the team: nothing is done, and pressing once more does it', async () => {
    stage = await keyStage()
    let fails = true
    const lena = await stage.enter('lena', (api) => ({ putTeam: (ask) => (fails ? away() : api.putTeam(ask)) }))
    lena.members.go({ kind: 'remove', id: idOf('maria') })
    await lena.members.remove(idOf('maria'))
    expect([lena.members.said.value, lena.members.page.value.kind]).toEqual([{ key: 'error.away' }, 'remove'])
    fails = false
    await lena.members.remove(idOf('maria'))
    expect([names(lena), await boxInForce()]).toEqual([['lena', 'nikos'], boxKey('a21 2')])
  })

  it('with the answer to the team: the page finds it done, and says what is not', async () => {
    stage = await keyStage()
    const lena = await stage.enter('lena', (api) => ({ putTeam: (ask) => api.putTeam(ask).then(away) }))
    await lena.members.remove(idOf('maria'))
    expect(lena.members.said.value).toEqual({ key: 'error.away' })
    await lena.members.remove(idOf('maria'))
    expect(lena.members.said.value?.key).toMatch(/^members\.(changed|gone)$/)
    expect(names(lena)).toEqual(['lena', 'nikos'])
    lena.members.go({ kind: 'list' })
    expect(text(lena)).toContain(say('waiting.strip.switch'))
    await lena.generations.goOn()
    expect(await boxInForce()).toBe(boxKey('a21 2'))
  })

  it('before the switch: it says so with one thing to do, and it goes on here, after a lock, or with another coordinator', async () => {
    stage = await keyStage(['lena', 'nikos'])
    const lena = await stage.enter('lena', () => ({ putSwitch: away }))
    await lena.members.remove(idOf('maria'))
    expect([lena.members.page.value, lena.generations.said.value]).toEqual([
      { kind: 'waiting', removed: 'Maria' },
      { key: 'error.away' },
    ])
    for (const key of ['waiting.due', 'waiting.goon'] as const) expect(text(lena)).toContain(say(key))
    // The file is the only way where the server will not have the switch, and comes after it else.
    expect(text(lena)).not.toContain(say('waiting.download'))
    const { said } = lena.generations
    said.value = { key: 'newkeys.refused', code: 'switch-refused' }
    for (const key of ['waiting.goon', 'waiting.download'] as const) expect(text(lena)).toContain(say(key))
    said.value = null
    expect(await boxInForce()).toBe(boxKey('a21 1'))
    const list = (): string =>
      draw(
        <List
          inbox={lena}
          say={say}
          session={lena.session.value!}
          shift={{ kind: 'off', next: null, tz: 'Europe/Athens' }}
        />,
      )
    expect(list()).toContain(say('waiting.strip.switch'))
    const nikos = await stage.enter('nikos')
    await expect.poll(() => text(nikos)).toContain(say('waiting.strip.switch'))
    expect(sheetFile(nikos.session.value!)!.words).toEqual(sheetFile(lena.session.value!)!.words)
    await nikos.generations.goOn()
    expect([await boxInForce(), text(nikos)]).toEqual([boxKey('a21 2'), expect.stringContaining(say('waiting.strip'))])
    // The same once more changes nothing.
    await lena.generations.refresh()
    for (const key of ['waiting.switched', 'waiting.download'] as const) expect(text(lena)).toContain(say(key))
    expect(list()).not.toContain('keeper')
  })

  it('before the switch, and then another is removed: the first switch is not forgotten', async () => {
    stage = await keyStage()
    let fails = true
    const lena = await stage.enter('lena', (api) => ({ putSwitch: (one) => (fails ? away() : api.putSwitch(one)) }))
    await lena.members.remove(idOf('maria'))
    expect(await boxInForce()).toBe(boxKey('a21 1'))
    fails = false
    await lena.members.remove(idOf('nikos'))
    expect([await boxInForce(), names(lena)]).toEqual([boxKey('a21 2'), ['lena']])
    expect(sheet(lena)).toMatchObject({ box: { generation: 4 }, teamMin: 3 })
    expect(text(lena)).toContain(say('waiting.knows'))
  })
})

describe('new keys without a removal', () => {
  it('are made for all, change nothing until the keeper publishes, and leave the old sign key for a month', async () => {
    stage = await keyStage()
    const lena = await stage.enter('lena')
    await expect.poll(() => text(lena)).toContain('Keys of the list: in force since')
    lena.members.go({ kind: 'newkeys' })
    for (const lang of ['en', 'el'] as const) expect(text(lena, lang)).toContain(speak(lang)('newkeys.body'))
    expect(await lena.generations.renew()).toBe(true)
    lena.members.go({ kind: 'waiting' })
    const asked = sheet(lena)
    expect(asked).toMatchObject({
      box: { generation: 3 },
      spare: { generation: 4 },
      signKeys: [{ key: signKey('a21 sign 1'), until: stage.server.now + 31 * 86_400 }],
      teamMin: 1,
      revoked: [],
    })
    expect(text(lena)).toContain(sheetFile(lena.session.value!)!.words[0])
    // Nobody makes others beside them.
    await lena.generations.renew()
    expect(sheet(lena)).toEqual(asked)
    const maria = await stage.enter('maria')
    expect([generations(maria), maria.session.value!.refused]).toEqual([{ open: [1], waiting: [3] }, []])
    await stage.publish(asked)
    await maria.generations.refresh()
    expect(generations(maria)).toEqual({ open: [1, 3], waiting: [] })
    // What the roster does not name any more opens by the one that named it.
    const anew = await stage.enter('maria')
    expect([generations(anew), anew.session.value!.refused]).toEqual([{ open: [1, 3], waiting: [] }, []])
    await lena.generations.look()
    expect(text(lena)).toContain('No new keys wait')
  })

  it('twice: what was written before still opens, also in a page that was loaded anew, but not by a false old key', async () => {
    stage = await keyStage()
    const lena = await stage.enter('lena')
    const rows: RequestRow[] = []
    for (let n = 0; n < 3; n++) {
      const session = lena.session.value!
      rows.push(sealAny(session, 60 + n, fieldsOf(session, 60 + n, { answers: call() })))
      if (n === 2) break
      await lena.generations.renew()
      await stage.publish(sheet(lena))
      await lena.generations.refresh()
    }
    const read = async (inbox: Inbox) => {
      const opened = await Promise.all(rows.map((row) => openRow(inbox.session.value!, row)))
      return opened.map((one) => (one.read.kind === 'shut' ? one.read.code : 'opened'))
    }
    expect(await read(await stage.enter('maria'))).toEqual(['opened', 'opened', 'opened'])
    const { member, generation, sealed } = inboxKey(place('maria'), 1, 'lena sign', 'eve box')
    await stage.server.store.putInboxKey({ member: fromBase64(member), generation, sealed: fromBase64(sealed) })
    const maria = await stage.enter('maria')
    expect([await read(maria), maria.session.value!.refused]).toEqual([
      ['open-wrong-key', 'opened', 'opened'],
      ['inbox-key-mismatch'],
    ])
  })

  it('are due after thirty days, counted from the first roster that named the present ones', async () => {
    stage = await keyStage()
    const lena = await stage.enter('lena')
    await lena.generations.look()
    expect(text(lena)).not.toContain('It is time for new ones')
    stage.server.now += 30 * 86_400 + 3600
    lena.generations.since.value = lena.generations.since.value! - 1
    for (const lang of ['en', 'el'] as const) expect(text(lena, lang)).toContain(speak(lang)('newkeys.due', { n: 30 }))
  })

  it('are made once where two coordinators make them at the same time, and both see the same words', async () => {
    stage = await keyStage(['lena', 'nikos'])
    const [lena, nikos] = [await stage.enter('lena'), await stage.enter('nikos')]
    await Promise.all([lena.generations.refresh(), nikos.generations.refresh()])
    const done = await Promise.all([lena.generations.renew(), nikos.generations.renew()])
    expect(done.filter(Boolean).length).toBeGreaterThan(0)
    await Promise.all([lena.generations.refresh(), nikos.generations.refresh()])
    expect(sheet(nikos)).toEqual(sheet(lena))
    expect(sheetFile(nikos.session.value!)!.words).toEqual(sheetFile(lena.session.value!)!.words)
    expect(generations(nikos)).toEqual({ open: [1, 2], waiting: [3, 4] })
  })

  it('go to who is taken in meanwhile, but the spare to coordinators only', async () => {
    stage = await keyStage()
    const lena = await stage.enter('lena')
    await lena.generations.renew()
    const words = sheetFile(lena.session.value!)!.words
    await stage.takeIn(lena, 'lena', 'elif')
    const elif = await stage.enter('elif')
    expect([generations(elif), elif.session.value!.refused]).toEqual([{ open: [1], waiting: [3] }, []])
    const all = keysFor(lena.session.value!, { role: 'lead' })
    expect(all.map((one) => one.generation).sort()).toEqual([1, 2, 3, 4])
    expect(sheetFile(lena.session.value!)!.words).toEqual(words)
  })

  it('that the keeper publishes although somebody was removed since are told to the coordinator', async () => {
    stage = await keyStage()
    const lena = await stage.enter('lena')
    await lena.generations.renew()
    const old = sheet(lena)
    await lena.members.remove(idOf('maria'))
    await stage.publish(old)
    await lena.generations.refresh()
    lena.members.go({ kind: 'list' })
    for (const lang of ['en', 'el'] as const) expect(text(lena, lang)).toContain(speak(lang)('newkeys.overtaken'))
    await lena.generations.renew()
    const asked = sheet(lena)
    expect([asked.box.generation, asked.teamMin]).toEqual([6, 2])
    expect(asked.revoked).toEqual(expect.arrayContaining([old.box.key, old.box.sign]))
  })
})

describe('after any order of new keys, removals, publishing and newcomers', () => {
  /** What came in force, in turn; and for each who left what they had in any form, and how much had come in force by then. */
  interface Told {
    readonly forced: string[]
    readonly left: { readonly name: string; readonly knows: readonly string[]; readonly until: number }[]
  }
  type Act = 'renew' | 'remove' | 'publish' | 'takeIn'

  async function walk(acts: readonly Act[], told: Told): Promise<Inbox> {
    const lena = await stage.enter('lena')
    const note = async (): Promise<void> => {
      const box = await boxInForce()
      if (!told.forced.includes(box)) told.forced.push(box)
    }
    const inside = new Map<string, Inbox>()
    const come = async (name: string): Promise<void> => void inside.set(name, await stage.enter(name))
    for (const name of ['maria', 'nikos']) await come(name)
    let newcomers = 0
    await note()
    for (const act of acts) {
      if (act === 'renew') await lena.generations.renew()
      if (act === 'publish' && lena.session.value!.waiting.length && sheetFile(lena.session.value!)) {
        await stage.publish(sheet(lena))
        await lena.generations.refresh()
      }
      if (act === 'takeIn') {
        const name = `guest${++newcomers}`
        await stage.takeIn(lena, 'lena', name)
        await come(name)
      }
      const goes = names(lena).find((name) => name !== 'lena')
      if (act === 'remove' && goes) {
        const theirs = inside.get(goes)!
        await theirs.generations.refresh()
        const { boxes, waiting } = theirs.session.value!
        const knows = [...boxes, ...waiting].map(({ publicKey }) => toBase64(publicKey))
        told.left.push({ name: goes, knows, until: told.forced.length })
        theirs.drop()
        await lena.members.remove(idOf(goes))
      }
      await note()
    }
    return lena
  }

  it.each([
    ['renew', 'publish', 'renew', 'publish', 'takeIn', 'remove', 'publish'],
    ['renew', 'remove', 'takeIn', 'publish', 'remove', 'remove', 'publish', 'renew', 'takeIn'],
    ['remove', 'takeIn', 'renew', 'remove', 'publish', 'remove', 'takeIn', 'publish'],
  ] as readonly Act[][])('%s %s %s …', async (...acts) => {
    stage = await keyStage()
    const told: Told = { forced: [], left: [] }
    const lena = await walk(acts, told)
    for (const name of names(lena)) {
      const inbox = await stage.enter(name)
      expect([name, inbox.session.value!.refused]).toEqual([name, []])
      for (const box of told.forced) expect([name, opens(inbox)]).toEqual([name, expect.arrayContaining([box])])
    }
    for (const { name, knows, until } of told.left)
      expect([name, told.forced.slice(until).filter((box) => knows.includes(box))]).toEqual([name, []])
    expect(told.left.length).toBeGreaterThan(0)
  })
})
