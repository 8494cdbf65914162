import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bootOf } from '../../server/cli/watch/files.ts'
import { watchWithin } from '../../server/cli/watch/watchVerb.ts'
import { type SignedDocument, signDocument } from '../../shared/signed.ts'
import { snippet } from '../../shared/snippet.ts'
import { temporaryFolder } from './folder.ts'
import { inProcess } from './inProcess.ts'
import { type Liar, type Lie, changed, startLiar, told } from './liar.ts'
import { BUILT, NETWORK, NOW, boxKey, crypto, hashOf, ngo, release, root, roster, seed, signKey } from './network.ts'
import { type TestServer, publishAll, startServer } from './server.ts'

const DAY = 86_400
const sri = (text: string): string => `sha384-${createHash('sha384').update(text).digest('base64')}`
const LOADER = `load(\`<script src="\${r}/w/boot.abc.js" integrity="${sri(BUILT['boot.abc.js'])}" crossorigin>\`)`
const PIN = hashOf(root())

const folder = temporaryFolder()
const known = join(folder.path, 'known.json')
let server: TestServer
/** What is watched: the true server, behind one that lies where a test wants it. */
let liar: Liar
let page: Liar
const embed: Lie = changed((html) => html.replace('"integrity":"sha384-…"', `"integrity":"${sri(LOADER)}"`))

beforeAll(async () => {
  server = await startServer({}, { ...BUILT, 'loader.abc.js': LOADER })
  await publishAll(server)
  liar = await startLiar(server.url)
  page = await startLiar()
})
afterAll(async () => {
  await Promise.all([liar.stop(), page.stop()])
  await server.stop()
  folder.remove()
})
const pasted = () =>
  snippet({
    host: liar.url,
    loader: { path: '/w/loader.abc.js', integrity: sri(LOADER) },
    desk: 'GR',
    site: null,
    lang: null,
    trust: PIN,
    exit: 'https://example.org/?a=1&b=2',
    words: { summary: 'Help', link: 'Write' },
    numbers: ['112'],
  })
beforeEach(() => {
  for (const from of [liar, page]) for (const path of Object.keys(from.lies)) delete from.lies[path]
  liar.lies['/embed'] = embed
  page.lies['/'] = () => told(200, `<!doctype html><p>Hello${pasted()}`)
})

const watch = (args: readonly string[], now = NOW, within = 20_000) =>
  inProcess([watchWithin(within)], ['watch', ...args], now)
const look = (...more: readonly string[]) => watch([liar.url, '--root', PIN, ...more])
const codes = async (said: ReturnType<typeof watch>): Promise<readonly string[]> =>
  (await said).out.split('\n').map((one) => one.split(':')[0]!.replace(/ +/, ' '))

/** chain.json with other documents in it. */
const chain = (changes: object): Lie =>
  changed((text) => JSON.stringify({ ...(JSON.parse(text) as object), ...changes }))

