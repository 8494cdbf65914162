import { standardSodium } from '../../../shared/crypto/standard.ts'
import { MitosError } from '../../../shared/errors.ts'
import { key } from '../../../shared/shape.ts'
import type { Io, Verb } from '../cli.ts'
import { type Finding, report } from '../roster/finding.ts'
import { WITHIN, addressOf, originOf } from './ask.ts'
import { compare, documentsOf, remember, switchFindings } from './compare.ts'
import { frozenFiles, releaseFindings } from './files.ts'
import { type Known, nothingKnown, readKnown, writeKnown } from './known.ts'
import { type Network, pageFindings } from './page.ts'
import { type Watching, chainFindings, chainOf } from './server.ts'

interface Options {
  readonly root: string
  readonly known?: string
  readonly page?: readonly string[]
  readonly json?: true
}

/**
 * `mitos watch URL… --root HASH`: what anybody can see from outside, for cron. It says nothing where all is well.
 * @param within ms for each answer
 */
export const watchWithin =
  (within: number): Verb =>
  (program, io) =>
    void program
      .command('watch')
      .argument('<urls...>', 'servers of one network, as https://HOST')
      .requiredOption('--root <hash>', 'hash of a root of the network (43 characters), from the keepers')
      .option('--known <file>', 'where to keep what was seen, so that a step back shows; made at the first time')
      .option('--page <urls...>', 'partners’ pages, each to be held against the snippet')
      .option('--json', 'one JSON object instead of lines')
      .description('Look at a network from outside. Silent where all is well. Ends with 0, 1 (red) or 3 (amber only).')
      .action(async (urls: readonly string[], { root, known, page = [], json }: Options) => {
        if (!key(root))
          throw new MitosError('bad-input', '--root takes the hash of a root: 43 letters, digits, - and _')
        const hosts = [...new Set(urls.map(originOf))]
        const pages = page.map((one) => addressOf(one).href)
        const watching = { crypto: await standardSodium(), pin: root, now: io.clock(), within }
        report(io, await look(hosts, pages, known, watching), !!json)
      })

export const watch: Verb = (...given: [Parameters<Verb>[0], Io]) => watchWithin(WITHIN)(...given)

async function look(
  hosts: readonly string[],
  pages: readonly string[],
  path: string | undefined,
  watching: Watching,
): Promise<readonly Finding[]> {
  const before = path === undefined ? nothingKnown(watching.pin) : readKnown(path, watching.pin)
  const findings: Finding[] = 'code' in before ? [before] : []
  let known: Known = 'code' in before ? nothingKnown(watching.pin) : before
  let network: Network = { hosts, trusts: [watching.pin], chain: undefined }
  for (const where of hosts) {
    const seen = await lookAt(where, known, network, watching)
    findings.push(...seen.findings)
    ;({ known, network } = seen)
  }
  for (const page of pages) findings.push(...(await pageFindings(page, network, watching)))
  if (path !== undefined && !('code' in before)) findings.push(...writeKnown(path, known))
  return findings
}

interface Seen {
  readonly findings: readonly Finding[]
  readonly known: Known
  readonly network: Network
}

/** One server. What contradicts what was known is not taken over, so that the alarm stays until somebody has looked. */
async function lookAt(where: string, known: Known, network: Network, watching: Watching): Promise<Seen> {
  const given = await chainOf(where, watching)
  if ('code' in given) return { findings: [given], known, network }
  const { chain, text } = given
  const alarms = compare(where, text, chain, known)
  const roots = Object.entries(documentsOf(text, watching.pin)).filter(([name]) => name.startsWith('root '))
  const trusts = [...new Set([...network.trusts, ...roots.map(([, hash]) => hash)])]
  const frozen = await frozenFiles(where, known.files, trusts, watching)
  return {
    findings: [
      ...alarms,
      ...switchFindings(where, text, chain, known),
      ...chainFindings(where, chain, watching.now),
      ...(await releaseFindings(where, chain.release, watching)),
      ...frozen.findings,
    ],
    known: alarms.length ? known : { ...remember(known, where, text, chain), files: frozen.files },
    network: { ...network, trusts, chain: network.chain ?? chain },
  }
}
