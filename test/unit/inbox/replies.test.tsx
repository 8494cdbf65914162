import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Notes } from '../../../inbox/case/Notes.tsx'
import { speak } from '../../../inbox/i18n.ts'
import type { Request } from '../../../inbox/list/items.ts'
import type { Fetch } from '../../../inbox/api.ts'
import { type CaseApi, createCaseApi } from '../../../inbox/cases/api.ts'
import { answersIn } from '../../../inbox/cases/view.ts'
import { Replies } from '../../../inbox/replies/Replies.tsx'
import { mayTellTooMuch } from '../../../inbox/replies/warn.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { MitosError } from '../../../shared/errors.ts'
import { openReply } from '../../../shared/reply.ts'
import { crypto } from '../../integration/network.ts'
import { logIn } from '../../integration/team.ts'
import { elements, textOf, unfold } from '../unfold.ts'
import { answerOf, caseStage, itemOf, opened } from './caseStage.ts'
import { HOSTILE, expectText } from './hostile.ts'

const say = speak('en')
let stage: Awaited<ReturnType<typeof caseStage>>
let maria: Inbox
let nikos: Inbox
/** the server takes no answer */
let refuses = false
beforeAll(async () => {
  stage = await caseStage()
  maria = await stage.enter('maria')
  nikos = await stage.enter('nikos', {
    reply: async (request, sealed) => {
      if (refuses) throw new MitosError('server-unreachable')
      await stage.reply(request, sealed)
    },
  })
})
afterAll(() => stage.stop())

/** What the person with this number reads, the newest first, as their panel opens it. */
async function read(author: number): Promise<readonly string[]> {
  const { keys } = answerOf(author)
  const { chain } = maria.session.value!
  const { replies } = await stage.server.store.mailbox(keys.address)
  const found = replies.map((one) => openReply(crypto, one, keys, chain.roster, stage.server.now))
  return (await Promise.all(found)).map(({ n, ngo, lang, text }) => `${n} ${ngo} ${lang} ${text}`)
}
const drawn = (inbox: Inbox) =>
  unfold(<Replies inbox={inbox} say={say} session={inbox.session.value!} item={inbox.opened.value as Request} />)
const told = (inbox: Inbox): string => textOf(drawn(inbox))

/** Taken by this member, and open on their screen. */
async function taken(inbox: Inbox, rest: object = {}): Promise<{ author: number; item: Request }> {
  const author = await stage.person(rest)
  const item = await opened(inbox, author)
  expect(await inbox.claim(item.id)).toBeUndefined()
  await inbox.lift()
  return { author, item: inbox.opened.value as Request }
}

