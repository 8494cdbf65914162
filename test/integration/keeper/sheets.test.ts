import { rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type KeySheet, keySheetWords, writeKeySheet } from '../../../shared/keySheet.ts'
import { boxKey, crypto, ngo, seed, signKey } from '../network.ts'
import { DAY, type Desk, START, makeNetwork, openDesk } from './desk.ts'
import { SIGN, goodDraft, putDraft } from './draft.ts'

const EDIT = 'roster edit keeper/roster-1.json keeper/next.json --sheet keeper/a.json'
const NEW = 'roster new keeper/first.json --sheet keeper/a.json'
let desk: Desk
let before: any

const boxOf = (generation: number, of = 'a21') => ngo(of, generation).box
/** The keys in force as they are. */
const KEPT = { box: boxOf(3), signKeys: [] }
const lead = (name: string) => signKey(`a21 ${name}`)

/** Roster 1: A21 with keys 3, spare 4, two coordinators. */
beforeEach(async () => {
  desk = openDesk()
  await makeNetwork(desk)
  before = goodDraft(desk)
  const keys = { spare: boxOf(4), leads: [lead('lead'), lead('other lead')], teamMin: 5 }
  before.ngos[0] = ngo('a21', 3, { ...keys, signKeys: [{ key: boxOf(2).sign, until: START + 30 * DAY }] })
  before.revoked = [signKey('revoked long ago')]
  putDraft(desk, before)
  expect((await desk.mitos(SIGN)).code).toBe(0)
})
afterEach(() => {
  desk.keptSecrets()
  desk.close()
})

/** The next keys of A21, as its coordinator's browser writes them. */
const sheetOf = (changes: object = {}): KeySheet => ({
  type: 'key-sheet',
  v: 1,
  network: before.network,
  ngo: 'a21',
  issued: START,
  name: 'a21',
  box: boxOf(4),
  spare: boxOf(5),
  signKeys: [{ key: boxOf(3).sign, until: START + 31 * DAY }],
  leads: [lead('lead'), lead('third lead')],
  teamMin: 7,
  revoked: [lead('other lead')],
  ...changes,
})
function put(changes: object = {}, by = 'a21 lead', name = 'a'): string {
  const text = writeKeySheet(crypto, sheetOf(changes), seed(by))
  writeFileSync(desk.path(`keeper/${name}.json`), text)
  return keySheetWords(crypto, JSON.parse(text).signed).join(' ')
}
const draft = (name = 'next') => JSON.parse(desk.text(`keeper/${name}.json`))

