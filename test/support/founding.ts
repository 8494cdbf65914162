import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSecrets } from '../../demo/keys.ts'
import { toBase64 } from '../../shared/bytes.ts'
import { sumoSodium } from '../../shared/crypto/sumo.ts'
import { type KeySheet, readKeySheet } from '../../shared/keySheet.ts'
import type { Roster } from '../../shared/roster.ts'
import { type SignedDocument, signDocument } from '../../shared/signed.ts'
import { utf8 } from '../../shared/text.ts'
import type { Frame } from './browsers.ts'
import { type RunningDemo, runDemo } from './demoProcess.ts'
import { at, fill, textAt } from './joining.ts'
import { copyOfNetwork } from './madeNetwork.ts'

const { crypto } = await sumoSodium()

/** A demo whose keeper's keys a test can use, since it knows its data folder. */
export async function demoWithKeeper(): Promise<{ readonly demo: RunningDemo; readonly folder: string }> {
  const folder = (await copyOfNetwork()) ?? (await mkdtemp(join(tmpdir(), 'mitos-demo-')))
  return { demo: await runDemo({ MITOS_DATA: folder }), folder }
}

/** The keeper takes a key sheet into the next roster and publishes it. @param file the sheet @returns its six words */
export async function keeperPublishes(server: string, folder: string, file: string): Promise<readonly string[]> {
  const { sheet, words } = await readKeySheet(crypto, utf8(file))
  const before = ((await (await fetch(`${server}/trust/chain.json`)).json()) as { roster: SignedDocument }).roster
  const roster = JSON.parse(before.signed) as Roster
  const next = {
    ...roster,
    version: roster.version + 1,
    previous: toBase64(await crypto.sha256(utf8(before.signed))),
    issued: Math.floor(Date.now() / 1000),
    ngos: [...roster.ngos.filter(({ id }) => id !== sheet.ngo), ngoOf(sheet)],
  }
  const { rosterSeeds } = (await readSecrets(folder))!
  const answer = await fetch(`${server}/trust/roster`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(signDocument(crypto, next, rosterSeeds)),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return words
}

const ngoOf = ({ ngo, name, box, spare, signKeys, leads, teamMin }: KeySheet) => ({
  id: ngo,
  name,
  quietName: 'the Help Team',
  box,
  spare,
  signKeys,
  leads,
  teamMin,
  languages: ['en'],
  answersWithin: 24,
})

/** A founder's way from the names to the two files. @param see called on each screen, by its name */
export async function makeFiles(
  page: Frame,
  [title, shown, login]: readonly [title: string, shown: string, login: string],
  see: (what: string) => Promise<void>,
): Promise<{ readonly passphrase: string }> {
  await at(page, '[data-step="names"]')
  await fill(page, '#title', title)
  await fill(page, '#shown', shown)
  await fill(page, '#login', login)
  await see('names')
  const next = async (then: string): Promise<void> => {
    await page.click('[data-next]')
    await at(page, then)
  }
  await next('[data-words]')
  const passphrase = await textAt(page, '[data-words]')
  await next('[data-step="prove"]')
  await fill(page, '#passphrase', passphrase)
  await next('[data-kit]')
  const kit = await textAt(page, '[data-kit]')
  await next('[data-step="copied"]')
  await fill(page, '#kit', kit)
  await next('[data-step="files"]')
  await see('files')
  return { passphrase }
}
