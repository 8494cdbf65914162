import { signal } from '@preact/signals'
import { describe, expect, it } from 'vitest'
import { type Fetch, callBy } from '../../../inbox/api.ts'
import { speak } from '../../../inbox/i18n.ts'
import { referBy } from '../../../inbox/referral/api.ts'
import { createAnswering } from '../../../inbox/referral/answering.ts'
import { readReferral } from '../../../inbox/referral/open.ts'
import { AnswerWords, Received } from '../../../inbox/referral/Received.tsx'
import { Referral } from '../../../inbox/referral/Referral.tsx'
import { type ReferralOf, createReferral } from '../../../inbox/referral/state.ts'
import type { Session } from '../../../inbox/session.ts'
import { toBase64 } from '../../../shared/bytes.ts'
import type { Answers } from '../../../shared/answers.ts'
import type { CaseAct } from '../../../shared/caseActs.ts'
import { type Actor, type Standing, nextState } from '../../../shared/caseMoves.ts'
import { type ErrorCode, MitosError } from '../../../shared/errors.ts'
import type { Verdict } from '../../../shared/referralAnswer.ts'
import type { SealedReferral } from '../../../shared/referralFrame.ts'
import type { MemberRole } from '../../../shared/team.ts'
import { NOW } from '../shared/network.ts'
import { elements, unfold } from '../unfold.ts'
import { draw } from './draw.ts'
import { DESK, factsOf } from './facts.ts'
import { makeSession } from './world.ts'

const seed = (n: number, length = 32) => new Uint8Array(length).fill(n)
const say = speak('en')
const base = await makeSession()
const { crypto } = base
/** A member of a21, or of gcr; their generations are those of network.ts. */
const of = (ngo: 'a21' | 'gcr', role: MemberRole = 'member'): Session => {
  const [box, sign, generation] = ngo === 'a21' ? [20, 21, 3] : [40, 41, 1]
  const keys = { publicKey: crypto.boxPublicKey(seed(box)), secret: seed(box), signSeed: seed(sign), generation }
  return {
    ...base,
    ngo: base.chain.roster.ngos.find(({ id }) => id === ngo)!,
    member: { ...base.member, role },
    boxes: [keys],
    clock: () => NOW,
  } as unknown as Session
}
const ANSWERS: Answers = {
  for: 'self',
  contact: { to: 'person', how: 'call', address: '+306940001234', word: 0 },
  more: { place: { region: 'attica' }, speak: 'ur', need: ['law'], age: 'adult' },
  note: 'canary-note',
}
const PERSON = {
  author: toBase64(seed(1)),
  replyKey: toBase64(seed(2)),
  proof: toBase64(seed(3, 16)),
  address: toBase64(seed(4, 8)),
}

/** A referral of a case in contact, with all that left this browser. */
function office(role: MemberRole = 'member', given: Partial<ReferralOf> = {}, state: Standing['state'] = 'contact') {
  const session = signal<Session | null>(of('a21', role))
  const t = signal(NOW)
  const sent: Uint8Array[] = []
  const written: CaseAct[] = []
  const fail: { send?: ErrorCode; write?: ErrorCode } = {}
  const moved = { moved: false }
  const owed: unknown[] = []
  let prints = 0
  const now: Standing = { state, owner: 'me', away: [], aside: false, proposed: null, consent: null }
  const actor: Actor = { id: 'me', role, onShift: true }
  const refer = createReferral(
    {
      session,
      t,
      send: async (sealed) => {
        sent.push(sealed)
        if (fail.send) throw new MitosError(fail.send)
      },
      allowed: (acts) => {
        let standing = now
        for (const act of acts) {
          const next = nextState(standing, act, actor, NOW)
          if (next.kind === 'refused') return next.code
          standing = next.standing
        }
        return null
      },
      write: async (acts) => {
        if (fail.write) throw new MitosError(fail.write)
        written.push(...acts)
      },
      owe: (by, acts) => void owed.push([by, acts]),
      print: () => void prints++,
      isNow: () => !moved.moved,
    },
    { facts: factsOf(ANSWERS), person: PERSON, ...given },
  )
  const screen = () => <Referral say={say} session={session.value!} refer={refer} t={NOW} />
  const text = () => draw(screen())
  return { refer, sent, written, owed, fail, session, text, screen, prints: () => prints, moved }
}
type Office = ReturnType<typeof office>
/** Fills everything in up to the last look. */
function filled({ refer }: Office, what: readonly string[] = ['area', 'need'], whom = 'gcr'): void {
  refer.put({ how: 'phone' })
  refer.next()
  refer.put({ whom: whom === 'gcr' ? { kind: 'ngo', id: 'gcr' } : { kind: 'outside', name: whom } })
  refer.next()
  for (const part of what) refer.tick(part as 'area')
  refer.next()
}
const rowOf = (body: Uint8Array) => ({ id: toBase64(body.slice(1, 17)), hour: NOW - (NOW % 3600) })
const opens = (body: Uint8Array, by = of('gcr')) => readReferral(by, rowOf(body), body)

