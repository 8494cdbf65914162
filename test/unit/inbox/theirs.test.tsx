import { beforeAll, describe, expect, it } from 'vitest'
import { Body } from '../../../inbox/case/Case.tsx'
import { nouns } from '../../../inbox/words.ts'
import { type Lang, learn, speak } from '../../../inbox/i18n.ts'
import type { Request } from '../../../inbox/list/items.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { fileOf } from '../../../inbox/theirs/file.ts'
import { sheetOf } from '../../../inbox/theirs/make.ts'
import type { Sheet } from '../../../inbox/theirs/sheet.ts'
import { mayGive } from '../../../inbox/theirs/may.ts'
import { createTheirs } from '../../../inbox/theirs/state.ts'
import { place } from '../../integration/team.ts'
import { elements, textOf, unfold } from '../unfold.ts'
import { caseOf, casePages, parts, say } from './casePages.tsx'
import { opened } from './caseStage.ts'

const { all, line, taken } = casePages()
let { stage, maria, nikos, lena }: ReturnType<typeof all> = {} as ReturnType<typeof all>
beforeAll(() => void ({ stage, maria, nikos, lena } = all()))

const itemIn = (inbox: Inbox) => inbox.opened.value as Request
const page = (inbox: Inbox) => unfold(<Body {...parts(inbox, itemIn(inbox))} />)
const givingIn = (inbox: Inbox) => inbox.theirs.of(itemIn(inbox))
const allOf = (sheet: Sheet): string => JSON.stringify(sheet)
const make = (inbox: Inbox) => inbox.theirs.make(say, itemIn(inbox))

const here = { beside: async (lang: Lang) => speak(lang) }
const next = (inbox: Inbox) => inbox.theirs.next(itemIn(inbox), 'en', here)
/** Up to the look. */
function look(inbox: Inbox): void {
  inbox.theirs.begin(itemIn(inbox))
  inbox.theirs.choose('person-asked')
  next(inbox)
}
/** What the audit has of copies, as a coordinator reads it. */
async function copies(): Promise<readonly string[]> {
  await lena.audit.look()
  return lena.audit.read.value!.lines.flatMap(({ by, did }) =>
    did?.what === 'copy' ? [`${by === place('maria').id ? 'maria' : by} ${did.reason} ${did.case}`] : [],
  )
}
const write = (inbox: Inbox, ...acts: Parameters<Inbox['cases']['write']>[1]['acts']) =>
  inbox.cases.write(itemIn(inbox), { acts })

/** Somebody with a note, an answer, and a try. */
async function worked(inbox: Inbox = maria): Promise<number> {
  const person = await taken({ address: '+306940001234', word: 7 })
  await write(
    inbox,
    { kind: 'try', result: 'reached' },
    { kind: 'note', text: 'canary-note of her cousin Ali' },
    { kind: 'note', text: 'second note' },
    { kind: 'consent', how: 'phone', until: (Math.floor(stage.server.now / 3600) + 48) * 3600, what: ['area', 'need'] },
    { kind: 'refer', to: 'gcr', what: ['area', 'need'], id: 'AAAAAAAAAAAAAAAAAAAAAA' },
  )
  await inbox.lift()
  return person
}

