import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDocument } from '../../../shared/signed.ts'
import { BUILT } from '../network.ts'
import { DAY, type Desk, makeNetwork, openDesk, sodium } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = openDesk()
  await makeNetwork(desk)
  mkdirSync(desk.path('dist/w'), { recursive: true })
  const files = Object.entries(BUILT).map(([name, text]) => {
    writeFileSync(desk.path(`dist/w/${name}`), text)
    const sha384 = createHash('sha384').update(text).digest('base64')
    return [{ 'lang-en.abc.json': 'lang/en' }[name] ?? name.split('.')[0], { path: `/w/${name}`, sha384 }]
  })
  writeFileSync(desk.path('dist/pins.json'), JSON.stringify({ files: Object.fromEntries(files) }))
})
afterEach(() => {
  desk.keptSecrets()
  desk.close()
})

const MAKE = 'release sign keeper/release.json --pins dist/pins.json --name 1.4.0 --version 3'
const sign = (name: string, line = 'release sign keeper/release.json') => desk.mitos(`${line} --key keeper/${name}.key`)
const refused = async (ran: ReturnType<typeof sign>, code: string, says: RegExp) =>
  expect(await ran).toMatchObject({
    code: 1,
    said: expect.stringMatching(new RegExp(`(^|\\n)mitos: ${code}: .*${says.source}[^\\n]*$`)),
  })

describe('release sign', () => {
  it('makes the release of a build with the first signature, and takes the second', async () => {
    const first = await sign('a-release', MAKE)
    expect(first.said).toMatch(/release 3, called 1\.4\.0: 6 files\n[^]*1 of 2 signatures; still needed: 1$/)
    expect((await desk.mitos('release check keeper/release.json')).code).toBe(1)
    const again = await sign('a-release')
    expect([again.said, again.asked]).toEqual([expect.stringContaining('nothing to do'), []])
    expect((await sign('b-release')).said).toMatch(/2 of 2 signatures; that is enough\nWhole\./)
    const check = await desk.mitos('release check keeper/release.json')
    expect([check.code, check.said]).toEqual([0, expect.stringContaining('all is well')])
    const root = JSON.parse(JSON.parse(desk.text('keeper/root-1.json')).signed)
    const document = JSON.parse(desk.text('keeper/release.json'))
    const opened = await openDocument(sodium.crypto, document, 'release', root.releaseKeys, 2)
    expect(opened.inner).toMatchObject({ version: 3, name: '1.4.0', expires: desk.now + 180 * DAY })
    expect(check.said).toContain(`its hash, which a roster names: ${opened.hash}`)
  })

  it('is not made of a build that is not as it was built', async () => {
    writeFileSync(desk.path('dist/w/seal.abc.js'), 'other()')
    await refused(sign('a-release', MAKE), 'release-refused', /build again/)
    rmSync(desk.path('dist/w/seal.abc.js'))
    await refused(sign('a-release', MAKE), 'release-refused', /build again/)
    writeFileSync(desk.path('dist/pins.json'), '{"files":{}}')
    await refused(sign('a-release', MAKE), 'release-refused', /not the pins.json/)
    rmSync(desk.path('dist/pins.json'))
    await refused(sign('a-release', MAKE), 'not-found', /the pins/)
  })

  it('needs all that a release says, within bounds', async () => {
    await refused(sign('a-release'), 'bad-input', /--pins, --name and --version/)
    expect((await sign('a-release', `${MAKE} --days 89`)).code).toBe(2)
    expect((await sign('a-release', `${MAKE} --days 401`)).code).toBe(2)
    await refused(sign('a-release', MAKE.replace('1.4.0', 'n'.repeat(201))), 'release-refused', /a name/)
    await sign('a-release', `${MAKE} --days 90 --min-root 1 --min-roster 2`)
    expect(JSON.parse(JSON.parse(desk.text('keeper/release.json')).signed)).toMatchObject({ minRoot: 1, minRoster: 2 })
    await refused(sign('b-release', MAKE), 'file-exists', /leave out --pins/)
    desk.now += 70 * DAY
    const soon = await desk.mitos('release check keeper/release.json')
    expect(soon.said).toContain('signatures are missing')
    await sign('b-release')
    expect((await desk.mitos('release check keeper/release.json')).code).toBe(3)
    desk.now += 20 * DAY
    const over = await desk.mitos('release check keeper/release.json')
    expect([over.code, over.said]).toEqual([1, expect.stringContaining('WRONG it has ended')])
    await refused(sign('b-release'), 'release-refused', /its time is over/)
  })

  it('takes release keys of the root only, and a root that is whole', async () => {
    await refused(sign('a-root', MAKE), 'key-refused', /this is a root key/)
    await desk.mitos('root rotate keeper/root-1.json --drop release-1')
    await refused(sign('a-release', MAKE), 'root-refused', /--root/)
    await desk.mitos('root add keeper/root-2.json --role release --key keeper/c-release.key')
    for (const name of ['a', 'b']) await desk.mitos(`root sign keeper/root-2.json --key keeper/${name}-root.key --yes`)
    await refused(sign('a-release', MAKE), 'key-refused', /the root does not name this key/)
    expect((await sign('a-release', `${MAKE} --root keeper/root-1.json`)).code).toBe(0)
    rmSync(desk.path('keeper/root-1.json'))
    rmSync(desk.path('keeper/root-2.json'))
    await refused(sign('a-release'), 'not-found', /the root is needed/)
  })

  it('writes nothing in a dry run', async () => {
    expect((await sign('a-release', `${MAKE} --dry-run`)).said).toContain('dry run, not written: keeper/release.json')
    await refused(sign('a-release'), 'bad-input', /there is no such release/)
  })
})
