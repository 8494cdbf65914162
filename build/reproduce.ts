import { createHash } from 'node:crypto'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Name → SHA-256 (hex) of everything that a build makes for browsers. */
export type Hashes = Readonly<Record<string, string>>

/** @param built a `dist/` */
export async function hashesOf(built: string): Promise<Hashes> {
  const names = (await readdir(join(built, 'w'))).sort().map((name) => `w/${name}`)
  const hash = async (name: string): Promise<[string, string]> => [
    name,
    createHash('sha256')
      .update(await readFile(join(built, name)))
      .digest('hex'),
  ]
  return Object.fromEntries(await Promise.all([...names, 'pins.json'].map(hash)))
}

/**
 * Builds the browser files of a checkout, whose builder is compiled, once more, in another folder and with another time zone and language, from what is
 * committed or lies beside it.
 * @param name of the folder, in which a build must not show
 */
export async function buildElsewhere(
  root: string,
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<Hashes> {
  const home = await mkdtemp(join(tmpdir(), 'mitos-reproduce-'))
  const copy = join(home, name)
  try {
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']
    const { stdout } = await run('git', args, { cwd: root, maxBuffer: 64 << 20 })
    for (const file of stdout.split('\0').filter((one) => one && !one.startsWith('node_modules'))) {
      await mkdir(dirname(join(copy, file)), { recursive: true })
      await cp(join(root, file), join(copy, file))
    }
    // The builder itself is compiled already; what it builds comes from the copy.
    for (const room of ['build', 'shared'])
      await cp(join(root, 'dist', room), join(copy, 'dist', room), { recursive: true })
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
    await run(process.execPath, [join(copy, 'dist/build/main.js')], { env: { ...process.env, ...environment } })
    return await hashesOf(join(copy, 'dist'))
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** `npm run reproduce`: for whoever signs a release. Prints the hashes to compare with the others who sign. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const here = await hashesOf(join(root, 'dist'))
  const elsewhere = await buildElsewhere(root, 'another folder', { TZ: 'Pacific/Kiritimati', LANG: 'el_GR.UTF-8' })
  const differ = [...new Set([...Object.keys(here), ...Object.keys(elsewhere)])].filter(
    (one) => here[one] !== elsewhere[one],
  )
  for (const [name, hash] of Object.entries(here)) console.log(`${hash}  ${name}`)
  const all = createHash('sha256').update(JSON.stringify(here)).digest('hex')
  console.log(
    differ.length ? `NOT THE SAME elsewhere: ${differ.join(', ')}` : `${all}  all of them, and the same elsewhere`,
  )
  process.exitCode = differ.length ? 1 : 0
}