describe('roster edit --sheet', () => {
  it('puts the keys of a coordinator of the roster into the draft, once the six words were compared', async () => {
    const words = put()
    const no = await desk.mitos(EDIT, ['no'])
    expect([no.code, no.said]).toEqual([1, expect.stringMatching(/\nmitos: bad-input: not confirmed; nothing was cha/)])
    expect(() => draft()).toThrow()
    const { code, said, asked } = await desk.mitos(EDIT, ['yes'])
    expect(said.split('\n').slice(0, 10)).toEqual([
      'key sheet of a21 (a21), made 2026-11-02 08:00 UTC, signed by a coordinator whom the roster names',
      '- keys number 3 → 4 (the spare ones of before)',
      '- spare keys number 4 → 5',
      '- coordinators +1 −1: there will be 2',
      '- before this is published, a coordinator who stays has to sign the list of members: ask whether one has',
      '- oldest list of members that counts: 5 → 7',
      '- old keys by which replies still count: +1',
      '- old keys by which replies count no more: 1',
      '- 1 key will count nowhere any more',
      'Compare them by phone: ring a coordinator of this NGO at a number that you had before, and let them read the six words on their screen.',
    ])
    expect(said).toContain(`\n  ${words}\n`)
    expect([code, asked]).toEqual([0, ['Type yes if you mean this: ']])
    const { box, spare, signKeys, leads, teamMin } = sheetOf()
    expect(draft().ngos).toEqual([{ ...before.ngos[0], box, spare, signKeys, leads, teamMin }, before.ngos[1]])
    expect(draft().revoked).toEqual([...before.revoked, lead('other lead')])
    expect(Object.keys(draft().ngos[0])).toEqual(Object.keys(ngo('a21')).toSpliced(4, 0, 'spare'))
    const sign = await desk.mitos('roster sign keeper/next.json --key keeper/a-roster.key')
    expect([sign.code, sign.said]).toEqual([0, expect.stringContaining('written: keeper/roster-2.json')])
    // The same sheet once more does the same as once.
    rmSync(desk.path('keeper/next.json'))
    const again = await desk.mitos(EDIT.replace('roster-1', 'roster-2'), ['yes'])
    expect(again.said).toContain('- it changes nothing\n')
    expect(again.code).toBe(0)
  })

  it('founds an NGO of a sheet that it signed itself, and asks for what only a keeper knows', async () => {
    const own = {
      box: boxOf(1, 'new'),
      spare: boxOf(2, 'new'),
      leads: [signKey('new lead')],
      signKeys: [],
      revoked: [],
    }
    put({ ngo: 'new', name: 'New NGO', teamMin: 1, ...own }, 'new lead')
    const { code, said } = await desk.mitos(EDIT, ['yes'])
    expect(said).toMatch(/^key sheet of New NGO \(new\), .* founded with these keys\n- keys number 1, spare number 2\n/)
    expect(said).toContain('- 1 coordinator: it needs a second one\n')
    expect([code, draft().ngos[2]]).toMatchObject([
      0,
      { id: 'new', name: 'New NGO', quietName: '', box: own.box, spare: own.spare, leads: own.leads },
    ])
    expect((await desk.mitos('roster sign keeper/next.json --key keeper/a-roster.key')).said).toMatch(
      /WRONG ngos no\. 3, quietName: should be a text/,
    )
    put({ ngo: 'new', name: 'New NGO', ...own }, 'somebody')
    rmSync(desk.path('keeper/next.json'))
    expect((await desk.mitos(EDIT, [])).said).toMatch(/^mitos: sheet-signer: .*not signed by a coordinator of its own/)
  })

  it('takes a sheet of a coordinator who is new only by a word of its own, and nobody’s at all not', async () => {
    put({}, 'a21 third lead')
    expect((await desk.mitos(EDIT, [])).said).toMatch(/^mitos: sheet-signer: .*whom the roster names; .*--new-coord/)
    const { code, said, asked } = await desk.mitos(`${EDIT} --new-coordinator`, ['yes'])
    expect(said).toMatch(/, NOT signed by a coordinator whom the roster names, only by one whom it brings itself\n/)
    expect([code, asked.length, draft().ngos[0].leads]).toEqual([0, 1, sheetOf().leads])
    put({}, 'somebody')
    expect((await desk.mitos(`${EDIT} --new-coordinator`, [])).said).toMatch(/^mitos: sheet-signer: .*ring the NGO/)
    // A coordinator whom the roster has revoked is none.
    before = { ...before, revoked: [lead('lead')], version: 1 }
    rmSync(desk.path('keeper/roster-1.json'))
    putDraft(desk, before)
    await desk.mitos(SIGN)
    put({ leads: [lead('other lead')], revoked: [] })
    expect((await desk.mitos(EDIT, [])).said).toMatch(/^mitos: sheet-signer: /)
  })

  const CASES: readonly (readonly [string, object, RegExp])[] = [
    ['of another network', { network: 'A'.repeat(22) }, /sheet-refused: .* is of another network/],
    ['with the keys of before', { box: boxOf(2), spare: boxOf(4) }, /sheet-refused: .* keys number 2, after number 3/],
    ['with other keys of a number', { ...KEPT, spare: boxOf(4, 'x') }, /sheet-refused: .* other keys of number 4/],
    ['with lists of members that are over', { teamMin: 4 }, /sheet-refused: .*from number 4 on count, after number 5/],
    ['from before the last one', { issued: START - DAY - 1 }, /sheet-refused: .*was made before the last one/],
    ['from next week', { issued: START + 7 * DAY }, /clock-behind: the key sheet of a21 was made in the future/],
    [
      'with a key of another NGO',
      { leads: [lead('lead'), signKey('gcr lead')] },
      /sheet-refused: .*key of another NGO/,
    ],
    ['that revokes one of another NGO', { revoked: [boxKey('gcr 1')] }, /sheet-refused: .*revokes a key of another/],
    ['that revokes its own', { revoked: [boxOf(4).key] }, /sheet-refused: .*revokes a key that it also puts in force/],
    [
      'with a key that is revoked',
      { leads: [lead('lead'), signKey('revoked long ago')] },
      /sheet-refused: .*a key that the roster revoked before/,
    ],
  ]
  it.each(CASES)('refuses one %s', async (_, changes, says) => {
    put(changes)
    const { code, said } = await desk.mitos(EDIT, [])
    expect([code, said]).toEqual([1, expect.stringMatching(says)])
    expect(() => draft()).toThrow()
  })

  it('takes one that was made before the last old key was over, and waited', async () => {
    before.ngos[0].signKeys = [{ key: boxOf(2).sign, until: START - DAY }]
    putDraft(desk, before)
    rmSync(desk.path('keeper/roster-1.json'))
    await desk.mitos(SIGN)
    put({ issued: START - 2 * DAY })
    expect((await desk.mitos(EDIT, ['yes'])).code).toBe(0)
  })

  it('refuses spare keys that go back, two sheets of one NGO, and files that are damaged or none', async () => {
    put({ ...KEPT, spare: boxOf(9), revoked: [], leads: before.ngos[0].leads })
    expect((await desk.mitos(EDIT, ['yes'])).code).toBe(0)
    await desk.mitos('roster sign keeper/next.json --key keeper/a-roster.key')
    put({ ...KEPT, spare: boxOf(8) })
    const line = EDIT.replace('roster-1', 'roster-2').replace('next', 'third')
    expect((await desk.mitos(line, [])).said).toMatch(/sheet-refused: .*spare keys number 8, after number 9/)
    put({ teamMin: 6 }, 'a21 lead', 'b')
    expect((await desk.mitos(`${line} keeper/b.json`, [])).said).toMatch(/sheet-refused: two sheets are of the NGO a21/)
    const spoil = (how: (text: string) => string): void =>
      writeFileSync(desk.path('keeper/a.json'), how(desk.text('keeper/b.json')))
    spoil((text) => text.replace('"teamMin\\":6', '"teamMin\\":7'))
    expect((await desk.mitos(line, [])).said).toMatch(/^mitos: document-signature: .*changed on the way/)
    for (const how of [(text: string) => text.slice(9), () => '', () => '{}']) {
      spoil(how)
      expect((await desk.mitos(line, [])).said).toMatch(/^mitos: document-shape: this is not a key sheet as an inbox/)
    }
    spoil(() => desk.text('keeper/roster-1.json'))
    expect((await desk.mitos(line, [])).said).toMatch(/^mitos: document-signature: .*, or is another file/)
    rmSync(desk.path('keeper/a.json'))
    expect((await desk.mitos(line, [])).said).toMatch(/^mitos: not-found: the key sheet: there is no such file/)
  })
})

