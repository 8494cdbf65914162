import { afterEach, describe, expect, it } from 'vitest'
import type { Inbox } from '../../../inbox/state.ts'
import { type KeySheet, readKeySheet } from '../../../shared/keySheet.ts'
import { utf8 } from '../../../shared/text.ts'
import { crypto, signKey } from '../../integration/network.ts'
import { type KeyStage, idOf, keyStage, sheet } from './keyStage.ts'

let stage: KeyStage
afterEach(() => stage.stop())

const generations = (inbox: Inbox) => ({
  open: inbox.session.value!.boxes.map(({ generation }) => generation).sort(),
  waiting: inbox.session.value!.waiting.map(({ generation }) => generation).sort(),
})
/** The sheet on the screen, as the keeper reads it. */
async function shown(inbox: Inbox): Promise<KeySheet> {
  const page = inbox.members.page.value
  if (page.kind !== 'sheet') throw new Error(`${page.kind} ${JSON.stringify(inbox.members.said.value)}`)
  return (await readKeySheet(crypto, utf8(page.sheet.text))).sheet
}

describe('a coordinator is made while new keys wait', () => {
  it('by a sheet that does not take them back', async () => {
    stage = await keyStage()
    const lena = await stage.enter('lena')
    await lena.generations.renew()
    const waits = sheet(lena)
    await lena.members.sheetWith(idOf('maria'))
    const asked = await shown(lena)
    const { leads: _, issued, ...rest } = waits
    expect(issued).toBeLessThanOrEqual(asked.issued)
    expect(asked).toMatchObject({ ...rest, leads: [signKey('lena sign'), signKey('maria sign')] })
    await stage.publish(asked)
    await lena.generations.refresh()
    await lena.members.setRole(idOf('maria'), 'lead')
    expect([lena.members.said.value, lena.members.done.value?.key]).toEqual([null, 'role.lead.made'])
    expect(generations(await stage.enter('maria'))).toEqual({ open: [1, 2, 3, 4], waiting: [] })
  })

  it('and gets of these what only coordinators have, so that both see the same sheet', async () => {
    stage = await keyStage()
    const lena = await stage.enter('lena')
    await lena.members.sheetWith(idOf('maria'))
    await stage.publish(await shown(lena))
    await lena.generations.refresh()
    await lena.generations.renew()
    await lena.members.setRole(idOf('maria'), 'lead')
    expect(lena.members.said.value).toBe(null)
    const maria = await stage.enter('maria')
    expect(generations(maria)).toEqual({ open: [1, 2], waiting: [3, 4] })
    expect(sheet(maria)).toEqual(sheet(lena))
    expect(generations(await stage.enter('nikos'))).toEqual({ open: [1], waiting: [3] })
  })
})

describe('a coordinator stops while new keys wait', () => {
  it('and all keep what they have; the sheet asks for these keys without them', async () => {
    stage = await keyStage(['lena', 'maria'])
    const [lena, maria] = [await stage.enter('lena'), await stage.enter('maria')]
    await lena.generations.refresh()
    await lena.generations.renew()
    await lena.members.setRole(idOf('maria'), 'member')
    const asked = await shown(lena)
    expect([lena.members.said.value, asked.leads, asked.box.generation]).toEqual([null, [signKey('lena sign')], 3])
    await stage.publish(asked)
    await maria.generations.refresh()
    for (const name of ['maria', 'nikos']) {
      const anew = await stage.enter(name)
      expect([name, generations(anew).open.includes(3), anew.session.value!.refused]).toEqual([name, true, []])
    }
  })
})
