import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { MitosError } from '../../shared/errors.ts'
import type { Deps } from '../deps.ts'
import { ICON_SIZES, MANIFEST, MANIFEST_PATH, dotIcon, iconPath } from '../pages/manifest.ts'
import { WAKER } from '../pages/waker.ts'
import { Refusal } from '../problem.ts'
import type { Release } from '../../shared/release.ts'
import { type Documents, parseStored } from '../trust/documents.ts'
import { IN_PIECES, type WebFiles } from '../webFiles.ts'

/**
 * `GET /inbox/`: the inbox of the release in force, one file, allowed to run nothing but what stands in it. Before the first
 * roster, which needs the keys of an NGO, it is the newest release that the root's release keys signed: there the first founder
 * makes them. And what a browser needs to wake, and to install it: `/inbox/sw.js`, a manifest,
 * two icons; always the same for everybody.
 */
export function inboxPage(
  app: FastifyInstance,
  documents: Documents,
  files: WebFiles,
  { store, config }: Pick<Deps, 'store' | 'config'>,
): void {
  const toRun = async (): Promise<Release | undefined> => {
    const { roster, release } = await documents.published()
    const first = roster ? undefined : await store.latestDocument('release')
    return release?.value ?? (first && (parseStored(first).inner as Release))
  }
  const policies = new Map<string, string>()
  app.get('/inbox', async (_request, reply) => reply.redirect('/inbox/', 308))
  app.get('/inbox/', async (_request, reply) => {
    const file = (await toRun())?.files['inbox']
    if (!file) throw new MitosError('chain-unreachable')
    const name = file.path.slice('/w/'.length)
    if (files.sha384(name) !== file.sha384) throw new Refusal(503, 'release-unknown')
    const policy = policies.get(name) ?? policyOf(files.read(name).toString('utf8'), config.origin)
    policies.set(name, policy)
    reply.headers({ 'content-security-policy': policy, vary: 'accept-encoding' })
    return reply.sendFile(name, IN_PIECES)
  })
  app.get('/inbox/sw.js', async (_request, reply) => {
    // Asked for anew by every browser whenever it looks.
    reply.headers({ 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' })
    // The page is all that it may ask for.
    reply.header('content-security-policy', `default-src 'none'; connect-src ${config.origin}/inbox/`)
    return reply.send(WAKER)
  })
  app.get(MANIFEST_PATH, async (_request, reply) => {
    reply.headers({ 'content-type': 'application/manifest+json; charset=utf-8' })
    return reply.send(MANIFEST)
  })
  for (const size of ICON_SIZES) {
    const icon = Buffer.from(dotIcon(size))
    app.get(iconPath(size), async (_request, reply) => reply.type('image/png').send(icon))
  }
}

/** The policy of a page whose scripts and styles all stand in it, by their hashes; beside it one worker, and what installs it. */
export function policyOf(html: string, origin: string): string {
  const hashes = (element: string): string =>
    [...html.matchAll(new RegExp(`<${element}\\b[^>]*>([^]*?)</${element}>`, 'gi'))]
      .map(([, inner = '']) => `'sha256-${createHash('sha256').update(inner).digest('base64')}'`)
      .join(' ') || "'none'"
  const scripts = hashes('script')
  return [
    "default-src 'none'",
    `script-src ${scripts === "'none'" ? scripts : `${scripts} 'wasm-unsafe-eval'`}`,
    `style-src ${hashes('style')}`,
    "connect-src 'self'",
    `img-src data: ${ICON_SIZES.map((size) => `${origin}${iconPath(size)}`).join(' ')}`,
    `worker-src blob: ${origin}/inbox/sw.js`,
    `manifest-src ${origin}${MANIFEST_PATH}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
