import { describe, expect, it } from 'vitest'
import { saveOurs, saveOursPattern } from '../../../../inbox/duty/actions.ts'
import { Bar } from '../../../../inbox/duty/Bar.tsx'
import { Ours } from '../../../../inbox/duty/Ours.tsx'
import { speak } from '../../../../inbox/i18n.ts'
import { onShift } from '../../../../inbox/list/duty.ts'
import { Fields } from '../../../../inbox/rota/Dialog.tsx'
import { dayField, deskOf, formOf } from '../../../../inbox/rota/desk.ts'
import type { OursForm, OursPatternForm } from '../../../../inbox/rota/state.ts'
import type { Inbox } from '../../../../inbox/state.ts'
import { toBase64 } from '../../../../shared/bytes.ts'
import { signDocument } from '../../../../shared/signed.ts'
import type { Team } from '../../../../shared/team.ts'
import type { TeamChange } from '../../../../shared/teamChange.ts'
import { NOW, SEEDS } from '../../shared/network.ts'
import { draw } from '../draw.ts'
import { PASSPHRASE, deskOf as deskAt, openOffice } from '../office.ts'
import { TODAY, TZ, at, rotaOf, shiftOf } from './rotaWorld.ts'

type World = Awaited<ReturnType<typeof rotaOf>>

const partOf = ({ inbox, session, t }: Pick<World, 'inbox' | 'session' | 't'>, lang: 'en' | 'el' = 'en') => ({
  inbox,
  say: speak(lang),
  session,
  shift: onShift(session, t.value),
  at: deskOf(inbox.rota, session),
  edits: session.member.role === 'lead',
  now: Math.floor(t.value / 60),
})
const lines = (world: World, lang: 'en' | 'el' = 'en') =>
  draw(<Ours {...partOf(world, lang)} />)
    .split('\n')
    .filter(Boolean)
const stretch = (from: number, to: number, who: readonly string[]): OursForm => {
  const { fromDay, from: a, toDay, to: b } = formOf(from, to, TZ, '', null)
  return {
    kind: 'ours',
    was: { start: 0, end: 1, fromDay: '', from: '', toDay: '', to: '' },
    fromDay,
    from: a,
    toDay,
    to: b,
    who,
  }
}
const pattern = (change: Partial<OursPatternForm>): OursPatternForm => ({
  kind: 'oursPattern',
  who: ['me'],
  days: [1, 2, 3, 4, 5, 6, 7],
  from: '8:00',
  to: '20:00',
  every: 1,
  firstDay: dayField(TODAY),
  lastDay: dayField(TODAY + 7),
  ...change,
})