describe('A worker refers somebody to another organisation', () => {
  it('and that one reads what was ticked, in the very sentences that were looked at', async () => {
    const a21 = office()
    filled(a21)
    expect(a21.text()).toContain('To B')
    expect(a21.text()).toContain('Attica.')
    expect(a21.text()).toContain('Help with papers or the law.')
    expect(a21.text()).toContain(
      'Not told: Language, Safety (danger, age, children, device), The way to contact, Note and Answers',
    )
    await a21.refer.finish()
    expect(a21.refer.step.value).toBe('done')
    const read = await opens(a21.sent[0]!)
    expect(read).toMatchObject({
      kind: 'opened',
      facts: {
        told: { for: 'self', more: { place: { region: 'attica' }, need: ['law'] } },
        author: `referral ${rowOf(a21.sent[0]!).id}`,
      },
      handed: { from: 'a21', consent: { how: 'phone', what: ['area', 'need'] } },
    })
    expect(Object.keys((read as { facts: { told: object } }).facts.told)).toEqual(['for', 'more'])
    expect(a21.written).toMatchObject([
      { kind: 'consent', how: 'phone', what: ['area', 'need'] },
      { kind: 'refer', to: 'gcr', what: ['area', 'need'], id: rowOf(a21.sent[0]!).id },
    ])
  })

  it('and the mailbox and a note go only where they were ticked', async () => {
    const a21 = office()
    filled(a21, ['note', 'mailbox'])
    a21.refer.put({ note: 'Ring twice.' })
    await a21.refer.finish()
    expect(await opens(a21.sent[0]!)).toMatchObject({ handed: { person: PERSON, note: 'Ring twice.' } })
    const other = office()
    filled(other, ['area'])
    other.refer.put({ note: 'Ring twice.' })
    await other.refer.finish()
    const read = await opens(other.sent[0]!)
    expect(JSON.stringify(read)).not.toMatch(/Ring twice|canary-note|6940001234/)
    expect(Object.keys((read as unknown as { handed: object }).handed)).not.toContain('person')
  })

  it('and is told what is missing, step by step', () => {
    const { refer, text } = office()
    const said = () => refer.said.value?.key
    refer.next()
    expect([refer.step.value, said()]).toEqual(['yes', 'refer.miss.how'])
    expect(text()).toContain('Choose how the person said yes.')
    refer.put({ how: 'form' })
    refer.next()
    refer.next()
    expect([refer.step.value, said()]).toEqual(['whom', 'refer.miss.whom'])
    refer.put({ whom: { kind: 'outside', name: ' ' } })
    refer.next()
    expect([refer.step.value, said()]).toEqual(['whom', 'refer.miss.name'])
    refer.put({ whom: { kind: 'ngo', id: 'gcr' } })
    refer.next()
    refer.next()
    expect([refer.step.value, said()]).toEqual(['what', 'refer.miss.what'])
    refer.back()
    expect([refer.step.value, said()]).toEqual(['whom', undefined])
  })

  it('and sees each part as it will read before it is ticked, the number half hidden', () => {
    const a21 = office()
    filled(a21, [])
    expect(a21.refer.step.value).toBe('what')
    const text = a21.text()
    for (const words of ['Attica.', 'Urdu.', '18 or older', 'canary-note', '+30 ••• ••• 1234'])
      expect(text).toContain(words)
    expect(text).not.toContain('6940001234')
    // House rules and what was not told are nobody's answers.
    expect(text).not.toMatch(/Not told\.|House rule/)
  })

  it('and what the person said of sharing stands above the yes', () => {
    expect(office().text()).toContain('Not told. Ask first.')
    const no = { ...ANSWERS, more: { share: 'no' } } as Answers
    expect(office('member', { facts: factsOf(no) }).text()).toContain('No other organisation.')
  })

  it('but nothing is sent where the case does not allow it', async () => {
    for (const [state, key] of [
      ['claimed', 'refer.refused.move'],
      ['closed', 'refer.refused.move'],
    ] as const) {
      const a21 = office('member', {}, state)
      filled(a21)
      await a21.refer.finish()
      expect([a21.sent, a21.written, a21.refer.said.value?.key]).toEqual([[], [], key])
    }
  })

  it('and what the person wrote meanwhile is read first: nothing is sent, nothing printed', async () => {
    for (const whom of ['gcr', 'A body outside']) {
      const a21 = office()
      filled(a21, ['contact'], whom)
      a21.moved.moved = true
      a21.refer.print()
      await a21.refer.finish()
      expect([a21.sent, a21.written, a21.prints()]).toEqual([[], [], 0])
      expect(a21.refer.said.value?.key).toBe('refer.changed')
    }
  })

  it('and a try that failed sends the same bytes again; what was sent is not sent or changed a second time', async () => {
    const a21 = office()
    filled(a21)
    a21.fail.send = 'server-unreachable'
    await a21.refer.finish()
    expect([a21.refer.said.value?.key, a21.written]).toEqual(['error.away', []])
    delete a21.fail.send
    a21.fail.write = 'server-unreachable'
    await a21.refer.finish()
    expect(a21.refer.said.value?.key).toBe('refer.refused.written')
    a21.refer.put({ whom: { kind: 'outside', name: 'x' } })
    a21.refer.back()
    expect([a21.refer.step.value, a21.refer.form.value.whom?.kind]).toEqual(['look', 'ngo'])
    delete a21.fail.write
    await a21.refer.finish()
    expect(a21.refer.step.value).toBe('done')
    expect(a21.sent.length).toBe(2)
    expect(a21.sent[1]).toBe(a21.sent[0])
  })

  it('and where the other one has new keys it is sealed anew, and said so', async () => {
    const a21 = office()
    filled(a21)
    a21.fail.send = 'request-key-unknown'
    await a21.refer.finish()
    expect(a21.refer.said.value).toEqual({ key: 'refer.refused.key', code: 'request-key-unknown' })
    delete a21.fail.send
    await a21.refer.finish()
    expect(a21.sent[1]).not.toEqual(a21.sent[0])
  })
})

