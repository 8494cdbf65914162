import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { budgetRows, checkBudgets } from '../../build/budgets.ts'
import { gzipOfSize, smallestGzip } from '../../build/gzip.ts'

/** Runs a tool and gives what it printed, whatever its exit code. */
function run(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    return `FAILED ${stdout}${stderr}`
  }
}

describe('an arrow that points the wrong way is refused', () => {
  const written: string[] = []
  const write = (path: string, text: string) => {
    mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true })
    writeFileSync(path, text)
    written.push(path)
  }
  afterEach(() => written.splice(0).forEach((path) => rmSync(path)))

  it.each([
    ['shared', "import '../server/config.ts'", 'shared is below every room'],
    ['shared', "import 'tweetnacl'", 'only shared/crypto/ imports cryptographic packages'],
    ['shared', "import 'node:fs'", 'shared has neither DOM nor Node'],
    ['widget/panel', "import '../../inbox/main.tsx'", 'the widget imports from shared only'],
    ['widget/panel', "import 'libsodium-wrappers'", 'only shared/crypto/ imports cryptographic packages'],
    ['widget/panel', "import '../../shared/crypto/sumo.ts'", 'libsodium is WebAssembly'],
    ['widget/panel', 'localStorage.getItem("x")', 'localStorage'],
    ['widget/boot', 'history.back()', 'history'],
    ['widget/boot', 'document.cookie = "x"', 'cookie'],
    ['inbox', "import '../widget/boot/context.ts'", 'the inbox imports from shared only'],
    ['inbox', 'sessionStorage.clear()', 'sessionStorage'],
    ['server/routes', "import '../../inbox/main.tsx'", 'the server imports from shared only'],
    ['server/routes', "import '../../shared/envelope.ts'", 'the server has nothing to open with'],
    ['server/routes', "import 'better-sqlite3'", 'only server/store/ imports the database'],
    ['server/store/sqlite', "import '../../../shared/envelope.ts'", 'the server has nothing to open with'],
  ])('by oxlint in %s: %s', (folder, line, message) => {
    const path = `${folder}/zz-wrong-arrow.ts`
    write(path, `${line}\n`)
    const said = run('node_modules/.bin/oxlint', [path])
    expect(said).toContain('FAILED')
    expect(said).toContain(message)
  })

  it('by the compiler, which knows of each room only what it references', () => {
    const room = 'dist/.tsc/wrong-arrow'
    write(
      `${room}/tsconfig.json`,
      JSON.stringify({
        extends: '../../../tsconfig.base.json',
        compilerOptions: { rootDir: '../../..', outDir: './out', tsBuildInfoFile: './info' },
        include: ['./*.ts'],
        references: [{ path: '../../../shared' }],
      }),
    )
    write(`${room}/wrong.ts`, "import { loadConfig } from '../../../server/config.ts'\nexport const x = loadConfig\n")
    const said = run('node_modules/.bin/tsc', ['-p', room])
    expect(said).toContain('FAILED')
    expect(said).toContain('TS6307')
  })
})

