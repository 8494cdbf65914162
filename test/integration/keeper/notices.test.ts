import { rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeKeySheet } from '../../../shared/keySheet.ts'
import { writeNoticeSheet } from '../../../shared/noticeSheet.ts'
import { crypto, ngo, seed, signKey } from '../network.ts'
import { DAY, type Desk, START, makeNetwork, openDesk } from './desk.ts'
import { SIGN, goodDraft, putDraft } from './draft.ts'

const EDIT = 'roster edit keeper/roster-1.json keeper/next.json --notices keeper/a.json'
const HASH = ['el', 'en', 'sq', 'new el'].map((one) => signKey(one)) as [string, string, string, string]
let desk: Desk
let before: any

/** Roster 1, in which A21 tells something in Greek, and GCR nothing. */
beforeEach(async () => {
  desk = openDesk()
  await makeNetwork(desk)
  before = goodDraft(desk)
  before.ngos[0] = {
    ...before.ngos[0],
    leads: [signKey('a21 lead'), signKey('a21 old lead')],
    notices: { el: HASH[0] },
  }
  const { notices: _, ...bare } = before.ngos[1]
  before.ngos[1] = { ...bare, leads: [signKey('gcr lead')] }
  before.revoked = [signKey('a21 old lead')]
  putDraft(desk, before)
  const { code, said } = await desk.mitos(SIGN)
  expect([code, said]).toEqual([0, said])
})
afterEach(() => {
  desk.keptSecrets()
  desk.close()
})

function put(changes: object = {}, by = 'a21 lead', name = 'a'): string {
  const sheet = { type: 'notices', v: 1, network: before.network, ngo: 'a21', issued: START } as const
  const made = writeNoticeSheet(crypto, { ...sheet, notices: { el: HASH[3], en: HASH[1] }, ...changes }, seed(by))
  writeFileSync(desk.path(`keeper/${name}.json`), made.text)
  return made.words.join(' ')
}
const draft = () => JSON.parse(desk.text('keeper/next.json'))
const refused = async (line = EDIT, answers = ['yes']): Promise<string> => {
  const { code, said } = await desk.mitos(line, answers)
  expect(code).toBe(1)
  expect(() => draft()).toThrow()
  return said
}

describe('roster edit --notices', () => {
  it('puts the hashes of a coordinator’s file into the draft, once the six words were compared', async () => {
    const words = put()
    expect(await refused(EDIT, ['no'])).toContain('mitos: bad-input: not confirmed; nothing was changed')
    const { code, said, asked } = await desk.mitos(EDIT, ['yes'])
    expect(said.split('\n').slice(0, 5)).toEqual([
      'what a21 tells about data, made 2026-11-02 08:00 UTC, signed by a coordinator whom the roster names',
      '- Greek (el): a new text',
      '- English (en): there was none',
      'Compare them by phone: ring a coordinator of this NGO at a number that you had before, and let them read the six words on their screen.',
      `  ${words}`,
    ])
    expect([code, asked]).toEqual([0, ['Type yes if you mean this: ']])
    expect(draft().ngos).toEqual([{ ...before.ngos[0], notices: { el: HASH[3], en: HASH[1] } }, before.ngos[1]])
  })

  it('takes several at once, also where an NGO had none, and the roster can be signed', async () => {
    put({ notices: { sq: HASH[2] } })
    put({ notices: { en: HASH[1] } }, 'a21 lead', 'b')
    put({ ngo: 'gcr', notices: { en: HASH[1] }, issued: START - DAY }, 'gcr lead', 'c')
    const { code, said } = await desk.mitos(`${EDIT} keeper/b.json keeper/c.json`, ['yes'])
    expect([code, said]).toEqual([0, expect.stringContaining('- it is older than the roster in force: ask whether')])
    const [a21, gcr] = draft().ngos
    expect([a21.notices, gcr.notices]).toEqual([{ el: HASH[0], sq: HASH[2], en: HASH[1] }, { en: HASH[1] }])
    expect(Object.keys(gcr).indexOf('notices')).toBe(Object.keys(gcr).indexOf('languages') + 1)
    const sign = await desk.mitos('roster sign keeper/next.json --key keeper/a-roster.key')
    expect([sign.code, sign.said]).toEqual([0, expect.stringContaining('written: keeper/roster-2.json')])
    rmSync(desk.path('keeper/next.json'))
    put({ notices: { sq: HASH[2] } })
    const again = await desk.mitos(EDIT.replace('roster-1', 'roster-2'), ['yes'])
    expect(again.said).toContain('- Albanian (sq): as it is\n')
  })

  it('refuses what no coordinator of that NGO signed', async () => {
    for (const by of ['somebody', 'gcr lead', 'a21 old lead']) {
      put({}, by)
      expect(await refused()).toMatch(/mitos: sheet-signer: the file of notices of a21 is not signed by a coord.* ring/)
    }
  })

  it('refuses another network, an NGO that is not there, a date to come, and one language twice', async () => {
    put({ network: 'A'.repeat(22) })
    expect(await refused()).toContain('sheet-refused: the file of notices of a21 is of another network')
    put({ ngo: 'zoi' })
    expect(await refused()).toContain('sheet-refused: the file of notices of zoi: no such NGO is in this roster')
    put({ issued: START + 2 * DAY })
    expect(await refused()).toContain('clock-behind: the file of notices of a21 was made in the future')
    put()
    put({ notices: { el: HASH[2] } }, 'a21 lead', 'b')
    expect(await refused(`${EDIT} keeper/b.json`)).toContain('sheet-refused: two files of a21 name one language')
  })

  it('refuses a file that is damaged, changed, of another kind or not there', async () => {
    put()
    const whole = desk.text('keeper/a.json')
    writeFileSync(desk.path('keeper/a.json'), whole.replace(HASH[1], HASH[2]))
    expect(await refused()).toContain('document-signature: no coordinator signed what stands there')
    const { box } = ngo('a21', 3)
    const sheet = {
      ...before.ngos[0],
      type: 'key-sheet',
      v: 1,
      network: before.network,
      ngo: 'a21',
      issued: START,
      box,
    }
    for (const text of [
      whole.slice(0, -9),
      '{}',
      writeKeySheet(crypto, sheet, seed('a21 lead')).replaceAll('key-sheet', 'notices'),
    ]) {
      writeFileSync(desk.path('keeper/a.json'), text)
      expect(await refused()).toMatch(/document-(shape|signature): /)
    }
    put({ notices: {} })
    expect(await refused()).toContain('document-shape: this is not a file of notices')
    rmSync(desk.path('keeper/a.json'))
    expect(await refused()).toContain('not-found')
  })
})
