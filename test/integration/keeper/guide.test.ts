import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../../../shared/errors.ts'
import { ROSTER, type Field } from '../../../server/cli/roster/fields.ts'
import { type TestServer, startServer } from '../server.ts'
import { drillsOf } from '../../support/drills.ts'
import { type KeySheet, writeKeySheet } from '../../../shared/keySheet.ts'
import { writeNoticeSheet } from '../../../shared/noticeSheet.ts'
import type { BoxKeys } from '../../../shared/roster.ts'
import { BUILT, crypto, hashOf, ngo, roster as sampleRoster, seed } from '../network.ts'
import { DAY, type Desk, PASSPHRASE, type Ran, openDesk } from './desk.ts'

const page = readFileSync('docs/keeper.md', 'utf8')
const drills = drillsOf(page)

describe('What docs/keeper.md says', () => {
  // Both keepers at one desk: which files travel, and that keys do not, is what the page says.
  let desk: Desk
  beforeAll(() => void (desk = openDesk()))
  let server: TestServer | undefined
  afterAll(async () => {
    await server?.stop()
    desk.keptSecrets()
    desk.close()
  })
  const groups = (name: string) =>
    [...desk.text(`keeper/${name}.key.html`).matchAll(/<li>(\w{5})<\/li>/g)].map(([, one]) => one!)

  interface Case {
    readonly before?: () => unknown
    readonly answers?: () => readonly string[]
    /** what stands in brackets after the block, and more */
    readonly says: readonly string[]
  }
  const CASES: Readonly<Record<string, Case>> = {
    'maria begins': {
      says: ['still missing: root: 1 key, but 2 must sign', 'still missing: release: 1 key, but 2 must sign'],
    },
    'nikos adds': { says: ['All keys are there.', '1 of 2 signatures; still needed: 1'] },
    'maria signs': { says: ['2 of 2 signatures; that is enough', '(the pin: data-trust, MITOS_ROOT)', 'all is well'] },
    paper: { says: ['This page IS the key, without a passphrase.'] },
    'paper back': {
      answers: () => ['WRONG', ...groups('maria-root')],
      says: ['Group 1 is not as it stands', 'The paper is right'],
    },
    release: { before: build, says: ['1 of 2 signatures', '2 of 2 signatures', 'all is well'] },
    publish: {
      before: serve,
      answers: () => ['yes'],
      says: [
        'This is the first root there, ',
        'to send: root 1, then release 1',
        'Nothing is in force there before a roster is.',
      ],
    },
    'first draft': {
      before: () => sheet('mitos-keys-a21-1', ngo('a21').box, ngo('a21', 2).box),
      answers: () => ['yes'],
      says: ['it is founded with these keys', 'written: keeper/draft.json'],
    },
    'first roster': { before: fill, says: ['written: keeper/roster-1.json', 'Whole. It can be published.'] },
    'publish roster': {
      before: () => toStick('roster-1'),
      answers: () => ['yes'],
      says: ['This is the first roster there: 2 NGOs, 1 desk', 'roster 1 is in force until ', 'New keys: A21'],
    },
    'next roster': { before: () => (desk.now += 7 * DAY), says: ['draft of roster 2'] },
    'next roster signed': {
      says: ['roster 1 (signed by 1) → 2 (draft)', 'written: keeper/roster-2.json', 'Whole. It can be published.'],
    },
    'key sheet': {
      before: () => sheet('mitos-keys-a21-2', ngo('a21', 2).box, ngo('a21', 3).box),
      answers: () => ['yes'],
      says: [
        'signed by a coordinator whom the roster names',
        'keys number 1 → 2',
        'let them read the six words',
        'draft of roster 3',
      ],
    },
    notices: {
      before: notices,
      answers: () => ['yes'],
      says: ['signed by a coordinator whom the roster names', '- Greek (el): there was none', 'draft of roster 3'],
    },
    'new ngo': {
      before: () => sheet('mitos-keys-zoi-1', ngo('zoi').box, ngo('zoi', 2).box, 'zoi'),
      answers: () => ['yes'],
      says: [
        'it is founded with these keys',
        'zoi is new: fill in what it is called and the rest',
        'draft of roster 3',
      ],
    },
    prolong: {
      before: () => (desk.now += 143 * DAY),
      says: ['changes no key', 'by the root keys of root 1: 2 of 2 signatures; that is enough', 'all is well'],
    },
    exchange: {
      answers: () => ['yes'],
      says: ['it cannot say who may sign any more', 'all is well'],
    },
    restore: {
      before: async () => {
        await desk.mitos('root paper keeper/maria-roster.key')
        rmSync(desk.path('keeper/maria-roster.key'))
      },
      answers: () => groups('maria-roster'),
      says: ['The paper is right. It is a roster key of this network.', 'written: keeper/maria-roster.key'],
    },
    passphrase: {
      answers: () => [PASSPHRASE, ...Array<string>(2).fill('canary lantern walnut kettle meadow')],
      says: ['written: keeper/nikos-release.key', 'its paper still right'],
    },
  }

  function build(): void {
    mkdirSync(desk.path('dist/w'), { recursive: true })
    const files = Object.entries(BUILT).map(([name, text]) => {
      writeFileSync(desk.path(`dist/w/${name}`), text)
      const sha384 = createHash('sha384').update(text).digest('base64')
      return [{ 'lang-en.abc.json': 'lang/en' }[name] ?? name.split('.')[0], { path: `/w/${name}`, sha384 }]
    })
    writeFileSync(desk.path('dist/pins.json'), JSON.stringify({ files: Object.fromEntries(files) }))
  }

  const toStick = (name: string) => cpSync(desk.path(`keeper/${name}.json`), desk.path(`stick/${name}.json`))

  /** The operator's server, and the stick on which the files came. */
  async function serve(): Promise<void> {
    toStick('root-1')
    toStick('release')
    const root = hashOf(JSON.parse(desk.text('keeper/root-1.json')))
    server = await startServer({ root }, BUILT, crypto, desk.now)
  }

  /** What a coordinator of A21 would send. */
  function sheet(name: string, box: BoxKeys, spare: BoxKeys, of = 'a21'): void {
    const { network } = JSON.parse(JSON.parse(desk.text('keeper/root-1.json')).signed)
    const rest = { signKeys: [], leads: ngo(of).leads, teamMin: 1, revoked: [] }
    const one: KeySheet = {
      type: 'key-sheet',
      v: 1,
      network,
      ngo: of,
      issued: desk.now,
      name: of.toUpperCase(),
      box,
      spare,
      ...rest,
    }
    writeFileSync(desk.path(`keeper/${name}.json`), writeKeySheet(crypto, one, seed(`${of} lead`)))
  }

  /** What a coordinator of A21 would send of what it tells. */
  function notices(): void {
    const { network } = JSON.parse(JSON.parse(desk.text('keeper/root-1.json')).signed)
    const hashes = { el: hashOf({ signed: 'a text' } as never) }
    const one = { type: 'notices', v: 1, network, ngo: 'a21', issued: desk.now, notices: hashes } as const
    writeFileSync(desk.path('keeper/mitos-notices-a21.json'), writeNoticeSheet(crypto, one, seed('a21 lead')).text)
  }

  /** What an editor would do to the draft. */
  function fill(): void {
    const { ngos: samples, desks } = JSON.parse(sampleRoster().signed)
    const shifts = [['2026-11-02 08:00 UTC', 480, 'a21']]
    const made = JSON.parse(desk.text('keeper/draft.json'))
    const ngos = [{ ...made.ngos[0], quietName: 'the Help Team' }, samples[1]]
    const draft = { ...made, ngos, desks: [{ ...desks[0], shifts }] }
    writeFileSync(desk.path('keeper/draft.json'), JSON.stringify(draft, null, 2))
  }

  /** One line of a block; who is asked for a yes first says so, then gives the passphrase. */
  async function type(line: string, answers: readonly string[]): Promise<Ran> {
    expect(line).toMatch(/^mitos /)
    const asked = / sign | --sheet | --notices | publish /.test(line) && answers[0] === 'yes'
    const given = answers[0] === 'yes' && !asked ? [] : answers
    const own = line.replace(/^mitos /, '').replace('https://YOUR-SERVER', server?.url ?? '')
    return desk.mitos(own, [...given, PASSPHRASE])
  }

  it('has a drill for each block of commands, and a block for each drill', () => {
    expect(drills.map(({ name }) => name)).toEqual(Object.keys(CASES))
  })

  it.each(drills)('holds: $name', async ({ name, script }) => {
    const { before, answers, says } = CASES[name]!
    await before?.()
    const said: string[] = []
    for (const line of script.trim().split('\n')) {
      const ran = await type(line, answers?.() ?? [])
      expect([line, ran.said, ran.code]).toEqual([line, ran.said, 0])
      said.push(ran.said)
    }
    for (const one of says) expect(said.join('\n')).toContain(one)
  })

  it('names each code and each field that there is, and no other', () => {
    const codes = page
      .slice(page.indexOf('## What messages mean'))
      .match(/(?<=^\| )`[^|]+/gm)!
      .join(' ')
    for (const [, code] of codes.matchAll(/`([a-z-]+)`/g)) expect(ERROR_CODES).toContain(code)
    const all = readdirSync('server/cli/keeper', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    )
    const text = all.map((name) => readFileSync(join('server/cli/keeper', name), 'utf8')).join()
    for (const [, code] of text.matchAll(/new MitosError\(\s*'([a-z-]+)'/g))
      if (code !== 'internal') expect(codes).toContain(`\`${code}\``)
    const fields = page.slice(page.indexOf('## The fields'), page.indexOf('## What messages'))
    for (const name of namesOf(ROSTER)) expect(fields).toContain(`\`${name}\``)
  })
})

/** Names of a roster that a keeper writes. */
function namesOf(field: Field): readonly string[] {
  if ('each' in field) return namesOf(field.each)
  if (!('names' in field)) return []
  const own = Object.entries(field.names).flatMap(([name, inner]) => [name.replace('?', ''), ...namesOf(inner)])
  return own.filter((name) => !['type', 'v', 'key', 'sign', 'generation'].includes(name))
}
