import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { WHOLE } from '../support/release.ts'
import { buildElsewhere, hashesOf } from '../../build/reproduce.ts'

interface Component {
  readonly 'bom-ref': string
  readonly type: string
  readonly name: string
  readonly version: string
  readonly purl: string
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[]
  readonly licenses?: readonly { readonly license?: { readonly id: string }; readonly expression?: string }[]
}
interface Bom {
  readonly bomFormat: string
  readonly specVersion: string
  readonly serialNumber: string
  readonly version: number
  readonly metadata: { readonly component: Component }
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

const json = (text: string): unknown => JSON.parse(text)
const write = (): string => {
  execFileSync(process.execPath, ['dist/build/sbom.js'])
  return readFileSync('dist/sbom.cdx.json', 'utf8')
}
const text = write()
const bom = json(text) as Bom
const { packages } = json(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, { version: string; dev?: true; devOptional?: true; optional?: true; integrity?: string }>
}
const { dependencies } = json(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }

/** Licences under which parts may be passed on with EUPL-1.2 code. */
const ALLOWED = [
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  '0BSD',
  'Unlicense',
  'EUPL-1.2',
  // Of its own files only; they are installed as they came, and not built into anything.
  'MPL-2.0',
]

describe('The list of what Mitos is made of', () => {
  it('is CycloneDX 1.5: each part with name, version, address and hash', () => {
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 })
    expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(bom.metadata.component).toMatchObject({ type: 'application', name: 'mitos' })
    for (const one of bom.components) {
      expect(one).toMatchObject({ type: 'library', 'bom-ref': expect.any(String), version: expect.any(String) })
      expect(one.purl).toBe(`pkg:npm/${one.name.replace('@', '%40')}@${one.version}`)
      expect(one.hashes).toEqual([{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }])
    }
    const refs = [bom.metadata.component['bom-ref'], ...bom.components.map((one) => one['bom-ref'])]
    expect(new Set(refs).size).toBe(refs.length)
    for (const { ref, dependsOn } of bom.dependencies) expect(refs).toEqual(expect.arrayContaining([ref, ...dependsOn]))
  })

  it('has every package that a server installs, by the hash of the lock file, and no other', () => {
    const installed = Object.entries(packages)
      .filter(([path, { dev, devOptional, optional }]) => path && !dev && !devOptional && !optional)
      .map(([path, { version, integrity }]) => {
        const hash = Buffer.from(integrity!.replace('sha512-', ''), 'base64').toString('hex')
        return `${path.split('node_modules/').at(-1)}@${version} ${hash}`
      })
    const listed = bom.components.map(({ name, version, hashes }) => `${name}@${version} ${hashes![0]!.content}`)
    expect(listed.sort()).toEqual([...new Set(installed)].sort())
  })

  it('has every package that goes into the browser files', () => {
    const files = execFileSync('git', ['ls-files', 'widget', 'inbox', 'shared'], { encoding: 'utf8' })
      .split('\n')
      .filter((file) => /\.tsx?$/.test(file))
    const imported = files
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/(?:from|import) '([^.'][^']*)'/g)])
      .map(([, name]) => /^(@[^/]+\/)?[^/]+/.exec(name!)![0])
      .filter((name) => !name.startsWith('virtual:'))
    expect(imported).toEqual(expect.arrayContaining(['preact', 'tweetnacl', 'libsodium-wrappers-sumo']))
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(imported))
  })

  it('names a licence of each, under which it may be passed on', () => {
    for (const { name, licenses } of [bom.metadata.component, ...bom.components]) {
      expect(licenses, name).toHaveLength(1)
      const { license, expression } = licenses![0]!
      const choices = license ? [license.id] : expression!.replace(/[()]/g, '').split(' OR ')
      expect(
        choices.some((one) => ALLOWED.includes(one)),
        `${name}: ${choices.join()}`,
      ).toBe(true)
    }
  })

  it('is the same whenever and wherever it is made', () => {
    expect(write()).toBe(text)
    expect(text).not.toContain('timestamp')
    if (basename(process.cwd()) !== 'mitos') expect(text).not.toContain(`"${basename(process.cwd())}"`)
  })
})

describe('R6 what people get', () => {
  // A whole build more: before a release, as `npm run reproduce` for those who sign it.
  it.runIf(WHOLE)(
    'is built to the same bytes in another folder, time zone and language',
    async () => {
      const environment = {
        TZ: 'Pacific/Kiritimati',
        LANG: 'el_GR.UTF-8',
        LC_ALL: 'el_GR.UTF-8',
        NODE_ENV: 'development',
      }
      const here = await hashesOf('dist')
      expect(Object.keys(here).length).toBeGreaterThan(30)
      expect(await buildElsewhere(process.cwd(), 'άλλος φάκελος', environment)).toEqual(here)
      // A whole build, on a machine that does something else too.
    },
    240_000,
  )
})