describe('mitos watch', () => {
  it('says nothing where all is well, the first time and the next', async () => {
    for (let i = 0; i < 2; i++)
      expect(await look('--known', known, '--page', `${page.url}/`)).toEqual({ code: 0, out: '', err: '' })
    expect(liar.asked.filter((one) => !one.startsWith('GET '))).toEqual([])
    for (const name of [
      'panel.abc.js',
      'seal.abc.js',
      'lang-en.abc.json',
      'inbox.abc.html',
      'loader.abc.js',
      'boot.abc.js',
    ])
      expect(liar.asked).toContain(`GET /w/${name}`)
    expect(JSON.parse(readFileSync(known, 'utf8'))).toMatchObject({
      documents: { 'roster 1': hashOf(roster()), 'root 1': PIN, 'release 1': hashOf(release()) },
      servers: { [liar.url]: { roster: 1 } },
    })
  })

  const FILE = '/w/panel.abc.js'
  const CASES: readonly (readonly [string, string, Lie, readonly string[]])[] = [
    ['no answer', '/trust/chain.json', () => 'cut', ['red unreachable']],
    ['a redirect', '/trust/chain.json', () => told(302, '', { location: '/elsewhere' }), ['red redirected']],
    ['an answer without an end', '/trust/chain.json', () => 'drip', ['red too-large']],
    ['an address that is no network', '/trust/chain.json', () => told(404), ['red no-network']],
    ['a page where a chain should be', '/trust/chain.json', () => told(200, '<!doctype html>'), ['red no-network']],
    ['a server that fails', '/trust/chain.json', () => told(502), ['red server-fails']],
    [
      'a network that is not there yet',
      '/trust/chain.json',
      () => told(503, '{"code":"chain-unreachable"}'),
      ['red nothing-published'],
    ],
    [
      'a chain that is damaged',
      '/trust/chain.json',
      changed((text) => text.replace('"off"', '"oof"')),
      ['red chain-refused'],
    ],
    [
      'a roster with a letter changed',
      '/trust/chain.json',
      changed((text) => text.replace('1109', '1108')),
      ['red roster-refused'],
    ],
    [
      'a root of another keeper',
      '/trust/chain.json',
      chain({ roots: [root(1, { keys: [signKey('thief')] }, ['thief'])] }),
      ['red root-refused'],
    ],
    [
      'a release that the roster does not name',
      '/trust/chain.json',
      chain({ release: release(2) }),
      ['red release-refused'],
    ],
    ['a clock that is behind', '/trust/chain.json', chain({ time: NOW - 3600 }), ['amber clock-off']],
    ['a clock that is ahead', '/trust/chain.json', chain({ time: NOW + 900 }), ['amber clock-off']],
    ['a file that is gone', FILE, () => told(404), ['red file-gone']],
    ['a file that is another', FILE, () => told(200, 'panel();'), ['red file-other']],
    ['a file without an end', FILE, () => 'drip', ['red too-large']],
    ['a file that is sent on', FILE, () => told(301, '', { location: FILE }), ['red redirected']],
    ['a loader that is another', '/w/loader.abc.js', () => told(200, `${LOADER};`), ['red loader-other']],
    ['a loader without boot', '/w/loader.abc.js', () => told(200, 'x'), ['red loader-other', 'red loader-other']],
    ['a boot that is another', '/w/boot.abc.js', () => told(200, 'boot();'), ['red loader-other']],
    ['no page for webmasters', '/embed', () => told(404), ['amber embed-missing']],
    [
      'snippets that trust another root',
      '/embed',
      async (truth) => {
        const { body } = (await embed(truth)) as { body: Buffer }
        return told(200, body.toString('utf8').replace(PIN, hashOf(roster())))
      },
      ['red embed-trust'],
    ],
  ]
  it.each(CASES)('tells of %s', async (_, path, lie, expected) => {
    liar.lies[path] = lie
    const said = look()
    expect(await codes(said)).toEqual(expected)
    expect((await said).code).toBe(expected.some((one) => one.startsWith('red')) ? 1 : 3)
    // What it is sent on to is never asked for.
    expect(liar.asked).not.toContain('GET /elsewhere')
  })

  it('tells of silence, however long it lasts', async () => {
    liar.lies['/trust/chain.json'] = () => 'silence'
    expect(await codes(watch([liar.url, '--root', PIN], NOW, 50))).toEqual(['red too-slow'])
  })

  it('tells before and when documents end, and that nobody has a shift any more', async () => {
    const at = (day: number) => codes(watch([liar.url, '--root', PIN], NOW + day * DAY))
    expect(await at(3)).toEqual(['red shift-none', 'amber roster-ends', 'amber clock-off'])
    expect(await at(10)).toEqual(['red roster-ended', 'red shift-none', 'amber clock-off'])
    expect(await at(90)).toEqual(expect.arrayContaining(['amber root-ends', 'amber release-ends']))
  })

  it('reads the boot of the true build out of its loader', () => {
    const pins = JSON.parse(readFileSync('dist/pins.json', 'utf8')) as any
    const { path, sha384 } = bootOf(readFileSync(`dist${pins.loader.path}`, 'utf8'))!
    expect({ path, integrity: `sha384-${sha384}` }).toEqual(pins.go.boot)
  })

  it.each([
    [['ftp://help.example', '--root', PIN], /bad-input: an address begins with https/],
    [['help.example', '--root', PIN], /bad-input: an address/],
    [['https://a:b@help.example', '--root', PIN], /bad-input: .*no name or password/],
    [['https://help.example/go', '--root', PIN], /bad-input: the address of a server is https:\/\/HOST/],
    [['https://help.example', '--root', 'abc'], /bad-input: --root takes the hash/],
    [['https://help.example', '--root', PIN, '--page', 'file:///etc/passwd'], /bad-input: an address/],
  ])('refuses %j before it asks anybody', async (args, says) => {
    expect(await watch(args)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(says) })
  })
})