describe('what is built', () => {
  const files = readdirSync('dist/w')
  const built = (name: RegExp) =>
    files.filter((file) => name.test(file)).map((file) => readFileSync(`dist/w/${file}`, 'utf8'))

  it('R7, R8 has no storage, no history, no import() and no module script below widget/', () => {
    const scripts = built(/^(loader|boot|panel|later|seal|embed)\.[0-9a-f]+\.js$/)
    expect(scripts).toHaveLength(6)
    for (const script of scripts)
      expect(script).not.toMatch(
        /localStorage|sessionStorage|indexedDB|\bcaches\b|document\.cookie|pushState|replaceState|serviceWorker|\bimport\(|sendBeacon|type=.?module/,
      )
  })

  it('R18, R20, R22 has nothing that sounds, shakes, notifies, asks a puzzle, or for a file, a camera or a place', () => {
    const asks =
      /\bvibrate\b|\bNotification\b|AudioContext|speechSynthesis|new Audio\b|showNotification|captcha|geolocation|mediaDevices|getUserMedia|getDisplayMedia|show(Open|Save|Directory)\w*Picker|FileReader|\bDeviceMotion|\bRTCPeerConnection|["'](file|audio|video|canvas)["']|clipboard|navigator\.share\b/
    const scripts = built(/^(loader|boot|panel|later|seal|go)\.[0-9a-f]+\.js$/)
    expect(scripts).toHaveLength(6)
    // The one voice is the device's own, and speaks at a tap (decision 020).
    const voiced = scripts.filter((script) => /\bspeechSynthesis\b/.test(script))
    expect(voiced).toEqual(built(/^later\.[0-9a-f]+\.js$/))
    for (const script of scripts)
      expect(asks.exec(script.replace(/\bspeechSynthesis\b/g, 'voice'))?.[0]).toBeUndefined()
    for (const one of [
      'navigator.vibrate(9)',
      'new Notification("x")',
      'h("input",{type:"file"})',
      'navigator.geolocation',
    ])
      expect(one).toMatch(asks)
  })

  it('R5 names no host: every address is the one that the snippet was loaded from', () => {
    for (const script of built(/^(loader|boot|panel|seal)\.[0-9a-f]+\.js$/))
      expect(script.match(/https?:\/\/[^\s"'`]+/g) ?? []).toEqual(
        (script.match(/https?:\/\/[^\s"'`]+/g) ?? []).filter((url) => url.startsWith('http://www.w3.org/')),
      )
  })

  it('has catalogs of one size each, plain and compressed, whatever the language', () => {
    for (const kind of ['lang', 'words']) {
      const plain = files.filter((file) => new RegExp(`^${kind}-[a-z]+\\.[0-9a-f]+\\.json$`).test(file))
      expect(plain).toHaveLength(12)
      const sizes = (ending: string) => new Set(plain.map((file) => readFileSync(`dist/w/${file}${ending}`).length))
      expect(sizes('').size).toBe(1)
      expect(sizes('.gz').size).toBe(1)
      for (const file of plain) {
        expect(existsSync(`dist/w/${file}.br`)).toBe(false)
        expect(gunzipSync(readFileSync(`dist/w/${file}.gz`)).equals(readFileSync(`dist/w/${file}`))).toBe(true)
      }
    }
  })

  it('has the release list every file that runs, by the hash of its bytes', async () => {
    const { createHash } = await import('node:crypto')
    const pins = JSON.parse(readFileSync('dist/pins.json', 'utf8'))
    for (const { path, sha384 } of Object.values<{ path: string; sha384: string }>(pins.files))
      expect(
        createHash('sha384')
          .update(readFileSync(`dist${path}`))
          .digest('base64'),
      ).toBe(sha384)
  })

  it('has a gzip of each script that is the same at every build, opens to the script, and is as small as we can', async () => {
    const { files } = JSON.parse(readFileSync('dist/sizes.json', 'utf8'))
    for (const name of ['loader', 'boot', 'panel', 'seal', 'go']) {
      const bytes = readFileSync(`dist${files[name].path}`)
      const served = readFileSync(`dist${files[name].path}.gz`)
      expect(gunzipSync(served).equals(bytes)).toBe(true)
      expect(served.equals(await smallestGzip(bytes))).toBe(true)
      expect(served.length).toBeLessThan(gzipSync(bytes, { level: 9 }).length)
    }
  })

  it('has the sizes that the README tells', () => {
    const { files } = JSON.parse(readFileSync('dist/sizes.json', 'utf8'))
    const readme = readFileSync('README.md', 'utf8')
    for (const { what, gzip, most } of budgetRows(files))
      expect(readme.replace(/ +/g, ' ')).toContain(
        `| ${what} | ${gzip.toLocaleString('en')} | ${most.toLocaleString('en')} |`,
      )
    expect(readme.split('\n').length).toBeLessThanOrEqual(150)
  })

  it('fails when a size is over its budget', () => {
    expect(() => checkBudgets([{ what: 'panel', gzip: 25_001, most: 25_000 }])).toThrow(
      'over budget: panel 25001 > 25000',
    )
    expect(() => checkBudgets([{ what: 'panel', gzip: 25_000, most: 25_000 }])).not.toThrow()
  })

  it('pads gzip to any size that leaves room for it, and every decoder skips the padding', () => {
    const bytes = Buffer.from('μίτος '.repeat(50))
    const gzip = gzipSync(bytes)
    const padded = gzipOfSize(gzip, 500)
    expect(padded.length).toBe(500)
    expect(gunzipSync(padded).equals(bytes)).toBe(true)
    expect(gzipOfSize(gzip, gzip.length).equals(gzip)).toBe(true)
    expect(() => gzipOfSize(gzip, 10)).toThrow()
  })
})

describe('what is written', () => {
  const ROOMS = /^(shared|widget|inbox|server|demo|build|test|docs|bench|unit|integration|browser)\//
  const pages = [
    'README.md',
    'SECURITY.md',
    ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ]

  it.each(pages)('%s names files and tests that are there, or says that they are not yet', (page) => {
    const gone = readFileSync(page, 'utf8')
      .split('\n')
      .filter((line) => !/comes? with|not built/.test(line))
      .flatMap((line) => [...line.matchAll(/`([\w./-]+)`/g)].map(([, path]) => path!))
      .filter((path) => ROOMS.test(path))
      .filter((path) => !existsSync(path) && !existsSync(`test/${path}`))
    expect(gone).toEqual([])
  })
})