describe('roster new --sheet', () => {
  it('begins a network with the keys of its NGOs', async () => {
    put()
    const own = { leads: [signKey('b lead')], signKeys: [], revoked: [] }
    put({ ngo: 'bb', name: 'B', box: boxOf(1, 'b'), spare: boxOf(2, 'b'), ...own }, 'b lead', 'b')
    const { code, said, asked } = await desk.mitos(`${NEW} keeper/b.json`, ['yes'])
    expect([code, asked.length]).toEqual([0, 2])
    expect(said).toContain('- 1 key will count nowhere\n')
    expect(draft('first').revoked).toEqual(sheetOf().revoked)
    expect(said).toContain('bb is new: fill in what it is called and the rest (docs/keeper.md)')
    expect(draft('first').ngos.map(({ id, box }: any) => [id, box.generation])).toEqual([
      ['a21', 4],
      ['bb', 1],
    ])
    rmSync(desk.path('keeper/first.json'))
    // The keys that the first sheet has: after it they are taken.
    put({ ngo: 'bb', box: boxOf(4), spare: boxOf(5, 'b'), ...own }, 'b lead', 'b')
    const clash = await desk.mitos(`${NEW} keeper/b.json`, ['yes'])
    expect([clash.code, clash.said]).toEqual([1, expect.stringMatching(/sheet-refused: .*bb has a key of another NGO/)])
    expect(() => draft('first')).toThrow()
  })
})