describe('mitos watch, with what it knows from before', () => {
  const second = roster(2, roster())
  const seen = (...documents: readonly (readonly [string, SignedDocument])[]) =>
    writeFileSync(
      known,
      JSON.stringify({
        v: 1,
        root: PIN,
        documents: Object.fromEntries(documents.map(([name, document]) => [name, hashOf(document)])),
        servers: {},
        files: {},
      }),
    )
  const change = (changes: object) =>
    writeFileSync(known, JSON.stringify({ ...(JSON.parse(readFileSync(known, 'utf8')) as object), ...changes }))
  const again = () => look('--known', known)

  it('tells that a roster goes back, each time until somebody has looked', async () => {
    seen()
    liar.lies['/trust/chain.json'] = chain({ roster: second })
    expect(await codes(again())).toEqual([''])
    delete liar.lies['/trust/chain.json']
    const before = readFileSync(known, 'utf8')
    for (let i = 0; i < 2; i++) expect(await codes(again())).toEqual(['red went-back'])
    expect(readFileSync(known, 'utf8')).toBe(before)
    liar.lies['/trust/chain.json'] = chain({ roster: second })
    expect(await codes(again())).toEqual([''])
  })

  it('tells once, and not as a fault, that an NGO reads with its spare keys, and as an alarm that it does no more', async () => {
    const of = (id: string, generation: number) => ({
      generation,
      key: boxKey(`${id} ${generation}`),
      sign: signKey(`${id} sign ${generation}`),
    })
    const spared = roster(2, roster(), { ngos: [ngo('a21', 1, { spare: of('a21', 4) }), ngo('gcr')] })
    const inner = { type: 'switch', v: 1, network: NETWORK, ngo: 'a21', generation: 4, issued: NOW } as const
    const switched = signDocument(crypto, inner, [seed('a21 lead')])
    const by = (of: SignedDocument, ...switches: SignedDocument[]) =>
      void (liar.lies['/trust/chain.json'] = chain({ roster: of, switches }))
    // A file of before switches were watched has no generations.
    seen()
    change({ servers: { [liar.url]: { root: 1, release: 1, roster: 1 } } })
    by(spared)
    expect(await codes(again())).toEqual([''])
    by(spared, switched)
    const said = await again()
    expect(said).toEqual({
      code: 0,
      err: '',
      out: expect.stringMatching(
        /^green switched: http:\S+: a21 now reads with its spare keys, number 4\. Ask its coordinator for new keys, and publish .*\.$/,
      ),
    })
    expect(await codes(again())).toEqual([''])
    by(spared)
    for (let i = 0; i < 2; i++) expect(await codes(again())).toEqual(['red went-back'])
    expect((await again()).out).toContain('a21 reads with its keys number 1 again, and it was 4 before. Tell that NGO')
    // A roster that takes them up is no news; one that names the keys of before again is the same alarm.
    const third = roster(3, spared, { ngos: [ngo('a21', 4, { spare: of('a21', 5) }), ngo('gcr')] })
    by(third, switched)
    expect(await codes(again())).toEqual([''])
    by(roster(4, third, { ngos: [ngo('a21'), ngo('gcr')] }))
    expect(await codes(again())).toEqual(['red went-back'])
    // Who remembers nothing is told each time.
    by(spared, switched)
    for (let i = 0; i < 2; i++) expect(await codes(look())).toEqual(['green switched'])
  })

  it('tells that two rosters bear one number, or that the next follows another one', async () => {
    seen(['roster 1', roster(1, null, { issued: NOW - 7200 })])
    expect(await codes(again())).toEqual(['red other-bytes'])
    seen(['roster 1', roster(1, null, { issued: NOW - 7200 })])
    liar.lies['/trust/chain.json'] = chain({ roster: second })
    expect(await codes(again())).toEqual(['red other-bytes'])
  })

  it('tells that two servers give different rosters of one number', async () => {
    const other = await startLiar(server.url)
    other.lies['/embed'] = embed
    const false1 = roster(1, null, { ngos: [ngo('a21', 2), ngo('gcr')] })
    other.lies['/trust/chain.json'] = chain({ roster: false1 })
    const said = await watch([liar.url, other.url, '--root', PIN])
    expect(said.out).toMatch(new RegExp(`^red   other-bytes: ${other.url}: roster 1 is another one`))
    await other.stop()
  })

  it('tells that a loader which pages still name is gone, or is said to be another', async () => {
    seen()
    change({ files: { '/w/loader.old.js': 'A'.repeat(64) } })
    expect(await codes(again())).toEqual(['red loader-gone'])
    seen()
    change({ files: { '/w/loader.abc.js': 'A'.repeat(64) } })
    expect(await codes(again())).toEqual(['red loader-other', 'red loader-other'])
  })

  it('does not remember what a server only says of its loader', async () => {
    seen()
    liar.lies['/embed'] = changed((html) => html.replace('"sha384-…"', `"sha384-${'B'.repeat(64)}"`))
    expect(await codes(again())).toEqual(['red loader-other'])
    expect((JSON.parse(readFileSync(known, 'utf8')) as any).files).toEqual({})
  })

  it.each([
    ['damaged', '{"v":1', 'red known-unreadable'],
    ['of another shape', '{"v":1,"root":"x"}', 'red known-unreadable'],
    [
      'another network’s',
      JSON.stringify({ v: 1, root: hashOf(roster()), documents: {}, servers: {}, files: {} }),
      'red known-other',
    ],
  ])('says that the file is %s, and leaves it as it is', async (_, text, code) => {
    writeFileSync(known, text)
    expect(await codes(again())).toEqual([code])
    expect(readFileSync(known, 'utf8')).toBe(text)
  })

  it('says that the file could not be written', async () => {
    expect(await codes(look('--known', join(folder.path, 'nowhere', 'known')))).toEqual(['red known-unwritten'])
  })

  it('believes of the roots only what follows from the one that it was given', async () => {
    const next = root(2, {}, ['keeper'])
    const stray = {
      signed: 'not json',
      signatures: [{ key: signKey('x'), sig: Buffer.alloc(64).toString('base64url') }],
    }
    liar.lies['/trust/chain.json'] = chain({ roots: [stray, root(), next] })
    seen()
    expect(await codes(again())).toEqual([''])
    expect(Object.keys((JSON.parse(readFileSync(known, 'utf8')) as any).documents)).toEqual([
      'root 1',
      'root 2',
      'release 1',
      'roster 1',
    ])
    const forged = hashOf({ ...root(), signed: root().signed.replace('"version":1', '"version":9') })
    page.lies['/'] = () => told(200, pasted().replace(PIN, hashOf(next)))
    expect(await codes(look('--page', page.url))).toEqual([''])
    page.lies['/'] = () => told(200, pasted().replace(PIN, forged))
    expect(await codes(look('--page', page.url))).toEqual(['red snippet-trust'])
  })
})