describe('A copy for the person', () => {
  it('has what they told, what was done, and whom it went to; no name of a member, no word, no note that was not ticked', async () => {
    await worked()
    maria.cases.tab.value = 'more'
    const door = elements(page(maria)).find(({ props }) => props['data-do'] === 'copy')!
    ;(door.props['onClick'] as () => void)()
    expect(textOf(page(maria))).toContain(say('theirs.care'))
    next(maria)
    expect(maria.theirs.said.value).toEqual({ key: 'theirs.miss' })
    maria.theirs.choose('person-asked')
    next(maria)
    const before = textOf(page(maria))
    // To look at, the number is half hidden, and notes are there to be ticked.
    expect(before).toContain('1234')
    expect(before).not.toContain('6940001234')
    expect(before).toContain('canary-note')
    const noted = elements(page(maria)).flatMap(({ props }) => props['data-noted'] ?? []) as string[]
    expect(noted).toHaveLength(2)
    maria.theirs.tick(noted[1]!)
    await make(maria)
    const sheet = givingIn(maria)!.sheet!
    const text = allOf(sheet)
    expect(text).toContain('+306940001234')
    expect(text).toContain('Reached, word matched')
    expect(text).toMatch(/To [^"]*: Area and Needs/)
    expect(text).toContain('Your yes, until')
    expect(text).toContain('second note')
    expect(text).toContain(say('given.notes.left', { n: 1 }))
    expect(text).not.toContain('canary-note')
    // Nor what holds for everybody, or was not told.
    expect(text).not.toMatch(/House rule|ot told\b|Neutral/)
    for (const name of ['Maria', 'Nikos', 'Lena', nouns[7]!['en']!, nouns[7]!.emoji]) expect(text).not.toContain(name)
    // What is printed says the very same.
    const paper = elements(page(maria)).find(({ props }) => props['data-paper'] !== undefined)
    expect(textOf(page(maria)).replace(/\s/g, '')).toContain('+306940001234')
    expect(paper?.props['class']).toContain('printed')
    expect(fileOf(sheet)).toContain('second note')
  })

  it('has each message as it came: also a way that holds no more, and answers both ways', async () => {
    const person = await taken({ address: '+306940001234' })
    await maria.cases.answer(itemIn(maria), { lang: 'ur', text: 'Come on Friday.' })
    await stage.adds(person, {
      kind: 'follow-up',
      text: 'I wait.',
      contact: { ...itemIn(maria).facts.told.contact, address: '+306940005678' },
    })
    await opened(maria, person)
    await maria.lift()
    look(maria)
    const text = allOf(maria.theirs.draft(say, itemIn(maria))!)
    for (const one of ['+306940001234', '+306940005678', 'Come on Friday.', 'I wait.']) expect(text).toContain(one)
    expect(text).toContain('"lang":"ur"')
  })

  it('is not made where its line cannot be written; pressed again it has one line, and that before there is a sheet', async () => {
    await taken()
    const before = (await copies()).length
    look(maria)
    line.down = true
    await make(maria)
    line.down = false
    expect(givingIn(maria)).toMatchObject({ step: 'look', sheet: null })
    expect(maria.theirs.said.value?.key).toBe('theirs.unwritten')
    const making = make(maria)
    // Nothing is given as long as the line is under way.
    expect(givingIn(maria)).toMatchObject({ step: 'look', sheet: null })
    await making
    expect(givingIn(maria)!.sheet).not.toBeNull()
    expect((await copies()).slice(before)).toEqual([`maria person-asked ${itemIn(maria).case!.id}`])
  })

  it('is given by who has the case, or a coordinator, and by nobody else', async () => {
    const person = await taken()
    await opened(nikos, person)
    await opened(lena, person)
    look(nikos)
    await make(nikos)
    expect([nikos.theirs.may(itemIn(nikos)), givingIn(nikos)]).toEqual([false, null])
    expect(textOf(page(nikos))).not.toContain(say('theirs.title'))
    look(lena)
    expect(givingIn(lena)).toMatchObject({ step: 'look' })
    const [item, now] = [itemIn(lena), caseOf(lena)]
    const may = (id: string, role: 'member' | 'lead' | 'privacy', state: 'contact' | 'closed' | 'gone' = 'contact') =>
      mayGive({ member: { id, role } } as Parameters<typeof mayGive>[0], item, now, state)
    const owner = item.claim!.by
    expect([may(owner, 'member'), may('other', 'lead')]).toEqual([true, true])
    expect([may('other', 'member'), may('other', 'privacy'), may(owner, 'privacy')]).toEqual([false, false, false])
    expect([may(owner, 'member', 'closed'), may('other', 'lead', 'gone')]).toEqual([false, false])
    for (const off of [{ withdrawn: true }, { tookBackThere: true as const }])
      expect(mayGive(lena.session.value!, { ...item, ...off }, now, 'contact')).toBe(false)
    expect(mayGive(lena.session.value!, item, null, 'contact')).toBe(false)
    lena.theirs.leave()
  })

  it('is gone once the person took it back, or one goes elsewhere', async () => {
    const person = await taken()
    look(maria)
    await make(maria)
    const [before, item] = [givingIn(maria)!.sheet, itemIn(maria)]
    await stage.adds(person, { kind: 'withdraw' })
    await opened(maria, person)
    expect([before === null, givingIn(maria)]).toEqual([false, null])
    maria.visit('settings')
    expect(maria.theirs.of(item)).toBeNull()
    await taken()
    look(maria)
    await make(maria)
    const other = itemIn(maria)
    maria.close()
    expect([maria.theirs.of(other), maria.theirs.draft(say, other)]).toEqual([null, null])
  })

  it('leaves nothing after a lock, also one that comes while the line is written', async () => {
    let goOn = (): void => undefined
    const slow = new Promise<void>((resolve) => (goOn = resolve))
    let appends = 0
    const other = await stage.enter('nikos', {}, undefined, (real) => ({
      ...real,
      append: async (line) => {
        if (appends++) await slow
        await real.append(line)
      },
    }))
    const person = await stage.person()
    await other.claim((await opened(other, person)).id)
    await expect.poll(() => other.audit.owes.value).toBe(0)
    await other.lift()
    look(other)
    const item = itemIn(other)
    const making = other.theirs.make(say, item)
    await expect.poll(() => appends).toBe(2)
    other.drop()
    goOn()
    await making
    await other.enter('nikos', 'not asked here')
    await opened(other, person)
    expect([other.theirs.of(item), givingIn(other), other.theirs.busy.value]).toEqual([null, null, false])
    expect(() => (other.theirs.print(), other.theirs.save())).not.toThrow()
  })

  it('is printed and saved once it is made, and not before', async () => {
    await taken({ address: '+306940001234' })
    const out: string[] = []
    let goOn: Promise<void> | undefined
    const theirs = createTheirs({
      session: { value: maria.session.value } as never,
      t: maria.t,
      cases: maria.cases,
      audit: { writeFirst: async () => (await goOn, void out.push('line')) },
      holds: () => true,
      loggedOut: () => undefined,
      print: () => void out.push('print'),
      save: (name, text, type) => void out.push(`${name} ${type} ${text.includes('6940001234')}`),
    })
    const tryAll = (): void => (theirs.print(), theirs.save())
    tryAll()
    theirs.begin(itemIn(maria))
    await theirs.make(say, itemIn(maria))
    tryAll()
    theirs.choose('spoken-for')
    theirs.next(itemIn(maria), 'en', here)
    tryAll()
    expect(out).toEqual([])
    await theirs.make(say, itemIn(maria))
    tryAll()
    expect(out).toEqual(['line', 'print', expect.stringMatching(/^sheet-\d{4}-\d\d-\d\d\.html text\/html true$/)])
    // What is changed afterwards is another copy.
    theirs.back()
    tryAll()
    expect(out).toHaveLength(3)
    // Who left while the line was written, and began anew, has no sheet of before.
    let done = (): void => undefined
    goOn = new Promise<void>((resolve) => (done = resolve))
    const making = theirs.make(say, itemIn(maria))
    theirs.leave()
    theirs.begin(itemIn(maria))
    done()
    await making
    expect(theirs.of(itemIn(maria))).toMatchObject({ step: 'why', sheet: null })
  })

  it('is in the language that is chosen; where its words do not come, it says so', async () => {
    await taken()
    look(maria)
    learn('de', { 'given.title': 'Ihre Notizen' })
    await maria.theirs.speak('de', here)
    expect(maria.theirs.draft(say, itemIn(maria))).toMatchObject({ lang: 'de', title: 'Ihre Notizen' })
    // To begin with it is in the language in which they wrote.
    maria.theirs.begin(itemIn(maria))
    maria.theirs.choose('person-asked')
    maria.theirs.next({ ...itemIn(maria), facts: { ...itemIn(maria).facts, lang: 'de-AT' } }, 'en', here)
    await expect.poll(() => maria.theirs.draft(say, itemIn(maria))!.lang).toBe('de')
    await maria.theirs.speak('fr', { beside: async () => null })
    expect(maria.theirs.said.value).toEqual({ key: 'theirs.nowords' })
    expect(maria.theirs.draft(say, itemIn(maria))!.lang).toBe('de')
    maria.theirs.leave()
  })

  it('runs nothing that somebody wrote: every sign of HTML in it is text', async () => {
    await taken()
    await write(maria, { kind: 'note', text: '<script>"&\'</script>' })
    const item = itemIn(maria)
    const now = caseOf(maria)!
    const ticked = new Set(now.events.map(({ seq }) => String(seq)))
    const sheet = sheetOf({ say, session: maria.session.value!, item, now, ticked, t: maria.t.value })
    const file = fileOf(sheet)
    expect(file).toContain('&#60;script&#62;&#34;&#38;&#39;&#60;/script&#62;')
    expect(file).not.toContain('<script')
    expect(file).toContain("default-src 'none'")
  })
})
