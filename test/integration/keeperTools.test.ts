import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { snippet } from '../../shared/snippet.ts'
import { drillsOf } from '../support/drills.ts'
import { MITOS } from '../support/mitos.ts'
import { temporaryFolder } from './folder.ts'
import { type Liar, startLiar, told } from './liar.ts'
import { NOW, hashOf, ngo, release, root, roster, signKey } from './network.ts'
import { type ServerProcess, publish, startProcess } from './process.ts'

const PAGE = readFileSync('docs/keeper-tools.md', 'utf8')
const drills = drillsOf(PAGE)
const folder = temporaryFolder()
const path = (name: string) => join(folder.path, name)
const write = (name: string, content: object) => writeFileSync(path(name), JSON.stringify(content, null, 1))
let server: ServerProcess
let page: Liar

const line = (JSON.parse(roster().signed) as any).desks[0].lines[0]
const lines = [line, { ...line, number: '1056', serves: ['children'], kind: 'children' }]
const [desk] = (JSON.parse(roster().signed) as any).desks
const leads = [signKey('a21 lead'), signKey('a21 other lead')]
const next = {
  ngos: [ngo('a21', 2, { leads, spare: ngo('a21', 3).box, notices: { en: hashOf(root()) } })],
  expires: NOW + 10 * 86_400,
  desks: [{ ...desk, lines, shifts: [0, 1].map((week) => [NOW / 60 - 10 + week * 10_080, 10_080, 'a21']) }],
}
const signed = roster(2, roster(), next)

beforeAll(async () => {
  server = await startProcess(path('data'))
  await publish(server)
  page = await startLiar()
  const { loader } = JSON.parse(readFileSync('dist/pins.json', 'utf8')) as any
  const words = { summary: 'Help', link: 'Write' }
  const pasted = snippet({
    host: server.url,
    loader,
    desk: 'GR',
    site: null,
    lang: null,
    trust: hashOf(root()),
    exit: null,
    words,
    numbers: [],
  })
  page.lies['/'] = () => told(200, pasted)
  write('root.1.json', root())
  write('release.json', release())
  write('roster.draft.json', JSON.parse(signed.signed) as object)
  write('roster.json', signed)
  mkdirSync(path('bin'))
  writeFileSync(path('bin/mitos'), `#!/bin/sh\nexec '${process.execPath}' '${MITOS}' "$@"\n`)
  chmodSync(path('bin/mitos'), 0o755)
})
afterAll(async () => {
  server.process.kill()
  await Promise.all([server.ended, page.stop()])
  folder.remove()
})

interface Ran {
  readonly code: number | null
  readonly output: string
}
/** A block of the page, with the addresses of this test in the place of those that it leaves open. */
function run(name: string): Promise<Ran> {
  const { script } = drills.find((one) => one.name === name)!
  const own = script
    .replaceAll('https://HOST', server.url)
    .replaceAll('https://PAGE', page.url)
    .replaceAll('ROOTHASH', hashOf(root()))
  const environment = { PATH: `${path('bin')}:${process.env['PATH']}`, TZ: 'UTC' }
  const child = spawn('sh', ['-ec', own], { cwd: folder.path, env: environment })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output: output.trimEnd() })))
}

describe('What docs/keeper-tools.md says', () => {
  it('says what changes', async () => {
    const { code, output } = await run('what changes')
    expect(output).toMatch(/^roster 1 \(signed by 1\) → 2 \(draft\)\nLook at these first/)
    expect(output).toContain('! gcr leaves the network')
    expect(output).toContain('! a21: the key of generation 1 is replaced by generation 2')
    expect(code).toBe(0)
  })

  it('writes test calls down, after which the launch check is content', async () => {
    const { code, output } = await run('a test call')
    expect(output).toMatch(/^1109 \(GR, Line\): called .*\n1056 \(GR, Line\): called /)
    expect(code).toBe(0)
    expect(await run('launch check')).toEqual({
      code: 0,
      output: 'green fine: roster 2: nothing is to be said against it.',
    })
  })

  it('publishes, and reads it back', async () => {
    const { code, output } = await run('publish')
    expect(output).toContain('Everything would be taken. Nothing was sent')
    expect(output).toMatch(
      /\nroster 2 was taken\nroster 2 is in force until [^\n]*\nNew keys: a21\. Let a coordinator [^\n]*$/,
    )
    expect(code).toBe(0)
  })

  it('looks from outside, and finds that all is well', async () => {
    expect(await run('from outside')).toEqual({ code: 0, output: '' })
    expect((JSON.parse(readFileSync(path('watched.json'), 'utf8')) as any).servers[server.url].roster).toBe(2)
  })

  it('names every code that a finding can have', () => {
    const files = ['server/cli/roster/check', 'server/cli/watch'].flatMap((of) =>
      readdirSync(of).map((name) => readFileSync(join(of, name), 'utf8')),
    )
    const found = files.flatMap((text) => [...text.matchAll(/(?:red|amber|add)\(\s*'([a-z]+(?:-[a-z]+)+)'/g)])
    const codes = new Set(found.map(([, code]) => code!))
    expect(codes.size).toBeGreaterThan(45)
    expect([...codes].filter((code) => !PAGE.includes(`\`${code}\``))).toEqual([])
  })
})
