import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { speak } from '../../../inbox/i18n.ts'
import { More } from '../../../inbox/more/More.tsx'
import { blocksOf } from '../../../inbox/notices/blocks.ts'
import { PANEL, judge, languagesOf } from '../../../inbox/notices/judge.ts'
import { NoticesView } from '../../../inbox/notices/NoticesView.tsx'
import type { Inbox } from '../../../inbox/state.ts'
import { MitosError } from '../../../shared/errors.ts'
import { NOTICE_SIZE, noticeFile, noticeText } from '../../../shared/notice.ts'
import { readNoticeSheet } from '../../../shared/noticeSheet.ts'
import { utf8 } from '../../../shared/text.ts'
import { NETWORK, crypto, ngo, roster, signKey } from '../../integration/network.ts'
import { ngos } from '../../integration/team.ts'
import { draw } from './draw.ts'
import { type KeyStage, keyStage } from './keyStage.ts'

let stage: KeyStage
beforeAll(async () => void (stage = await keyStage()))
afterAll(() => stage.stop())

const TEXT = '# Ποιος είναι υπεύθυνος\nΗ Α21\n\n- Μόνο εμείς\n- κανείς άλλος'
const view = (inbox: Inbox, lang: 'en' | 'el' = 'en'): string =>
  draw(<NoticesView inbox={inbox} say={speak(lang)} session={inbox.session.value!} />)
const more = (inbox: Inbox): string =>
  draw(<More inbox={inbox} say={speak('en')} session={inbox.session.value!} place="more" />)

/** Writes and publishes. @returns what the page then is */
async function write({ notices }: Inbox, tag: string, text: string) {
  await notices.open(tag)
  notices.type(text)
  await notices.publish()
  return notices.page.value
}
async function sheetOf(inbox: Inbox) {
  const page = inbox.notices.page.value
  if (page.kind !== 'sheet') throw new Error(JSON.stringify(inbox.notices.said.value))
  return { ...(await readNoticeSheet(crypto, utf8(page.sheet.text))), file: page.sheet }
}
/** The keeper names them in the next roster. */
async function name(notices: object): Promise<void> {
  const [own, other] = ngos()
  const next = roster(3, stage.roster(), { ngos: [{ ...own!, notices }, other!] })
  expect((await stage.server.put('roster', next)).status).toBe(204)
}

