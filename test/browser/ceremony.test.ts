import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../integration/folder.ts'
import { type Browser, openChromium, openFirefox } from '../support/browsers.ts'
import { type Edit, Keepers } from '../support/ceremony/keepers.ts'
import { type Files, Lead } from '../support/ceremony/lead.ts'
import { Person } from '../support/ceremony/person.ts'
import { type ForeignSite, foreignSite } from '../support/foreignSite.ts'
import { at, sixWords, textAt } from '../support/joining.ts'
import { pageWith } from '../support/partnerPage.ts'
import { sample } from '../support/release.ts'
import { answerShortest, openPanel, send } from '../support/walk.ts'

const ENGINES = [
  ['Chromium', openChromium],
  ['Firefox', openFirefox],
] as const
/** A wall against hanging: all of a network's first months in one go take longer than other tests, ms. */
const LONG = 400_000

describe.each(sample(ENGINES, ([name]) => name === 'Chromium'))('a network in real use, in %s', (_, open) => {
  let browser: Browser
  let site: ForeignSite
  const keepers = new Keepers()
  const saved = temporaryFolder()
  beforeAll(async () => {
    browser = await open()
    site = await foreignSite()
  })
  afterAll(async () => {
    await browser?.close()
    await site?.stop()
    await keepers.close()
    saved.remove()
  })
  const world = { browser: () => browser, inbox: () => `${keepers.url}/inbox/`, folder: saved.path }
  const [anna, bilal, zoe] = [new Lead(world, 'anna.a21'), new Lead(world, 'bilal'), new Lead(world, 'zoe.zoi')]
  const [chara, dimi] = [new Person(world, 'chara'), new Person(world, 'dimi')]

  it('begins, grows, loses, removes, rotates, and still only the NGO on duty reads', { timeout: LONG }, async () => {
    await makeTrust()
    await foundBoth()
    await takeInThree()
    await makeSecondCoordinator()
    await pasteSnippet()
    await ask('+30 690 123 4567')
    expect(await zoe.list()).toEqual([])
    await loseThings()
    await removeOne()
    await keepers.rotateRoot()
    expect(await keepers.rootsInForce()).toBe(2)
    await ask('+30 690 765 4321')
    await openBoth()
    keepers.desk.keptSecrets()
  })

  /** At once where each has a window of their own; in Firefox all tabs are of one window, and one covers the others. */
  async function each(...works: readonly (() => Promise<void>)[]): Promise<void> {
    if (browser.name === 'chromium') await Promise.all(works.map((work) => work()))
    else for (const work of works) await work()
  }

  async function makeTrust(): Promise<void> {
    expect(await keepers.makeRoot()).toContain('2 of 2 signatures; that is enough')
    expect(await keepers.makeRelease()).toContain('all is well')
    await keepers.serve()
    const said = await keepers.publish('root-1', 'release')
    expect(said).toContain(`This is the first root there, ${keepers.pin}`)
  }

  /** The next roster by key sheets, after a call: the words on the keeper's screen are those on the coordinators'. */
  async function nextRoster(sheets: readonly string[], onScreens: readonly (readonly string[])[], edit?: Edit) {
    const { said, words } = await keepers.publishRoster(sheets, edit)
    expect(words).toEqual(onScreens)
    return said
  }

  async function foundBoth(): Promise<void> {
    const files: { a21?: Files; zoi?: Files } = {}
    await each(
      async () => void (files.a21 = await anna.found('a21', 'A21')),
      async () => void (files.zoi = await zoe.found('zoi', 'Zoi')),
    )
    const words = [await sixWords(anna.page), await sixWords(zoe.page)]
    await nextRoster([files.a21!.sheet, files.zoi!.sheet], words, fillIn)
    // One has left the page open, the other one comes back with the file.
    await each(
      () => anna.goOn().then(() => anna.unlock()),
      () => zoe.begin(files.zoi!.start).then(() => zoe.unlock()),
    )
  }

  async function takeInThree(): Promise<void> {
    await each(
      async () => {
        await anna.takeIn('bilal', await bilal.join(await anna.invite(), 'Bilal'))
        await anna.takeIn('chara', await chara.join(await anna.invite(), 'Chara'))
      },
      async () => zoe.takeIn('dimi', await dimi.join(await zoe.invite(), 'Dimi')),
    )
  }

  /** From the roster that names the second coordinator on, A21 is on duty. */
  async function makeSecondCoordinator(): Promise<void> {
    const { sheet, words } = await anna.coordinatorSheet('bilal')
    const minute = Math.floor(Date.now() / 60_000)
    await nextRoster([sheet], [words], (draft) => {
      draft.desks[0].shifts = [
        [minute, 1440, 'a21'],
        [minute + 1440, 720, 'a21'],
      ]
    })
    await anna.makeCoordinator('bilal')
  }

  /** What a webmaster does. */
  async function pasteSnippet(): Promise<void> {
    const tab = await browser.tab({ width: 1280, height: 900 })
    await tab.goto(`${keepers.url}/embed`)
    await at(tab.main(), '[data-text="snippet"]')
    const snippet = await tab
      .main()
      .evaluate(() => document.querySelector<HTMLTextAreaElement>('[data-text="snippet"]')!.value, null)
    await tab.close()
    expect(snippet).toContain(`data-trust="${keepers.pin}"`)
    site.show(pageWith(snippet))
  }

  /** Somebody asks, on the page of a partner, which never gets another snippet. */
  async function ask(address: string): Promise<void> {
    const tab = await browser.tab()
    await tab.goto(site.url)
    const panel = await openPanel(tab)
    await answerShortest(panel, { how: 'call', address })
    expect(await send(panel)).toBe('sent')
    await tab.close()
  }

  /** One loses the passphrase and has the kit; another one loses both, and is invited anew. */
  async function loseThings(): Promise<void> {
    await each(
      async () => {
        await chara.recover()
        const ids = await chara.list()
        expect(ids).toHaveLength(1)
        expect(await chara.look(ids[0]!)).toContain('Age not said')
      },
      async () => {
        await zoe.takeIn('dimi', await dimi.joinAnew(await zoe.inviteAnew('dimi')))
        expect(await dimi.list()).toEqual([])
      },
    )
  }

  async function removeOne(): Promise<void> {
    expect(await bilal.list()).toHaveLength(1)
    const { sheet, words } = await bilal.remove('chara')
    await chara.tryOn()
    expect(await chara.shows('[data-request], .before')).toBe(false)
    expect(await nextRoster([sheet], [words])).not.toContain('in force again')
  }

  /** The first coordinator's page was open all the time; the second one comes back to what was sealed before the removal. */
  async function openBoth(): Promise<void> {
    expect(await zoe.list()).toEqual([])
    await anna.wake()
    const both = await anna.listed(2)
    expect(await anna.shows('[data-alarm]')).toBe(false)
    // Two shifts in a row end on another day: a clock alone would be taken for today's.
    expect(await textAt(anna.page, '.duty')).toMatch(/^on until \D/)
    const sealed = await Promise.all(both.map((id) => keepers.sealedFor(id)))
    expect(sealed.map(({ ngo }) => ngo)).toEqual(['a21', 'a21'])
    expect(new Set(sealed.map(({ keyId }) => keyId)).size).toBe(2)
    const card = await anna.take(both[0]!)
    expect(await bilal.list()).toHaveLength(2)
    const cards = [card, await bilal.take(both[1]!)]
    expect(cards.map((card) => /••• (\d{4})/.exec(card)?.[1]).sort()).toEqual(['4321', '4567'])
  }
})

/** What only a keeper knows of a first roster. */
function fillIn(draft: any): void {
  for (const ngo of draft.ngos) ngo.quietName = 'the Help Team'
  const [desk] = draft.desks
  Object.assign(desk, { id: 'GR', tz: 'Europe/Athens', mobilePattern: '^69', exits: ['https://www.meteo.example/'] })
  const open = { hours: 'always', cost: 'free', kind: 'women', checked: Math.floor(Date.now() / 1000) }
  Object.assign(desk.lines[0], { number: '15900', name: 'Helpline', quietName: 'the line', ...open })
}