describe('What goes to the server', () => {
  it('is the sealed bytes and nothing else, and its refusal comes back by its code', async () => {
    const asked: unknown[] = []
    const answer = (status: number, body?: object) => async (path: unknown, init?: RequestInit) => {
      asked.push([path, init?.method, init?.body])
      return new Response(body ? JSON.stringify(body) : null, { status })
    }
    const sealed = seed(2, 8281) as SealedReferral
    await referBy(callBy(answer(204) as Fetch))(sealed)
    expect(asked).toEqual([['/api/inbox/referrals', 'POST', JSON.stringify({ sealed: toBase64(sealed) })]])
    const refused = referBy(callBy(answer(410, { code: 'request-key-unknown' }) as Fetch))(sealed)
    await expect(refused).rejects.toMatchObject({ code: 'request-key-unknown' })
  })
})

describe('The second door, without a yes', () => {
  it('is there for a coordinator alone, and asks why, and whether the person was told', async () => {
    const doors = (one: Office) => elements(unfold(one.screen())).filter(({ props }) => props['data-door']).length
    expect([doors(office('member')), doors(office('lead'))]).toEqual([0, 1])
    const lead = office('lead')
    const { refer } = lead
    refer.put({ door: 'without' })
    const said = []
    for (const part of [{}, { reason: 'life' }, { told: false }, { why: 'Not reached' }] as const) {
      refer.put(part)
      refer.next()
      said.push(refer.said.value?.key)
    }
    expect(said).toEqual(['refer.miss.reason', 'refer.miss.told', 'refer.miss.why', undefined])
    refer.put({ whom: { kind: 'ngo', id: 'gcr' } })
    refer.next()
    refer.tick('contact')
    refer.next()
    await refer.finish()
    expect(lead.written).toMatchObject([
      { kind: 'refer', to: 'gcr', what: ['contact'], without: { reason: 'life', told: false, why: 'Not reached' } },
    ])
    const read = await opens(lead.sent[0]!)
    expect(read).toMatchObject({ handed: { consent: { how: 'none', reason: 'life' } } })
    // Why nobody was told is for this NGO's own books.
    expect(JSON.stringify(read)).not.toContain('Not reached')
  })

  it('stays shut to a worker who opens it by hand', async () => {
    const a21 = office('member')
    a21.refer.put({ door: 'without', reason: 'life', told: true })
    filled(a21)
    await a21.refer.finish()
    expect([a21.sent, a21.refer.said.value?.key]).toEqual([[], 'refer.refused.actor'])
  })
})