describe('mitos watch --page', () => {
  const html = async (text: string) => {
    page.lies['/'] = () => told(200, text)
    return codes(look('--page', page.url))
  }
  const CASES: readonly (readonly [string, () => string, readonly string[]])[] = [
    [
      'the snippet in small letters and other quotes',
      () =>
        pasted()
          .replace(/="([^"]*)"/g, "='$1'")
          .replace('<script', '<SCRIPT'),
      [''],
    ],
    ['a page without it', () => '<p>Hello', ['red snippet-gone', 'amber link-gone']],
    [
      'it in a comment',
      () => `<!-- ${pasted().replace(/<!--.*?-->/g, '')} -->`,
      ['red snippet-gone', 'amber link-gone'],
    ],
    ['it in a text field', () => `<textarea>${pasted()}</textarea>`, ['red snippet-gone', 'amber link-gone']],
    ['it twice', () => pasted() + pasted(), ['amber snippet-twice']],
    ['the plain link gone', () => pasted().replace(/<details[^]*<\/details>/, ''), ['amber link-gone']],
    ['the plain link leading elsewhere', () => pasted().replace('/go?', '/gone?'), ['red link-other']],
    ['another host', () => pasted().replace(`src="${liar.url}`, 'src="https://thief.example'), ['red snippet-host']],
    ['a way on this site', () => pasted().replace(`src="${liar.url}`, 'src="'), ['red snippet-host']],
    ['no integrity', () => pasted().replace(/integrity="[^"]*"/, ''), ['red snippet-integrity']],
    ['another integrity', () => pasted().replace(sri(LOADER), sri('x')), ['red snippet-integrity']],
    ['another root', () => pasted().replace(PIN, hashOf(roster())), ['red snippet-trust']],
    ['no root', () => pasted().replace(`data-trust="${PIN}"`, ''), ['red snippet-trust']],
    ['a desk that is not there', () => pasted().replace('data-desk="GR"', 'data-desk="XX"'), ['red snippet-desk']],
    ['no crossorigin', () => pasted().replace('crossorigin="anonymous"', ''), ['red snippet-altered']],
    ['a loader that is gone', () => pasted().replace('loader.abc', 'loader.old'), ['red loader-gone']],
  ]
  it.each(CASES)('finds %s', async (_, text, expected) => {
    expect(await html(text())).toEqual(expected)
  })

  it.each([
    ['gone', () => told(404), 'red page-missing'],
    ['sent on', () => told(302, '', { location: '/elsewhere' }), 'red redirected'],
    ['without an end', () => 'drip' as const, 'red too-large'],
  ])('finds a page that is %s', async (_, lie, code) => {
    page.lies['/'] = lie
    expect(await codes(look('--page', page.url))).toEqual([code])
  })

  it('reads what is made to be slow in one pass', async () => {
    const nasty = ['<!--', '<a "', "<a '", '<a x="', '<script ', '<a '].map((one) => one.repeat(50_000)).join('<p>')
    expect(await html(nasty)).toContain('red snippet-gone')
  })

  it('looks at pages too where the server does not answer', async () => {
    liar.lies['/trust/chain.json'] = () => 'cut'
    page.lies['/'] = () => told(200, '<p>')
    expect(await codes(look('--page', page.url))).toEqual(['red unreachable', 'red snippet-gone', 'amber link-gone'])
  })
})