describe('an answer to a person’s number', () => {
  it('waits in their mailbox, signed by the NGO, and stands in the case', async () => {
    const { author, item } = await taken(maria)
    expect(told(maria)).toContain('No answer yet.')
    expect(await maria.cases.answer(item, { lang: 'ur', text: 'We call you tomorrow at ten.' })).toBe(true)
    expect(await maria.cases.answer(item, { lang: 'ur', text: 'Or write again.' })).toBe(true)
    expect(await read(author)).toEqual(['2 a21 ur Or write again.', '1 a21 ur We call you tomorrow at ten.'])
    await maria.lift()
    expect(told(maria)).toMatch(/We call you tomorrow at ten\..*Or write again\./s)
    expect(maria.cases.done.value).toEqual({ key: 'reply.done' })
  })

  it('is written by who has the case, and by nobody else', async () => {
    const { author, item } = await taken(maria)
    const seen = (await itemOf(nikos, author))!
    expect(await nikos.cases.answer(seen, { lang: 'en', text: 'Hello' })).toBe(false)
    expect(await read(author)).toEqual([])
    nikos.open(item.id)
    await nikos.lift()
    expect(elements(drawn(nikos)).some(({ props }) => 'data-reply-send' in props)).toBe(false)
  })

  it('stays in the field where the server did not take it, and the case tells of none', async () => {
    const { author, item } = await taken(nikos)
    nikos.cases.typeAnswer(item, 'Please come back on Friday.')
    refuses = true
    expect(await nikos.cases.answer(item, { lang: 'en', text: 'Please come back on Friday.' })).toBe(false)
    refuses = false
    expect(nikos.cases.answers.value.get(item.id)).toBe('Please come back on Friday.')
    expect(nikos.cases.unsaved()).toBe(true)
    expect(nikos.cases.said.value?.key).toBe('error.away')
    expect([await read(author), told(nikos).includes('No answer yet.')]).toEqual([[], true])
  })

  it('lies in the mailbox once, and stands in the case once, whichever answer of the server was lost', async () => {
    let losing: 'reply' | 'append' | null = 'reply'
    const real: { api?: CaseApi } = {}
    const lose = async (what: typeof losing, work: () => Promise<void>): Promise<void> => {
      await work()
      if (losing === what) throw new MitosError('server-unreachable')
    }
    const other = await stage.enter('nikos', {
      reply: (request, sealed) => lose('reply', () => stage.reply(request, sealed)),
      append: (of, event) => lose('append', () => real.api!.append(of, event)),
    })
    real.api = createCaseApi((await logIn(stage.server, 'nikos')).fetch as unknown as Fetch)
    const { author, item } = await taken(other)
    const send = () => other.cases.answer(item, { lang: 'en', text: 'Come on Friday.' })
    expect(await send()).toBe(false)
    losing = 'append'
    expect(await send()).toBe(false)
    losing = null
    expect(await send()).toBe(true)
    expect(await read(author)).toEqual(['1 a21 en Come on Friday.'])
    expect(answersIn(other.cases.caseIn(item)).map(({ n }) => n)).toEqual([1])
    // The same words once more are another answer.
    expect(await send()).toBe(true)
    expect(await read(author)).toHaveLength(2)
  })

  it('is told nowhere else to who opened another request while it was sent', async () => {
    let goOn = (): void => undefined
    const slow = new Promise<void>((resolve) => (goOn = resolve))
    const other = await stage.enter('nikos', {
      reply: async (request, sealed) => {
        await slow
        await stage.reply(request, sealed)
      },
    })
    const second = await taken(other)
    const { item } = await taken(other)
    const sending = other.cases.answer(item, { lang: 'en', text: 'Hello' })
    other.open(second.item.id)
    goOn()
    expect(await sending).toBe(true)
    expect(other.cases.done.value).toBeNull()
  })

  it('is wiped with the lock while it is being written', async () => {
    const other = await stage.enter('lena')
    const { item } = await taken(other)
    other.cases.typeAnswer(item, 'CANARY')
    other.drop()
    expect(other.cases.answers.value.size).toBe(0)
  })
})

describe('the soft warning', () => {
  it.each([
    'Look at https://example.org',
    'write to maria@example.org',
    'Call 210 123 4567',
    'Come to Ermou 12',
    'Ask for Maria',
    'Ρωτήστε τη Μαρία',
  ])('asks about %s', (text) => expect(mayTellTooMuch(text, ['Maria (demo)', 'Μαρία'])).toBe(true))

  it.each(['We call you tomorrow at 10:30.', 'Please say the word.', 'Mariana is a river'])('lets %s pass', (text) =>
    expect(mayTellTooMuch(text, ['Maria (demo)'])).toBe(false),
  )
})

describe('R44 what a stranger wrote', () => {
  it('stands among answers and notes as text and nothing else, also where a member copied it there', async () => {
    const { author, item } = await taken(maria)
    /** The page of one more text by the person, one in an answer and one in a note. */
    const pages = async (text: string) => {
      const hour = stage.server.now - (stage.server.now % 3600)
      await stage.adds(author, { kind: 'follow-up', text, hour })
      await maria.lift()
      await maria.cases.answer(item, { lang: 'ur', text })
      await maria.cases.write(item, { acts: [{ kind: 'note', text }], done: { key: 'note.done' } })
      await maria.lift()
      const notes = (
        <Notes inbox={maria} say={say} session={maria.session.value!} item={maria.opened.value as Request} />
      )
      return { turns: rowsOf(drawn(maria)), notes: rowsOf(unfold(notes)) }
    }
    const rowsOf = (page: ReturnType<typeof unfold>) => elements(page).filter(({ tag }) => tag === 'li')
    const plain = await pages('plain')
    expect([plain.turns.length, plain.notes.length]).toEqual([2, 1])
    const hostile = HOSTILE.join('\n')
    const { turns, notes } = await pages(hostile)
    for (const [n, row] of [turns[2]!, turns[3]!, notes[1]!].entries())
      expectText([row], [[plain.turns[0]!, plain.turns[1]!, plain.notes[0]!][n]!], hostile)
  })
})