describe('what an NGO tells about data, as a coordinator writes it', () => {
  it('and locks while it is sent: whoever unlocks next stays, and is told nothing of it', async () => {
    let fail = (): void => undefined
    const putNotice = () => new Promise<void>((_, reject) => (fail = () => reject(new MitosError('not-logged-in'))))
    const lena = await stage.enter('lena', () => ({ putNotice }))
    lena.visit('notices')
    const sending = write(lena, 'el', TEXT)
    await expect.poll(() => lena.notices.busy.value).toBe(true)
    lena.drop()
    await lena.enter('lena', 'not asked here')
    fail()
    await sending
    expect([lena.session.value === null, lena.notices.said.value]).toEqual([false, null])
    lena.drop()
  })

  it('is signed, put on the server, and asked for in a file with six words, language after language', async () => {
    const lena = await stage.enter('lena')
    lena.visit('notices')
    expect(view(lena)).toMatch(/^People read this[^]*\nEnglish none yet[^]*Greek none yet/)
    expect((await write(lena, 'el', `\n${TEXT}\n`)).kind).toBe('sheet')
    const first = await sheetOf(lena)
    expect(first.sheet).toEqual({
      type: 'notices',
      v: 1,
      network: NETWORK,
      ngo: 'a21',
      issued: stage.server.now,
      notices: { el: expect.any(String) },
    })
    expect([first.signers, first.words]).toEqual([[signKey('lena sign')], first.file.words])
    expect(first.file.file).toBe('mitos-notices-a21.json')
    const answer = await stage.server.get(`/trust/notices/${first.sheet.notices.el}`)
    expect(noticeText(new Uint8Array(await answer.arrayBuffer()))).toBe(TEXT)
    for (const lang of ['en', 'el'] as const) {
      for (const word of first.words) expect(view(lena, lang)).toContain(word)
      expect(view(lena, lang)).toContain(speak(lang).language('el'))
    }
    lena.notices.list()
    expect(view(lena)).toContain('Greek on the server, waits for the keeper')
    await write(lena, 'en', '# Who\nA21')
    const { sheet } = await sheetOf(lena)
    expect(sheet.notices).toEqual({ el: first.sheet.notices.el, en: expect.any(String) })

    await name(sheet.notices)
    const again = await stage.enter('lena')
    expect(view(again)).toContain('Greek in force')
    await again.notices.open('el')
    expect(again.notices.page.value).toEqual({ kind: 'text', tag: 'el', typed: TEXT, read: true })
    expect(view(again)).toContain('Ποιος είναι υπεύθυνος')
    // As it is in force: nothing for the keeper to do.
    await again.notices.publish()
    expect([again.notices.page.value, again.notices.said.value]).toEqual([{ kind: 'list' }, null])
    again.drop()
    expect(again.notices.page.value.kind).toBe('list')
  })

  it('shows no text that is another than the roster names, and says so', async () => {
    // Named by then, see above.
    const answers = [
      async () => noticeFile('put in by the server'),
      async () => utf8(TEXT),
      () => Promise.reject(new MitosError('server-unreachable')),
    ]
    const inbox = await stage.enter('lena', () => ({ notice: () => answers.shift()!() }))
    while (answers.length) {
      await inbox.notices.open('el')
      expect([inbox.notices.page.value, inbox.notices.said.value]).toEqual([
        { kind: 'text', tag: 'el', typed: '', read: true },
        { key: 'notices.unread' },
      ])
    }
  })

  it('keeps what was typed where it is empty, too long, or the server does not take it', async () => {
    let code: 'server-unreachable' | 'too-many' | 'not-logged-in' = 'server-unreachable'
    const lena = await stage.enter('lena', () => ({ putNotice: () => Promise.reject(new MitosError(code)) }))
    for (const [typed, key] of [
      [' \n', 'notices.empty'],
      ['ж'.repeat(NOTICE_SIZE / 2 + 1), 'notices.long'],
      [TEXT, 'error.away'],
    ]) {
      expect(await write(lena, 'en', typed!)).toMatchObject({ kind: 'text', typed })
      expect(lena.notices.said.value).toMatchObject({ key })
    }
    expect(view(lena)).toContain('The server does not answer.')
    // Who closes it, looks at another language and comes back, finds it again.
    lena.close()
    lena.visit('notices')
    await lena.notices.open('el')
    await lena.notices.open('en')
    expect(lena.notices.page.value).toMatchObject({ typed: TEXT })
    code = 'too-many'
    expect([(await write(lena, 'en', TEXT)).kind, lena.notices.said.value?.key]).toEqual(['text', 'notices.toomany'])
    code = 'not-logged-in'
    await write(lena, 'en', TEXT)
    await lena.notices.open('en')
    expect(lena.notices.page.value.kind).toBe('list')
    expect([lena.session.value, lena.screen.value]).toMatchObject([null, { said: { key: 'unlock.loggedout' } }])
  })

  it('is written by those alone whom the roster names coordinators', async () => {
    const [lena, maria] = [await stage.enter('lena'), await stage.enter('maria')]
    expect([more(lena), more(maria)].map((text) => text.includes('What we tell'))).toEqual([true, false])
    expect(view(maria).trim()).toBe('Only a coordinator whom the network’s list names writes this.')
    await write(maria, 'en', TEXT)
    expect(maria.notices.said.value).toMatchObject({ code: 'document-signature' })
  })
})

describe('the text of a notice', () => {
  it('is what is signed: clean, without white space at its ends, and what is left out is told', () => {
    expect(judge(' a\r\nb\n')).toEqual({ text: 'a\nb', bytes: 3, left: false, fault: null })
    expect(judge('a\tb')).toMatchObject({ text: 'a b', left: false })
    expect(judge('a\u200eb')).toEqual({ text: 'ab', bytes: 2, left: true, fault: null })
    // Letters in two parts, as one system types them, are no loss.
    expect(judge('α\u0301')).toMatchObject({ text: 'ά', left: false })
    expect(judge('ж'.repeat(NOTICE_SIZE / 2))).toMatchObject({ bytes: NOTICE_SIZE, fault: null })
  })

  it('is shown as the panel shows it', () => {
    expect(blocksOf('# Who\nA21\n\n- one\n\n- two\n#none\n- <b>')).toEqual([
      { kind: 'heading', text: 'Who' },
      { kind: 'paragraph', text: 'A21' },
      { kind: 'list', items: ['one', 'two'] },
      { kind: 'paragraph', text: '#none' },
      { kind: 'list', items: ['<b>'] },
    ])
  })

  it('may be in each language of the panel, first in those that the NGO speaks', () => {
    const index = JSON.parse(readFileSync('widget/locales/index.json', 'utf8')) as { tag: string }[]
    expect(PANEL).toEqual(index.map(({ tag }) => tag))
    const tags = languagesOf(ngo('a21', 1, { languages: ['el', 'ka'], notices: { fa: '' } }) as never)
    expect(tags.slice(0, 4)).toEqual(['el', 'ka', 'fa', 'en'])
    expect(tags).toHaveLength(14)
  })
})