describe('who of us', () => {
  it('is everybody in our own shifts, and nobody’s but ours are there; a member sees it, without anything to press', async () => {
    const world = await rotaOf({ role: 'member' })
    expect(lines(world)).toEqual([
      speak('en')('ours.body'),
      'Tue 24 Nov 18:00⁠–⁠24:00',
      'All of us',
      'Wed 25 Nov 8:00⁠–⁠20:00',
      'All of us',
    ])
    for (const lang of ['en', 'el'] as const)
      expect(lines(await rotaOf({ shifts: [shiftOf(0, 18, 24, 'gcr')] }), lang)).toContain(speak(lang)('ours.none'))
  })

  it('is drawn for a stretch, as far as it is ours and to come, and shown before it is saved', async () => {
    const world = await rotaOf()
    saveOurs(world.inbox, world.session, stretch(at(0, 22), at(1, 10), ['nikos']))
    expect(world.duty.drawn(world.session)).toEqual([
      [at(0, 22), 120, 'nikos'],
      [at(1, 8), 120, 'nikos'],
    ])
    const shown = lines(world)
    expect(shown).toContain('Wed 25 Nov 8:00⁠–⁠10:00')
    expect(shown.filter((one) => one === 'Nikos')).toHaveLength(2)
    expect(draw(<Bar {...partOf(world)} />)).toContain('1 change, not saved')
    expect(shown).toContain(speak('en')('ours.care'))
    world.duty.undo()
    expect(world.duty.drawn(world.session)).toEqual([])
    expect(draw(<Bar {...partOf(world, 'el')} />)).toContain(speak('el')('draft.redo'))
    world.duty.redo()
    expect(world.duty.drawn(world.session)).toHaveLength(2)
    saveOurs(world.inbox, world.session, stretch(at(0, 20), at(2, 0), []))
    expect(world.duty.drawn(world.session)).toEqual([])
    // What is over stays as it was: it is 20:00.
    saveOurs(world.inbox, world.session, stretch(at(0, 18), at(0, 22), ['me']))
    expect(world.duty.drawn(world.session)).toEqual([[at(0, 20), 120, 'me']])
  })

  it('says what is wrong with the fields, and keeps them', async () => {
    const world = await rotaOf()
    const bad = (form: OursForm | OursPatternForm) => {
      world.rota.open(form)
      if (form.kind === 'ours') saveOurs(world.inbox, world.session, form)
      else saveOursPattern(world.inbox, world.session, form)
      return [world.rota.bad.value?.key, world.rota.form.value === form, world.duty.count.value]
    }
    const right = stretch(at(1, 8), at(1, 10), ['me'])
    expect(bad({ ...right, from: 'noon' })).toEqual(['rota.bad.time', true, 0])
    expect(bad({ ...right, to: '7' })).toEqual(['rota.bad.order', true, 0])
    expect(bad(stretch(at(0, 8), at(0, 10), ['me']))).toEqual(['rota.bad.past', true, 0])
    expect(bad(stretch(at(1, 8), at(40, 10), ['me']))).toEqual(['rota.bad.far', true, 0])
    expect(bad(stretch(at(1, 0), at(1, 8), ['me']))).toEqual(['ours.bad.none', true, 0])
    expect(bad(pattern({ days: [] }))).toEqual(['rota.bad.days', true, 0])
    expect(bad(pattern({ from: '' }))).toEqual(['rota.bad.time', true, 0])
    expect(bad(pattern({ lastDay: dayField(TODAY - 1) }))).toEqual(['rota.bad.order', true, 0])
    expect(bad(pattern({ lastDay: dayField(TODAY + 60) }))).toEqual(['rota.bad.far', true, 0])
    expect(bad(pattern({ from: '2', to: '3' }))).toEqual(['ours.bad.none', true, 0])
    saveOurs(world.inbox, world.session, right)
    expect([world.rota.form.value, world.duty.count.value]).toEqual([null, 1])
  })

  it('comes by a pattern in one step, for some or for all again', async () => {
    const world = await rotaOf({ shifts: [shiftOf(0, 0, 72, 'a21')] })
    saveOursPattern(
      world.inbox,
      world.session,
      pattern({ who: ['me', 'nikos'], firstDay: dayField(TODAY + 1), lastDay: dayField(TODAY + 2) }),
    )
    expect([world.duty.count.value, world.duty.drawn(world.session)]).toEqual([
      1,
      [
        [at(1, 8), 720, 'me'],
        [at(1, 8), 720, 'nikos'],
        [at(2, 8), 720, 'me'],
        [at(2, 8), 720, 'nikos'],
      ],
    ])
    saveOursPattern(world.inbox, world.session, pattern({ who: [] }))
    expect(world.duty.drawn(world.session)).toEqual([])
  })

  it('asks for both in fields of their own, where the privacy person is not to be chosen', async () => {
    const members = [
      { id: 'me', name: 'Maria', role: 'lead' },
      { id: 'nikos', name: 'Nikos', role: 'member' },
      { id: 'eva', name: 'Eva', role: 'privacy' },
    ] as unknown as Team['members']
    const world = await rotaOf({ team: { members } })
    for (const form of [stretch(at(1, 8), at(1, 10), ['nikos']), pattern({})])
      for (const lang of ['en', 'el'] as const) {
        const shown = draw(<Fields {...partOf(world, lang)} form={form} />)
        for (const words of [speak(lang)('ours.all'), 'Maria', 'Nikos']) expect(shown).toContain(words)
        expect(shown).not.toContain('Eva')
      }
  })

  it('keeps the very hour that the clock says twice, where nobody touched it', async () => {
    const night = Date.UTC(2026, 9, 25, 0) / 60_000
    const t = 60 * (night - 3000)
    const world = await rotaOf({ shifts: [[night, 240, 'a21']], t, issued: t - 3600, expires: t + 864_000 })
    // From 3:00 for the second time on.
    const [start, end] = [night + 60, night + 240]
    const { fromDay, from, toDay, to } = formOf(start, end, TZ, '', null)
    const form: OursForm = {
      kind: 'ours',
      was: { start, end, fromDay, from, toDay, to },
      fromDay,
      from,
      toDay,
      to,
      who: ['me'],
    }
    saveOurs(world.inbox, world.session, form)
    expect([from, world.duty.drawn(world.session)]).toEqual(['3:00', [[start, 180, 'me']]])
  })
})