describe('For a body outside', () => {
  it('a sheet is printed: what was ticked is filled in, the rest are lines; nothing goes to the server', async () => {
    const a21 = office()
    filled(a21, ['contact', 'language'], 'The hospital')
    const paper = () => elements(unfold(a21.screen())).find(({ props }) => props['data-paper'])!
    const text = draw(a21.screen())
    expect(paper().props['class']).toContain('printed')
    expect(text).toContain('Contact sheet')
    // In groups, as one dials it.
    expect(text.replace(/\s/g, '')).toContain('+306940001234')
    expect(text).not.toMatch(/Attica|canary-note|law/)
    expect(elements([paper()]).filter(({ props }) => props['class'] === 'blank').length).toBe(6)
    await a21.refer.finish()
    expect(a21.refer.said.value?.key).toBe('refer.miss.print')
    a21.refer.print()
    await a21.refer.finish()
    expect([a21.prints(), a21.sent, a21.refer.step.value]).toEqual([1, [], 'done'])
    expect(a21.written.at(-1)).toEqual({ kind: 'refer', to: null, what: ['language', 'contact'] })
  })
})

it('what was sent and could not be written is owed over the lock, without what was typed; what was not sent is not', async () => {
  const a21 = office('lead')
  a21.refer.put({ door: 'without', reason: 'life', told: false, why: 'canary-why' })
  a21.refer.next()
  a21.refer.put({ whom: { kind: 'ngo', id: 'gcr' } })
  a21.refer.next()
  a21.refer.tick('area')
  a21.refer.put({ note: 'canary-note' })
  a21.refer.next()
  a21.fail.send = 'server-unreachable'
  await a21.refer.finish()
  a21.refer.drop()
  expect(a21.owed).toEqual([])
  a21.fail.send = undefined!
  a21.fail.write = 'server-unreachable'
  await a21.refer.finish()
  for (let n = 0; n < 2; n++) a21.refer.drop()
  expect(a21.owed).toMatchObject([[base.member.id, [{ kind: 'refer', to: 'gcr', without: { why: '' } }]]])
  expect(JSON.stringify(a21.owed)).not.toContain('canary')
})

describe('The mailbox of the person', () => {
  it('is offered for an organisation alone: no paper can leave an answer in it', () => {
    const { refer } = office()
    refer.put({ whom: { kind: 'ngo', id: 'gcr' } })
    refer.tick('mailbox')
    expect([refer.parts.includes('mailbox'), refer.form.value.what]).toEqual([true, ['mailbox']])
    refer.put({ whom: { kind: 'outside', name: 'x' } })
    expect([refer.parts.includes('mailbox'), refer.form.value.what]).toEqual([false, []])
  })
})

