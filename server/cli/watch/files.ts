import { createHash } from 'node:crypto'
import type { Release } from '../../../shared/release.ts'
import { type Finding, amber, red } from '../roster/finding.ts'
import { ask } from './ask.ts'
import { type Watching, unanswered } from './server.ts'

/** No file of ours is larger. */
const FILE_CAP = 4 << 20
const PAGE_CAP = 1 << 20

export const sha384 = (bytes: Uint8Array): string => createHash('sha384').update(bytes).digest('base64')

/** Every file that the release names, by its hash: browsers refuse another one, so nobody could write. */
export async function releaseFindings(
  where: string,
  { files }: Release,
  watching: Watching,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const file of Object.values(files))
    findings.push(...(await fileFindings(where, file.path, file.sha384, watching, 'file')))
  return findings
}

async function fileFindings(
  where: string,
  path: string,
  hash: string,
  { within }: Pick<Watching, 'within'>,
  what: 'file' | 'loader',
): Promise<readonly Finding[]> {
  const at = where + path
  const todo = 'Its operator copies w/ from a backup, never edits it; and looks who changed it'
  try {
    const { status, bytes } = await ask(at, FILE_CAP, within)
    if (status !== 200) return [red(`${what}-gone`, at, `it answers ${status}`, todo)]
    return sha384(bytes) === hash
      ? []
      : [red(`${what}-other`, at, 'it is not the file that was signed or pasted', todo)]
  } catch (error) {
    return [unanswered(at, error)]
  }
}

/** Path and SHA-384 of the loader that new snippets name, and of the boot that it loads. */
export interface Frozen {
  readonly files: Readonly<Record<string, string>>
  readonly findings: readonly Finding[]
}

/**
 * Loader and boot stand in pages that nobody pastes anew: no release names them, so the server's page for webmasters is asked
 * what it gives out, and every one that was ever seen is asked for again.
 * @param trusts hashes of the network's roots, by one of which a snippet must know it
 */
export async function frozenFiles(
  where: string,
  known: Readonly<Record<string, string>>,
  trusts: readonly string[],
  watching: Watching,
): Promise<Frozen> {
  const given = await givenOut(where, trusts, watching)
  const changed = Object.entries(given.files).filter(
    ([path, hash]) => known[path] !== undefined && known[path] !== hash,
  )
  const findings = [
    ...given.findings,
    ...changed.map(([path]) =>
      red('loader-other', where + path, 'its hash is not the one of before', 'Tell the keepers now'),
    ),
  ]
  for (const [path, hash] of Object.entries({ ...given.files, ...known }))
    findings.push(...(await fileFindings(where, path, hash, watching, 'loader')))
  // What a server says of a file that it does not give, or gives otherwise, is not worth remembering.
  return { files: findings.length ? known : { ...given.files, ...known }, findings }
}

async function givenOut(where: string, trusts: readonly string[], { within }: Watching): Promise<Frozen> {
  const at = `${where}/embed`
  const none = (says: string): Frozen => ({
    files: {},
    findings: [amber('embed-missing', at, says, 'Ask its operator; snippets that are pasted already are not touched')],
  })
  try {
    const { status, bytes } = await ask(at, PAGE_CAP, within)
    const data = status === 200 ? embedData(bytes.toString('utf8')) : undefined
    if (!data) return none(`the page that makes snippets answers ${status}, without what a snippet needs`)
    const loader = await ask(where + data.path, FILE_CAP, within)
    const boot = loader.status === 200 ? bootOf(loader.bytes.toString('utf8')) : undefined
    const findings = trusts.includes(data.trust)
      ? []
      : [
          red(
            'embed-trust',
            at,
            'it makes snippets that trust another root',
            'Give the hash of the first root as --root; if you did, nobody may paste them: ask its operator',
          ),
        ]
    if (loader.status === 200 && !boot)
      findings.push(
        red('loader-other', where + data.path, 'it loads no boot, so it is no loader of ours', 'Ask its operator'),
      )
    return { files: { [data.path]: data.sha384, ...(boot && { [boot.path]: boot.sha384 }) }, findings }
  } catch (error) {
    return { files: {}, findings: [unanswered(at, error)] }
  }
}

const INTEGRITY = 'sha384-([A-Za-z0-9+/]{64})'

/** What the page for webmasters says about the snippet. */
function embedData(html: string): { path: string; sha384: string; trust: string } | undefined {
  const json = /<script type="application\/json" id="embed-data">([^<]*)<\/script>/.exec(html)?.[1]
  try {
    const { loader, trust } = JSON.parse(json ?? '') as { loader: Record<string, unknown>; trust: unknown }
    const hash = new RegExp(`^${INTEGRITY}$`).exec(String(loader['integrity']))?.[1]
    const path = /^\/w\/loader\.[A-Za-z0-9._-]{1,90}$/.exec(String(loader['path']))?.[0]
    return hash && path && typeof trust === 'string' ? { path, sha384: hash, trust } : undefined
  } catch {
    return undefined
  }
}

/** The boot that a loader adds, with its hash: both stand in its text. */
export function bootOf(loader: string): { readonly path: string; readonly sha384: string } | undefined {
  const found = new RegExp(`(/w/boot\\.[A-Za-z0-9._-]{1,90})"\\s+integrity="${INTEGRITY}"`).exec(loader)
  return found ? { path: found[1]!, sha384: found[2]! } : undefined
}
