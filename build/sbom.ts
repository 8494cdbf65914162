import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Packages, productionOf } from './production.ts'

/** What is read of CycloneDX 1.5 here; the rest is as npm writes it. */
interface Bom {
  serialNumber: string
  metadata: { timestamp?: string; tools?: unknown; component: { name: string; type: string; [key: string]: unknown } }
  components: readonly Component[]
  dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

interface Component {
  readonly 'bom-ref': string
  readonly name: string
  readonly version: string
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Lists what a server and the browser files are made of, from package-lock.json alone: npm's own CycloneDX, without what
 * differs from one run to the next (time, serial number, the folder's name, the version of npm). All that goes into the browser
 * files is a dependency, so that none of it is missing here; what only builds or tests is not.
 * @returns the file's text
 */
export async function sbom(): Promise<string> {
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<string, string>
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only']
  const { stdout } = await promisify(execFile)('npm', args, { cwd: root, maxBuffer: 64 << 20 })
  const bom = JSON.parse(stdout) as Bom
  const lock = await readFile(join(root, 'package-lock.json'))
  const needed = productionOf((JSON.parse(lock.toString()) as { packages: Packages }).packages)
  bom.components = bom.components
    .filter((one) => needed.has(`${one.name}@${one.version}`))
    .map((one) => ({ ...one, scope: 'required', properties: [] }))
  const refs = new Set([`${name}@${version}`, ...bom.components.map((one) => one['bom-ref'])])
  bom.dependencies = bom.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }))
  bom.serialNumber = `urn:uuid:${uuidOf(lock)}`
  delete bom.metadata.timestamp
  delete bom.metadata.tools
  bom.metadata.component = { ...bom.metadata.component, name: name!, version }
  return `${JSON.stringify(bom, null, 1)}\n`
}

/** A name-based UUID (RFC 9562, version 8): the same lock file has the same number. */
function uuidOf(bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest().subarray(0, 16)
  hash[6] = (hash[6]! & 0x0f) | 0x80
  hash[8] = (hash[8]! & 0x3f) | 0x80
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(join(root, 'dist'), { recursive: true })
  await writeFile(join(root, 'dist', 'sbom.cdx.json'), await sbom())
}