describe('Who received a referral', () => {
  const received = async () => {
    const a21 = office()
    filled(a21, ['contact', 'note'])
    a21.refer.put({ note: 'Ring twice.' })
    await a21.refer.finish()
    const read = await opens(a21.sent[0]!)
    if (read.kind !== 'opened') throw new Error(read.kind)
    const sent: Uint8Array[] = []
    const during = { send: (): void => undefined }
    const send = async (body: Uint8Array) => {
      sent.push(body)
      during.send()
    }
    const owed: unknown[] = []
    const owe = (...given: unknown[]): void => void owed.push(given)
    const written: Verdict[] = []
    const fail: { write?: ErrorCode } = {}
    const write = async (verdict: Verdict): Promise<void> => {
      if (fail.write) throw new MitosError(fail.write)
      written.push(verdict)
    }
    const session = signal<Session | null>(of('gcr'))
    const answering = createAnswering({ session, t: signal(NOW), send, write, owe }, read.handed)
    const text = () => draw(<Received say={say} session={of('gcr')} handed={read.handed} answering={answering} />)
    return { read, sent, written, owed, during, session, fail, answering, text, id: rowOf(a21.sent[0]!).id }
  }
  it('sees from whom, with which yes and note, and takes it over', async () => {
    const { text, answering, sent, id } = await received()
    for (const words of ['Referred by A', 'The person said yes on', 'Ring twice.', 'was not passed on'])
      expect(text()).toContain(words)
    await answering.accept()
    expect(text()).toContain('A was told that you take this over.')
    const back = await opens(sent[0]!, of('a21'))
    expect(back).toMatchObject({ kind: 'answer', answer: { answer: 'accepted', re: id, from: 'gcr' } })
    if (back.kind !== 'answer') return
    const words = (known: boolean) =>
      draw(<AnswerWords say={say} session={of('a21')} answer={back.answer} known={known} />)
    expect(words(true)).toContain('B has taken this over.')
    expect(words(false)).toContain('An answer came to a referral that is not here.')
  })
  it('reads a note that turns no writing round (R54)', async () => {
    const { read } = await received()
    const handed = { ...read.handed, note: 'Ring 4321\u202e not 1234' }
    const text = draw(<Received say={say} session={of('gcr')} handed={handed} />)
    expect(text).toContain('Ring 4321')
    expect(text).not.toContain('\u202e')
  })

  it('sends it back with a reason, and not without; one answer is enough', async () => {
    const { text, answering, sent } = await received()
    answering.ask()
    expect(text()).not.toContain('Tell them that we take this over')
    answering.stay()
    expect(text()).toContain('Tell them that we take this over')
    answering.ask()
    await answering.sendBack()
    expect(text()).toContain('Choose why you send it back.')
    answering.choose('language')
    await answering.sendBack()
    await answering.accept()
    expect(sent.length).toBe(1)
    const back = await opens(sent[0]!, of('a21'))
    expect(back).toMatchObject({ kind: 'answer', answer: { answer: 'returned', reason: 'language' } })
  })
  it('writes nothing where somebody else unlocked the page while it was sent: it is owed by who sent it', async () => {
    const { answering, during, session, written, owed } = await received()
    during.send = () => void (session.value = { ...of('gcr'), keys: { ...base.keys } })
    await answering.accept()
    answering.drop()
    expect([written, answering.given.value, owed]).toEqual([[], null, [[base.member.id, { answer: 'accepted' }]]])
  })
  it('is told where the case does not say it yet; pressed again, nothing is sent twice', async () => {
    const { text, answering, sent, written, fail } = await received()
    fail.write = 'server-unreachable'
    await answering.accept()
    expect(text()).toContain('It was sent, but not written down here yet.')
    delete fail.write
    await answering.accept()
    expect([sent.length, written]).toEqual([1, [{ answer: 'accepted' }]])
  })
  it('finds the desk by the area, and keeps an author of its own', async () => {
    const { read, id } = await received()
    expect([read.facts.author, read.facts.desk.id]).toEqual([`referral ${id}`, DESK.id])
  })
  it('is told by code what is wrong with a row, and no row throws', async () => {
    const a21 = office()
    filled(a21)
    await a21.refer.finish()
    const body = a21.sent[0]!
    const late = {
      ...of('gcr'),
      chain: { ...base.chain, roster: { ...base.chain.roster, ngos: base.chain.roster.ngos.slice(1) } },
    }
    expect(await opens(body.map((byte, i) => (i === 5000 ? byte ^ 1 : byte)))).toEqual({
      kind: 'shut',
      code: 'open-damaged',
    })
    expect(await opens(body, of('a21'))).toEqual({ kind: 'shut', code: 'open-wrong-key' })
    expect(await opens(body, late as Session)).toEqual({ kind: 'shut', code: 'open-from' })
    expect(await opens(new Uint8Array(3))).toEqual({ kind: 'shut', code: 'open-length' })
  })
})