describe('saving who of us', () => {
  it('sends it without what is over, and what went wrong leaves all that was drawn', async () => {
    const sent: TeamChange[] = []
    let wrong: string | null = 'members.toolarge'
    const world = await rotaOf({
      team: { duty: [[at(-2, 0), 60, 'nikos']] },
      put: async (change) => (sent.push(change), wrong ? { key: wrong as never } : null),
    })
    const save = async () => {
      await world.duty.save()
      return [world.duty.said.value?.key, world.duty.count.value]
    }
    await world.duty.save()
    expect(sent).toEqual([])
    saveOurs(world.inbox, world.session, stretch(at(1, 8), at(1, 10), ['me']))
    expect(await save()).toEqual(['members.toolarge', 1])
    wrong = 'members.changed'
    expect(await save()).toEqual(['ours.changed', 1])
    wrong = null
    expect(await save()).toEqual(['ours.saved', 0])
    expect(sent[2]).toEqual({ do: 'duty', duty: [[at(1, 8), 120, 'me']] })
  })

  it('loses nothing that is drawn while it is sent, and counts what a lock throws away', async () => {
    let go = (): void => undefined
    const world = await rotaOf({ put: () => new Promise((resolve) => (go = () => resolve(null))) })
    saveOurs(world.inbox, world.session, stretch(at(1, 8), at(1, 10), ['me']))
    const saving = world.duty.save()
    saveOurs(world.inbox, world.session, stretch(at(1, 12), at(1, 14), ['nikos']))
    world.duty.undo()
    expect(world.duty.count.value).toBe(2)
    go()
    await saving
    expect([world.duty.count.value, world.duty.drawn(world.session)]).toEqual([1, [[at(1, 12), 120, 'nikos']]])
    world.duty.clear()
    expect([world.duty.count.value, world.duty.lost.value]).toEqual([0, 1])
    expect(lines(world)).toContain('A draft was thrown away by the lock. Changes in it: 1.')
  })

  it('of two coordinators at once the second sees the first’s work, keeps their own, and saves both', async () => {
    const office = await openOffice()
    const team = (): Team => JSON.parse(office.team.signed) as Team
    const [maria] = team().members
    const nikos = {
      ...maria!,
      id: toBase64(new Uint8Array(16).fill(8)),
      name: 'Nikos',
      login: 'nikos',
      role: 'member' as const,
      box: toBase64(office.crypto.boxPublicKey(new Uint8Array(32).fill(80))),
      sign: toBase64(office.crypto.signPublicKey(new Uint8Array(32).fill(81))),
    }
    office.team = signDocument(office.crypto, { ...team(), members: [maria!, nikos] } as Team, [
      SEEDS.lead,
    ]) as typeof office.team
    const open = async (): Promise<Inbox> => {
      const { inbox } = deskAt(office)
      await inbox.enter('maria', PASSPHRASE)
      return inbox
    }
    const [one, other] = [await open(), await open()]
    const minute = Math.floor(NOW / 60)
    one.duty.draw([{ from: minute, to: minute + 10, who: [maria!.id] }])
    other.duty.draw([{ from: minute + 10, to: minute + 20, who: [nikos.id] }])
    await one.duty.save()
    expect(one.duty.said.value).toEqual({ key: 'ours.saved' })
    await other.duty.save()
    const both = [
      [minute, 10, maria!.id],
      [minute + 10, 10, nikos.id],
    ]
    expect([other.duty.said.value, other.duty.drawn(other.session.value!)]).toEqual([{ key: 'ours.changed' }, both])
    await other.duty.save()
    expect([team().version, team().duty]).toEqual([3, both])
    // The list follows it.
    expect(onShift(other.session.value!, NOW)).toMatchObject({ kind: 'on', until: 60 * (minute + 10) })
    other.duty.draw([{ from: minute, to: minute + 5, who: [nikos.id] }])
    other.drop()
    expect([other.duty.count.value, other.duty.lost.value]).toEqual([0, 1])
  })
})
