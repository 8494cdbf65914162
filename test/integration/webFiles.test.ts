import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebFiles } from '../../server/webFiles.ts'
import { temporaryFolder } from './folder.ts'

const COMPILED = fileURLToPath(new URL('../../dist/server/webFiles.js', import.meta.url))
const TEXT = 'panel()'.repeat(2000)

let folder: ReturnType<typeof temporaryFolder>
let built: string
let kept: string
beforeEach(() => {
  folder = temporaryFolder()
  built = join(folder.path, 'built')
  kept = join(folder.path, 'data/w')
  mkdirSync(built)
  writeFileSync(join(built, 'panel.abc.js'), TEXT)
  writeFileSync(join(built, 'panel.abc.js.br'), brotliCompressSync(TEXT))
  writeFileSync(join(built, 'panel.abc.js.gz'), gzipSync(TEXT))
})
afterEach(() => folder.remove())

/** Takes up the build in a process of its own, started by a shell command. */
function takeUp(start: string): { status: number | null; output: string } {
  const script = `const { WebFiles } = await import(${JSON.stringify(COMPILED)})
    try { new WebFiles(${JSON.stringify(built)}, ${JSON.stringify(kept)}) }
    catch ({ code, cause }) { console.log(code, cause); process.exitCode = 3 }`
  const { status, stdout, stderr } = spawnSync('bash', [
    '-c',
    `${start} "$0" --input-type=module -e "$1"`,
    process.execPath,
    script,
  ])
  return { status, output: String(stdout) + String(stderr) }
}

describe('A file that runs in browsers', () => {
  it('is kept whole or not at all where the disk is full', () => {
    // Files of at most 4 KiB: the first write stops there and gives a count, only the next one fails.
    const { status, output } = takeUp('ulimit -f 4; exec')
    expect([status, output]).toEqual([3, expect.stringMatching(/^store-full w\/panel\.abc\.js could not be written/)])
    expect(readdirSync(kept).filter((name) => !name.endsWith('.br') && !name.endsWith('.gz'))).toEqual([])
    expect(new WebFiles(built, kept).read('panel.abc.js').toString()).toBe(TEXT)
  })

  it('is on the disk before it has its name, and its name is after', () => {
    const trace = join(folder.path, 'trace')
    const { status } = takeUp(`exec strace -f -y -e trace=fsync,rename,renameat,renameat2 -o ${trace}`)
    expect(status).toBe(0)
    const lines = readFileSync(trace, 'utf8').split('\n')
    const at = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line))
    const [synced, named] = [at(/fsync\(\d+<[^>]*\.panel\.abc\.js\.new>/), at(/rename.*panel\.abc\.js\.new/)]
    expect(synced).toBeGreaterThanOrEqual(0)
    expect(named).toBeGreaterThan(synced)
    expect(at(/fsync\(\d+<[^>]*\/data\/w>/)).toBeGreaterThan(named)
  })

  it('has no damaged compressed form: it is replaced by what the build has, or goes', () => {
    expect(new WebFiles(built, kept).sha384('panel.abc.js')).toBeDefined()
    for (const damaged of [brotliCompressSync(TEXT).subarray(0, 9), Buffer.alloc(0), brotliCompressSync('other()')]) {
      writeFileSync(join(kept, 'panel.abc.js.br'), damaged)
      expect(new WebFiles(built, kept).sha384('panel.abc.js')).toBeDefined()
      expect(readFileSync(join(kept, 'panel.abc.js.br')).equals(brotliCompressSync(TEXT))).toBe(true)
    }
    const older = join(folder.path, 'none')
    writeFileSync(join(kept, 'panel.abc.js.gz'), 'no gzip')
    expect(new WebFiles(older, kept).sha384('panel.abc.js')).toBeDefined()
    expect(existsSync(join(kept, 'panel.abc.js.gz'))).toBe(false)
    expect(existsSync(join(kept, 'panel.abc.js.br'))).toBe(true)
  })

  it('that is damaged itself stops the start, which says what to do', () => {
    expect(new WebFiles(built, kept).sha384('panel.abc.js')).toBeDefined()
    writeFileSync(join(kept, 'panel.abc.js'), TEXT.slice(0, 4096))
    expect(() => new WebFiles(built, kept)).toThrow(
      expect.objectContaining({
        code: 'store-unsafe',
        cause: expect.stringMatching(/delete that file and start again/),
      }),
    )
  })
})
